import type { Chance } from './chance.ts';
import { HOUR, MINUTE, SECOND } from './company.ts';
import type { Made } from './traffic.ts';

/** A record that reaches Ambit. */
export interface Delivery {
  readonly at: number;
  readonly made: Made;
}

/** A stretch in which nothing is handled. */
export interface Outage {
  readonly from: number;
  readonly until: number;
}

/** How the records of a run come, and what became of each. */
export interface Deliveries {
  readonly all: readonly Delivery[];
  /** Ids of calls that never arrive, arrive late, arrive twice. */
  readonly lost: ReadonlySet<string>;
  readonly late: ReadonlySet<string>;
  readonly twice: ReadonlySet<string>;
}

/** The share of records that each happens to. */
export interface Faults {
  readonly lost: number;
  readonly late: number;
  readonly twice: number;
}

const USUAL = { least: 2, most: 20 } as const;
/** From five minutes to six hours, as often below half an hour as above an hour. */
const LATE_BY = { least: 5 * MINUTE, most: 6 * HOUR } as const;

/** When each record arrives: the usual seconds, or as its fault says; what arrives in the outage waits for its end. */
export function deliver(
  calls: readonly Made[],
  { faults, outage }: { readonly faults: Faults; readonly outage: Outage },
  chance: Chance,
): Deliveries {
  const [lost, late, twice] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const all: Delivery[] = [];
  for (const made of calls) {
    const fault = chance.draw();
    if (fault < faults.lost) lost.add(made.id);
    else if (fault < faults.lost + faults.late) late.add(made.id);
    if (lost.has(made.id)) continue;
    const delay = late.has(made.id) ? lateBy(chance) : chance.whole(USUAL.least, USUAL.most) * SECOND;
    all.push({ at: made.at + delay, made });
    if (!chance.hits(faults.twice)) continue;
    twice.add(made.id);
    all.push({ at: made.at + delay + chance.whole(1, 3600) * SECOND, made });
  }
  const arrived = all.map(({ at, made }) => ({ at: isIn(outage, at) ? outage.until : at, made }));
  return { all: arrived.toSorted((one, other) => one.at - other.at), lost, late, twice };
}

/** Whether a moment is in an outage. */
export function isIn({ from, until }: Outage, at: number): boolean {
  return at >= from && at < until;
}

function lateBy(chance: Chance): number {
  const { least, most } = LATE_BY;
  return Math.round((least * (most / least) ** chance.draw()) / SECOND) * SECOND;
}
