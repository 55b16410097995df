import { Aws } from 'aws-cdk-lib';
import { functionRoleName, HUB_FUNCTIONS, MEMBER_ROLES, memberRoleName } from './member-roles.ts';

/** Roles of the hub's account that are no function's: who delivers deadlines, and who calls the gate. */
const HUB_SERVICE_ROLES = ['Scheduler', 'Hook'] as const;

/**
 * The ARNs of Ambit's own roles as they stand in the policies of an account. Those of the hub are named with the hub's
 * account: a role that happens to have such a name elsewhere is not spared.
 */
export function ownRoleArns(prefix: string, hubAccount: string): readonly string[] {
  const members = [...MEMBER_ROLES.map((role) => memberRoleName(prefix, role)), `${prefix}Forwarder`];
  const functions = HUB_FUNCTIONS.map((name) => functionRoleName(prefix, name));
  const services = HUB_SERVICE_ROLES.map((name) => `${prefix}${name}`);
  return [
    ...members.map((name) => `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/${name}`),
    ...[...functions, ...services].map((name) => `arn:${Aws.PARTITION}:iam::${hubAccount}:role/${name}`),
  ];
}
