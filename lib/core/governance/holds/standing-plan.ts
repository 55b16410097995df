import type { PolicySet } from '../../access/policy-set.ts';
import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import { guardOf } from '../../account/guard.ts';
import type { AccountState, Principal } from '../../account/state.ts';
import type { HoldPlan } from '../finding.ts';
import { denyEverything } from './denies/deny-everything.ts';
import { exactDeny } from './denies/exact-deny.ts';
import { inlineRoomOf } from './denies/inline-room.ts';
import { containment, reservedDeny } from './denies/reserved-deny.ts';
import type { NoPlan } from './respond.ts';
import { unmodifiable } from './unmodifiable.ts';

/** What a principal is to be held within, and what names the deny. */
export interface StandingQuestion {
  readonly limits: readonly PolicySet[];
  readonly cause: string;
}

/** How to stop the use of an excess that no single call gave: a deny of exactly that, where it is proved to be one, else of everything. */
export function standingPlanFor(
  principal: Principal,
  state: AccountState,
  { limits, cause }: StandingQuestion,
): HoldPlan<IamCall> | NoPlan {
  const obstacle = unmodifiable(principal.arn) ?? guardOf(reservedDeny(principal, cause).put, state)?.detail;
  if (obstacle !== undefined) return { none: obstacle };
  const exact = exactDeny({ granted: policySetOf(state, principal.arn), limits, room: inlineRoomOf(principal) });
  const who = `${principal.kind} ${principal.name}`;
  if (exact.ok) {
    const summary = `denies ${who} exactly the excess until it is released`;
    const proof = { shown: 'within-limits', passedOver: [] } as const;
    return { ...containment(state.account, reservedDeny(principal, cause, exact.value)), summary, proof };
  }
  const { deny, summary, passed } = denyEverything(principal, state.partition, cause);
  const passedOver = [{ plan: 'exact-deny', why: exact.error } as const, ...passed];
  return { ...containment(state.account, deny), summary, proof: { shown: 'nothing-left', passedOver } };
}
