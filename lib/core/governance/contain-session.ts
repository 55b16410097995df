import type { AccountState } from '../account/state.ts';
import type { Call } from '../activity/call.ts';
import type { HoldPlan } from './finding.ts';
import { unmodifiable } from './hold-plan.ts';
import { reservedDeny } from './reserved-deny.ts';
import { isProtected, type NoPlan } from './respond.ts';
import type { Governance } from './standards.ts';

/**
 * How to stop the session that made a call: a reserved deny on its role for this one session. Nothing where no session
 * of a role in the call's account acted, or where the role cannot or must not be touched.
 */
export function containSession(
  { id, account, actor }: Call,
  state: AccountState | undefined,
  governance: Governance,
): HoldPlan | NoPlan {
  const { session, principalArn } = actor;
  if (session === undefined || principalArn === undefined)
    return { none: `${actor.name} did not act in a role session` };
  const role = /^arn:[^:]+:iam::(?<account>[0-9]{12}):role\/(?:.*\/)?(?<name>[^/]+)$/.exec(principalArn)?.groups;
  const { account: roleAccount, name } = role ?? {};
  if (name === undefined) return { none: `${principalArn} is not a role` };
  if (roleAccount !== account) return { none: `the session's role is in account ${roleAccount}, not in ${account}` };
  const obstacle = obstacleTo(principalArn, name, state, governance);
  if (obstacle !== undefined) return { none: obstacle };
  // in a policy a `${` would begin a variable: a session id that has one could not be named
  if (session.userId === '' || session.userId.includes('${'))
    return { none: 'the session has no id that a policy can name' };
  const { put, remove } = reservedDeny({ kind: 'role', name }, `${id} session`, session.userId);
  const summary = `denies session ${session.name} of role ${name} everything until it is released`;
  return { kind: 'contain', account, calls: [put], restore: [remove], summary };
}

function obstacleTo(
  roleArn: string,
  name: string,
  state: AccountState | undefined,
  governance: Governance,
): string | undefined {
  if (isProtected(roleArn, governance)) return `${roleArn} is protected`;
  if (state?.coverage === 'whole' && !state.roles.has(name)) return `${roleArn} is gone`;
  return unmodifiable(roleArn);
}
