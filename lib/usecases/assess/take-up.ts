import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { showsAll } from '../holds/carry-out.ts';
import { type CaseBook, casesOf } from '../case-book.ts';
import { asideName, type AssessedSlices, type Assessment, isSame } from './snapshots/assessed-snapshots.ts';
import { sliceAfter } from './keep-changed.ts';
import { ownCallsOn } from './own-calls.ts';

/** Where findings of an assessment are written, together with the note that their call is assessed. */
export interface TakeUpDeps {
  readonly snapshots: Snapshots;
  readonly cases: CaseBook;
  readonly clock: Clock;
  /** The last entry when the assessment began: what came later refuses to be written beside it. */
  readonly since: number;
}

/** No function runs as long: what is still aside then is finished by who delivers its call again, in milliseconds. */
const LONGEST_RUN = 15 * 60_000;

/**
 * Takes up what other calls found about the principals of an assessment and have not kept yet: whoever raised a finding may
 * stand still, or be dead. What it put aside becomes the last state, so that what it told is known. False: there was nothing.
 */
export async function takeUp(
  call: Call,
  { findings, slices }: { readonly findings: readonly Finding[]; readonly slices: AssessedSlices },
  deps: TakeUpDeps,
): Promise<boolean> {
  let isTaken = false;
  for (const principal of new Set(findings.map((finding) => finding.principal))) {
    const last = slices.get(principal)?.last;
    const others = slices.has(principal) ? await recentCallsOn(principal, call, deps) : [];
    for (const other of others) isTaken = (await takeUpOne(principal, { ...other, last }, deps)) || isTaken;
  }
  return isTaken;
}

/** The assessments of other calls that led to findings about a principal lately. */
async function recentCallsOn(
  principal: string,
  { id }: Call,
  { cases, clock, since: begun }: TakeUpDeps,
): Promise<readonly Assessment[]> {
  const since = clock.now() - LONGEST_RUN;
  return (await casesOf(cases, principal, begun)).flatMap(({ finding: { call, raisedAt }, assessedOn }) => {
    const isRecent = raisedAt > since && call !== null && call.id !== id;
    return isRecent && assessedOn !== undefined ? [{ callId: call.id, assessedOn }] : [];
  });
}

/** What another call may have left aside of a principal, and the last state that this one was compared with. */
interface Left extends Assessment {
  readonly last: AccountState | undefined;
}

async function takeUpOne(principal: string, { last, ...assessment }: Left, { snapshots, cases }: TakeUpDeps) {
  const aside = asideName(principal, assessment);
  const slice = await snapshots.last(aside);
  if (slice === undefined) return false;
  // what Ambit did since the other one read the account is in the last state alone
  const own = (await ownCallsOn(principal, cases)).filter((calls) => last !== undefined && showsAll(last, calls));
  const next = own.reduce((state, calls) => sliceAfter({ slice: state, principal, calls, live: last }) ?? state, slice);
  let isTaken = false;
  await snapshots.change(principal, (now) => {
    isTaken = isSame(now, last) && !isSame(now, next);
    return isTaken ? next : now;
  });
  if (isTaken) await snapshots.keep(aside, undefined);
  return isTaken;
}
