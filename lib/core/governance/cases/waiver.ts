import type { Instant } from '../../instant.ts';
import type { Case, Waiver } from './case.ts';

/** The waivers of a principal (ARN) that run at `now`, the one that ends first in front. */
export function activeWaivers(cases: readonly Case[], principal: string, now: Instant): readonly Waiver[] {
  return cases
    .flatMap(({ waiver }) => waiver ?? [])
    .filter((waiver) => waiver.principal === principal && waiver.from <= now && now < waiver.until)
    .sort((a, b) => a.until - b.until);
}

/** When the earliest of the waivers ends; undefined: there is none. */
export function earliestEnd(waivers: readonly Waiver[]): Instant | undefined {
  return waivers.length === 0 ? undefined : Math.min(...waivers.map(({ until }) => until));
}
