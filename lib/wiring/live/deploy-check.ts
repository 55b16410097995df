import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { STSClient } from '@aws-sdk/client-sts';
import {
  checkBootstrap,
  checkCaller,
  checkEarlier,
  checkRegion,
  checkRoleQuota,
  checkRuleQuota,
} from '../../adapters/aws/checks/account.ts';
import { type Check, checksOf, type Look } from '../../adapters/aws/checks/check.ts';
import {
  checkRoomForConcurrency,
  concurrencyOfAnother,
  type HubFunctions,
} from '../../adapters/aws/checks/concurrency.ts';
import {
  checkControlPolicies,
  checkDelegatedAdministrator,
  checkOrganization,
  checkTrustedAccess,
} from '../../adapters/aws/checks/organization.ts';
import { checkTrail } from '../../adapters/aws/checks/trail.ts';
import { controlPlaneOf } from '../../adapters/aws/control-plane.ts';
import { type AwsChoice, clientConfig } from './aws-choice.ts';
import type { Caller } from './caller.ts';

/** What is about to be deployed; the same as the settings of the deployment. */
export interface Plan {
  readonly layout: 'one-account' | 'organization';
  readonly prefix: string;
  /** Undefined: where IAM's calls are recorded. */
  readonly hubRegion: string | undefined;
  readonly regions: readonly string[];
  /** Whether the hub's functions get concurrency of their own (`ambit:reserveConcurrency`), or share the account's. */
  readonly concurrency: 'reserved' | 'shared';
  /** The account that the hub is to stand in; undefined: that of the caller. */
  readonly hubAccount: string | undefined;
}

/** Looks whether an account, or an organization, is ready for a deployment. Nothing is changed. */
export function checkPlan(plan: Plan, caller: Caller, choice: AwsChoice): AsyncIterable<Check> {
  const looks = accountLooks(plan, caller, choice);
  return checksOf(plan.layout === 'organization' ? [...looks, ...organizationLooks(plan, caller, choice)] : looks);
}

function accountLooks(plan: Plan, caller: Caller, choice: AwsChoice): readonly Look[] {
  const { prefix, hubRegion, regions } = plan;
  const plane = controlPlaneOf(caller.partition);
  const hub = hubRegion ?? plane.iam;
  const at = (region: string) => clientConfig({ ...choice, region });
  const cloudformation = new CloudFormationClient(at(hub));
  const iam = new IAMClient(at(plane.iam));
  const lambda = new LambdaClient(at(hub));
  // events of IAM and of Organizations come up in one Region each, whichever are chosen
  const watched = [...new Set([hub, plane.iam, plane.organizations, ...regions])];
  return [
    { name: 'credentials', look: async () => checkCaller(caller) },
    { name: 'trail', look: () => checkTrail(new CloudTrailClient(at(hub))) },
    { name: 'earlier installation', look: () => checkEarlier({ cloudformation, iam }, prefix) },
    { name: 'quota of roles', look: () => checkRoleQuota(iam) },
    { name: 'quota of concurrency', look: () => lookAtConcurrency(plan, caller, { lambda, region: hub, prefix }) },
    ...watched.flatMap((region) => regionLooks(region, caller, at(region))),
  ];
}

async function lookAtConcurrency(
  { hubAccount, concurrency }: Plan,
  { account }: Caller,
  hub: HubFunctions,
): Promise<Check> {
  const isElsewhere = hubAccount !== undefined && hubAccount !== account;
  return isElsewhere ? concurrencyOfAnother(hubAccount) : await checkRoomForConcurrency(hub, concurrency);
}

function regionLooks(region: string, { account }: Caller, config: ReturnType<typeof clientConfig>): readonly Look[] {
  return [
    { name: `region ${region}`, look: () => checkRegion(new STSClient(config), region) },
    {
      name: `bootstrap ${region}`,
      look: () => checkBootstrap(new CloudFormationClient(config), { account, region }),
    },
    { name: `quota of rules ${region}`, look: () => checkRuleQuota(new EventBridgeClient(config), region) },
  ];
}

function organizationLooks({ hubAccount }: Plan, caller: Caller, choice: AwsChoice): readonly Look[] {
  const region = controlPlaneOf(caller.partition).organizations;
  const organizations = new OrganizationsClient(clientConfig({ ...choice, region }));
  const place = { hub: hubAccount ?? caller.account };
  return [
    { name: 'organization', look: () => checkOrganization(organizations, place) },
    { name: 'trusted access', look: () => checkTrustedAccess(organizations) },
    { name: 'delegated administrator', look: () => checkDelegatedAdministrator(organizations, place) },
    { name: 'service control policies', look: () => checkControlPolicies(organizations) },
  ];
}
