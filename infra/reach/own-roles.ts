import { Aws } from 'aws-cdk-lib';
import { functionRoleName, HUB_FUNCTIONS, MEMBER_ROLES, memberRoleName } from './member-roles.ts';

/** Roles of every account that are not the hub's to assume: who sends events, and who asks the gate. */
const SERVICE_ROLES = ['Forwarder', 'Hook'] as const;

/** The names of Ambit's roles in every account. */
export function memberRoleNames(prefix: string): readonly string[] {
  return [...MEMBER_ROLES.map((role) => memberRoleName(prefix, role)), ...SERVICE_ROLES.map((name) => prefix + name)];
}

/** The names of Ambit's roles in the account of the hub only: the functions', and who delivers deadlines. */
export function hubRoleNames(prefix: string): readonly string[] {
  return [...HUB_FUNCTIONS.map((name) => functionRoleName(prefix, name)), `${prefix}Scheduler`];
}

/**
 * The ARNs of Ambit's own roles as they stand in the policies of an account. Those of the hub are named with the hub's
 * account: a role that happens to have such a name elsewhere is not spared.
 */
export function ownRoleArns(prefix: string, hubAccount: string): readonly string[] {
  return [
    ...memberRoleNames(prefix).map((name) => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${name}`),
    ...hubRoleNames(prefix).map((name) => `arn:${Aws.PARTITION}:iam::${hubAccount}:role/${name}`),
  ];
}
