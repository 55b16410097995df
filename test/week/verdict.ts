import { MINUTE, STANDARDS } from './company.ts';
import { falseAlerts, type Told, told } from './told.ts';
import type { Drawn, Outcome } from './week.ts';
import { isStopped, wrongHolds } from './wrongs.ts';

/** What is wrong with a run, one sentence each. */
export interface Verdict {
  /** Nobody was told of it, nor was it held, by the end of the next sweep. */
  readonly tooLate: readonly string[];
  /** It arrived in time to be held, and can still be used. */
  readonly notHeld: readonly string[];
  readonly wrongHolds: readonly string[];
  readonly falseAlerts: readonly string[];
  /** No wrongs: what is good was undone before it could be read, so that it is not known what it was. */
  readonly doubts: readonly string[];
}

/** A call that is older when it is handled only alerts. */
const IN_TIME = Number(STANDARDS['staleAfterMinutes']) * MINUTE;

/** Judges what Ambit made of a run by what is true of it. */
export function judge(drawn: Drawn, { facts, account }: Outcome): Verdict {
  const { estate } = drawn;
  const all = told(estate, facts);
  const due = all.filter(({ bad }) => (bad.goneAt ?? Infinity) > nextSweep(bad.at, drawn));
  const toHold = all.filter(({ bad }) => bad.goneAt === undefined && isInTime(bad.callId, drawn));
  return {
    tooLate: due.filter((each) => !isTold(each, nextSweep(each.bad.at, drawn))).map(sentence),
    notHeld: toHold.filter(({ bad, who }) => !isStopped(bad, who, account)).map(sentence),
    wrongHolds: wrongHolds(drawn, account),
    falseAlerts: falseAlerts(estate, facts, 'exceeds'),
    doubts: falseAlerts(estate, facts, 'undetermined'),
  };
}

function isTold({ alertedAt = Infinity, heldAt = Infinity }: Told, by: number): boolean {
  return Math.min(alertedAt, heldAt) <= by;
}

/** When the first sweep after a moment was made. */
function nextSweep(after: number, { sweeps }: Drawn): number {
  return sweeps.find((at) => at >= after) ?? Infinity;
}

/** Whether the record of a call came while what it gave could still be held. */
function isInTime(callId: string, { deliveries }: Drawn): boolean {
  const first = deliveries.all.find(({ made }) => made.id === callId);
  return first !== undefined && first.at - first.made.at <= IN_TIME;
}

function sentence({ bad, who }: Told): string {
  return `${bad.way} of ${who.arn} by ${bad.callId} at ${new Date(bad.at).toISOString()}`;
}
