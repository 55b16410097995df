import type { IamCall } from '../../../account/call.ts';
import { policySetOf } from '../../../account/effective.ts';
import { principalOf } from '../../../account/slice.ts';
import type { Principal } from '../../../account/state.ts';
import { canonicalText } from '../../../digest.ts';
import type { HoldPlan, HoldProof, StatePair } from '../../finding.ts';
import { sessionsBecome } from './chained-roles.ts';
import type { HoldQuestion } from '../hold-question.ts';
import { fitsInline } from '../denies/inline-room.ts';
import type { ReservedDeny } from '../denies/reserved-deny.ts';
import { endSessions } from './session-end.ts';

/** A plan of which it is said what was shown of it. */
export interface ShownPlan extends HoldPlan<IamCall> {
  readonly proof: HoldProof;
}

/**
 * A plan that ends the sessions as well that began with what it takes back, from the call until it is done: those of a role whose
 * trust let somebody in, those that were made with a key. Any other plan as it is: what a session may do is asked at each request.
 */
export function withSessionsEnded(
  plan: ShownPlan,
  principal: Principal,
  { question, cause }: { readonly question: HoldQuestion; readonly cause: string },
): ShownPlan {
  const { call, pair, now } = question;
  if (!leavesSessions(plan, question)) return plan;
  const { put, remove } = endSessions(principal, cause, { since: call.time, until: now });
  const become = sessionsBecome(principal, policySetOf(pair.after, principal.arn));
  if (!fitsInline(put.policyDocument, principal)) return leaving(plan, [NO_ROOM, ...become]);
  return {
    ...leaving(plan, become),
    calls: [...plan.calls, put],
    restore: [...plan.restore, remove],
    summary: `${plan.summary}, and ends the sessions that began since the call`,
  };
}

const NO_ROOM =
  'sessions that began since the call go on until they expire: the inline policies leave no room to end them';

function leaving(plan: ShownPlan, leaves: readonly string[]): ShownPlan {
  return leaves.length === 0 ? plan : { ...plan, proof: { ...plan.proof, leaves } };
}

function leavesSessions({ kind, calls }: HoldPlan<IamCall>, { kind: found }: HoldQuestion): boolean {
  if (found === 'excess-trust') return kind === 'exact-inverse';
  return calls.some(({ name }) => name === 'UpdateAccessKey');
}

/**
 * What denies a role to all that assumed it since a call changed its trust policy, and to nobody else; undefined: what the trust was
 * before is not known, or it is not that which changed.
 */
export function denyOfNewSessions(
  principal: Principal,
  pair: StatePair,
  { since, cause }: { readonly since: number; readonly cause: string },
): ReservedDeny | undefined {
  const before = principalOf(pair.before, principal.arn);
  if (principal.kind !== 'role' || before?.kind !== 'role') return undefined;
  if (canonicalText(before.trust) === canonicalText(principal.trust)) return undefined;
  return endSessions(principal, cause, { since });
}
