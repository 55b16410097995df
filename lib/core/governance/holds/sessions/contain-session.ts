import { principalOf } from '../../../account/slice.ts';
import type { AccountState } from '../../../account/state.ts';
import type { Call } from '../../../activity/call.ts';
import type { HoldPlan } from '../../finding.ts';
import { unmodifiable } from '../unmodifiable.ts';
import { containment, reservedDeny } from '../denies/reserved-deny.ts';
import { isProtected } from '../protected.ts';
import { type NoPlan } from '../respond.ts';
import { denyIn, scopeOf } from './session-scope.ts';
import type { Governance } from '../../standards/standards.ts';

/**
 * How to stop the session that made a call: a reserved deny on its role for this one session, or on its principal for what
 * comes through the AWS MCP Server. Nothing where no session of a role in the call's account acted, or where the role cannot or
 * must not be touched.
 */
export function containSession(
  { id, account, actor }: Call,
  state: AccountState | undefined,
  governance: Governance,
): HoldPlan | NoPlan {
  const scope = scopeOf(actor);
  if ('none' in scope) return scope;
  const { principal, condition, name } = scope;
  const arn = actor.principalArn ?? '';
  if (scope.account !== account)
    return { none: `the session's role is in account ${scope.account}, not in ${account}` };
  const obstacle = obstacleToContain(arn, state, governance);
  if (obstacle !== undefined) return { none: obstacle };
  const deny = reservedDeny(principal, `${id} session`, denyIn(condition));
  const summary = `denies ${name} everything until it is released`;
  return { ...containment(account, deny), summary };
}

/** Why a principal (ARN of a role or user) cannot be given a deny, or must not be; undefined where it can. */
export function obstacleToContain(
  principalArn: string,
  state: AccountState | undefined,
  governance: Governance,
): string | undefined {
  if (isProtected(principalArn, governance)) return `${principalArn} is protected`;
  if (state?.coverage === 'whole' && principalOf(state, principalArn) === undefined) return `${principalArn} is gone`;
  return unmodifiable(principalArn);
}
