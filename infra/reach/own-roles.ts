import { Aws } from 'aws-cdk-lib';
import { memberRoleNames } from '../../lib/core/governance/guardrail/member-roles.ts';
import { forwarderName } from '../forwarder.ts';
import { functionRoleName, HUB_FUNCTIONS } from './member-roles.ts';

/** The names of Ambit's roles in the account of the hub only: the functions', and who delivers deadlines. */
function hubRoleNames(prefix: string): readonly string[] {
  return [...HUB_FUNCTIONS.map((name) => functionRoleName(prefix, name)), `${prefix}Scheduler`];
}

/** Which roles of Ambit there are in an account. */
export interface OwnRoles {
  readonly prefix: string;
  /** 12 digits, or the token of the own account. */
  readonly hubAccount: string;
  /** Regions whose rules send in a role. */
  readonly forwardingRegions: readonly string[];
}

/**
 * The ARNs of Ambit's own roles as they stand in the policies of an account. Only roles that are there: one that anybody
 * else could make under such a name would be spared as well. So those of the hub are named with the hub's account.
 */
export function ownRoleArns({ prefix, hubAccount, forwardingRegions }: OwnRoles): readonly string[] {
  const forwarders = forwardingRegions.map((region) => forwarderName(prefix, region));
  return [
    ...[...memberRoleNames(prefix), ...forwarders].map((name) => roleArn(Aws.ACCOUNT_ID, name)),
    ...hubRoleNames(prefix).map((name) => roleArn(hubAccount, name)),
  ];
}

function roleArn(account: string, name: string): string {
  return `arn:${Aws.PARTITION}:iam::${account}:role/${name}`;
}
