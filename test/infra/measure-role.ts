import { compare } from '../../lib/core/access/compare.ts';
import { type Decision, decide } from '../../lib/core/access/decide.ts';
import type { Comparison } from '../../lib/core/access/excess.ts';
import { parsePolicySet } from '../../lib/core/access/parse-policy-set.ts';
import type { PolicySet } from '../../lib/core/access/policy-set.ts';
import { policySetOf, trustPolicyOf } from '../../lib/core/account/effective.ts';
import type { AccountState, Role } from '../../lib/core/account/state.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';

const Version = '2012-10-17';
const EVERYTHING = { Effect: 'Allow', Action: '*', Resource: '*' };

/** A role as it is once deployed. */
export interface DeployedRole {
  readonly account: AccountState;
  readonly role: Role;
}

/** A role of an account. Throws where it is not deployed. */
export function roleNamed(name: string, account: AccountState): DeployedRole {
  const role = account.roles.get(name);
  if (role === undefined) throw new Error(`${name} is not deployed`);
  return { account, role };
}

/** Whether a role holds no more than a policy allows. */
export function measureAccess({ account, role }: DeployedRole, standard: JsonObject): Comparison {
  const held = policySetOf(account, role.arn);
  if (held === undefined) throw new Error(`${role.name} is not deployed`);
  return compare(held, [{ ...parsed({ identity: [standard] }), principal: held.principal }]);
}

/** Whether nobody may assume a role but these: ARNs of roles, or names of services. */
export function measureTrust({ account, role }: DeployedRole, assumedBy: readonly string[]): Comparison {
  const place = { arn: role.arn, account: account.account };
  const document = { Version, Statement: assumedBy.map(ceiling) };
  const held = { principal: {}, identity: [], resource: { ...place, policy: trustPolicyOf(role) } };
  return compare(held, [parsed({ resource: { ...place, document } })]);
}

/** An account as a principal, with a condition on who calls: a role by its name, whatever its id. */
function ceiling(who: string): JsonObject {
  if (!who.startsWith('arn:')) return { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: who } };
  return {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { AWS: who.split(':')[4] ?? '' },
    Condition: { ArnEquals: { 'aws:PrincipalArn': who } },
  };
}

/** Whether a principal that may do everything can assume a role; `context`: what else is known of its request. */
export function mayAssume(
  { account, role }: DeployedRole,
  caller: string,
  context: Readonly<Record<string, string>>,
): boolean {
  const everything = parsed({ identity: [{ Version, Statement: [EVERYTHING] }], principal: { arn: caller } });
  const resource = { policy: trustPolicyOf(role), arn: role.arn, account: account.account };
  const request = {
    principal: caller,
    action: 'sts:AssumeRole',
    resource: role.arn,
    context: { 'aws:PrincipalArn': caller, ...context },
  };
  return decide({ ...everything, resource }, request).decision === 'allow';
}

/** What becomes of an action on a resource whose own policy lets the role do everything. */
export function decisionWith({ account, role }: DeployedRole, resource: string, action: string): Decision['decision'] {
  const held = policySetOf(account, role.arn);
  if (held === undefined) throw new Error(`${role.name} is not deployed`);
  const Statement = [{ Effect: 'Allow', Principal: { AWS: role.arn }, Action: '*', Resource: '*' }];
  const policy = parsed({ resource: { arn: resource, account: account.account, document: { Version, Statement } } });
  const request = { principal: role.arn, action, resource: `${resource}/object`, context: {} };
  return decide({ ...held, ...policy, principal: held.principal, identity: held.identity }, request).decision;
}

/** A policy that allows everything but some actions (`Action`, `NotAction`) on some resources. */
export function allBut(actions: JsonObject, Resource: JsonValue): JsonObject {
  return { Version, Statement: [EVERYTHING, { Effect: 'Deny', ...actions, Resource }] };
}

/** A policy set as the engine reads it; throws where it does not parse. */
export function parsed(source: JsonValue): PolicySet {
  const result = parsePolicySet(source);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
