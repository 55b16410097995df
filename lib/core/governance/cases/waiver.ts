import type { Instant } from '../../instant.ts';
import type { Governance } from '../standards/standards.ts';
import type { Case, Waiver } from './case.ts';

/** The waivers of a principal (ARN) that run at `now`, the one that ends first in front. */
export function activeWaivers(cases: readonly Case[], principal: string, now: Instant): readonly Waiver[] {
  return cases
    .flatMap(({ waiver }) => waiver ?? [])
    .filter((waiver) => waiver.principal === principal && waiver.from <= now && now < waiver.until)
    .sort((a, b) => a.until - b.until);
}

const DAY = 86_400_000;

/** When people are asked whether a waiver is kept: some days before its end, or half way where it is short. */
export function noticeAt({ from, until }: Pick<Waiver, 'from' | 'until'>, { waiver }: Governance): Instant {
  // whole milliseconds: a store keeps no parts of them
  return until - Math.floor(Math.min(waiver.noticeDays * DAY, (until - from) / 2));
}
