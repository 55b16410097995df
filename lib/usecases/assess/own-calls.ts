import type { IamCall } from '../../core/account/call.ts';
import { iamCallsIn } from '../../core/account/plan-call.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Case, Effect } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { type CaseBook, casesOf } from '../case-book.ts';
import { sliceAfter } from './keep-changed.ts';

/** Whether a restore lifts a deny of a session alone. Nothing is waived for the role then: without the deny it is what it was, and has gained nothing. */
export function liftsSession({ kind, frozen }: Finding): boolean {
  return kind === 'agent-as-engineer' || frozen === undefined;
}

/** A principal's last state, and what else is known of it. */
interface Known {
  /** Its ARN. */
  readonly principal: string;
  readonly cases: readonly Case[];
  /** As it was read. */
  readonly live: AccountState | undefined;
}

/**
 * A principal's last state without the denies of sessions that are being lifted, for people signed that. The record of such a
 * call may come before whoever makes it has kept what it changed; it is no news all the same.
 */
export function withoutLifted(last: AccountState, { principal, cases, live }: Known): AccountState {
  const calls = cases.flatMap(({ finding, restore }) =>
    restore.kind === 'pending' && liftsSession(finding) ? iamCallsIn(restore.calls) : [],
  );
  return calls.length === 0 ? last : (sliceAfter({ slice: last, principal, calls, live }) ?? last);
}

/** The calls of IAM that Ambit makes or has made on a principal, each list of one hold or restore. */
export async function ownCallsOn(principal: string, book: CaseBook): Promise<readonly (readonly IamCall[])[]> {
  const cases = await casesOf(book, principal);
  return cases.flatMap(({ hold, restore }) => [...madeBy(hold), ...madeBy(restore)]);
}

function madeBy(effect: Effect): readonly (readonly IamCall[])[] {
  return effect.kind === 'pending' || effect.kind === 'confirmed' ? [iamCallsIn(effect.calls)] : [];
}
