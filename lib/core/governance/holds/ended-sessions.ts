import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import { principalOf } from '../../account/slice.ts';
import type { Principal } from '../../account/state.ts';
import { canonicalText } from '../../digest.ts';
import type { HoldPlan, HoldProof, StatePair } from '../finding.ts';
import { chainedSessions } from './chained-roles.ts';
import { credentialSwitch } from './credential-off.ts';
import type { HoldQuestion } from './hold-question.ts';
import { fitsInline } from './inline-room.ts';
import type { ReservedDeny } from './reserved-deny.ts';
import { endSessions } from './session-end.ts';

/**
 * A plan that ends the sessions as well that began with what it takes back, from the call until it is done: those of a role whose
 * trust let somebody in, those that were made with a key. Any other plan as it is: what a session may do is asked at each request.
 */
export function withSessionsEnded(
  plan: HoldPlan<IamCall>,
  principal: Principal,
  { question, cause }: { readonly question: HoldQuestion; readonly cause: string },
): HoldPlan<IamCall> {
  const { call, pair, now } = question;
  if (!leavesSessions(plan, principal, question)) return plan;
  const { put, remove } = endSessions(principal, cause, { since: call.time, until: now });
  const chained = principal.kind === 'role' ? chainedSessions(policySetOf(pair.after, principal.arn)) : undefined;
  if (!('policyDocument' in put) || !fitsInline(put.policyDocument, principal)) {
    return leaving(plan, [NO_ROOM, ...(chained === undefined ? [] : [chained])]);
  }
  return {
    ...leaving(plan, chained === undefined ? [] : [chained]),
    calls: [...plan.calls, put],
    restore: [...plan.restore, remove],
    summary: `${plan.summary}, and ends the sessions that began since the call`,
  };
}

const NO_ROOM =
  'sessions that began since the call go on until they expire: the inline policies leave no room to end them';

function leaving(plan: HoldPlan<IamCall>, leaves: HoldProof['leaves']): HoldPlan<IamCall> {
  if (plan.proof === undefined || leaves === undefined || leaves.length === 0) return plan;
  return { ...plan, proof: { ...plan.proof, leaves } };
}

function leavesSessions({ kind, proof }: HoldPlan, principal: Principal, { call, kind: found }: HoldQuestion): boolean {
  if (found === 'excess-trust') return kind === 'exact-inverse' && principal.kind === 'role';
  if (found !== 'credential-created' || (kind === 'contain' && proof?.shown !== 'credential-off')) return false;
  const iam = call.change.kind === 'access' ? call.change.iam : undefined;
  return iam !== undefined && credentialSwitch(iam)?.makesSessions === true;
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
