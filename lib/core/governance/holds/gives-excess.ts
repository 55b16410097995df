import { applyTaken } from '../../account/apply-taken.ts';
import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import { withStub } from '../../account/missing.ts';
import { stateFromJson } from '../../account/state-from-json.ts';
import type { AccountState } from '../../account/state.ts';
import { compare } from '../../access/compare.ts';
import { withPolicy } from '../../access/deny-exactly.ts';
import type { ExcessBox } from '../../access/excess.ts';
import type { PolicySet } from '../../access/policy-set.ts';
import type { Case } from '../cases/case.ts';
import { beyondStandard, type Measure } from '../assess/beyond-standard.ts';
import { trustSetOf } from '../standards/access-limits.ts';

/**
 * Whether calls would give a principal back something of these excesses, as far as it does not have it now: what a call wrote over may
 * have been an excess itself, whose own hold failed, or that was only told. Conditions and resources of an excess are left out of
 * account, and what cannot be read gives all of it, so that more counts as given than is. `live`: the principal's slice as it is read now.
 */
export function givesExcess(
  calls: readonly IamCall[],
  excess: readonly ExcessBox[],
  { live, principal }: { readonly live: AccountState; readonly principal: string },
): boolean {
  // what they attach is mostly not in the slice: nobody can read there how much it gives
  const undone = calls.reduce((state, call) => applyTaken(withStub(state, call), call), live);
  const [now, then] = [live, undone].map((state) => policySetOf(state, principal));
  if (now === undefined || then === undefined) return false;
  return compare(then, [now, withoutExcess(then, excess)]).verdict !== 'within';
}

/**
 * Whether calls would give a principal what neither its standard nor a waiver allows and what it does not have now: what a call wrote over
 * may have been an excess of which nobody was told, since it was gone before that was looked for.
 */
export function givesUnsigned(
  calls: readonly IamCall[],
  { live, principal }: { readonly live: AccountState; readonly principal: string },
  { governance, now, limits }: Measure,
): boolean {
  const undone = calls.reduce((state, call) => applyTaken(withStub(state, call), call), live);
  const has = [policySetOf(live, principal), trustSetOf(live, principal)].filter((set) => set !== undefined);
  return beyondStandard(undone, principal, { governance, now, limits: [...limits, ...has] }).length > 0;
}

/**
 * Whom a role (ARN) trusted when people were told of that in one of these cases, and left it: nothing but a deny of everything could
 * stand in for putting it back.
 */
export function toldTrust(principal: string, others: readonly Case[]): readonly PolicySet[] {
  return others.flatMap(({ finding: { kind, frozen }, status, hold, isWaiverOver, rejection }) => {
    const isTold = kind === 'excess-trust' && status !== 'observed';
    const isLeft = isTold && hold.kind === 'none' && !isWaiverOver && rejection === undefined;
    const state = !isLeft || frozen === undefined ? undefined : stateFromJson(frozen);
    return (state?.ok === true ? trustSetOf(state.value, principal) : undefined) ?? [];
  });
}

/** An access without all that these excesses name, wherever and under whatever conditions: less than without them, never more. */
export function withoutExcess(access: PolicySet, excess: readonly ExcessBox[]): PolicySet {
  const actions = [...new Set(excess.flatMap((box) => box.actions))];
  if (actions.length === 0) return access;
  return withPolicy(access, {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: actions, Resource: '*' }],
  });
}
