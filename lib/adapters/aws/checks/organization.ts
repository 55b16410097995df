import {
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  ListRootsCommand,
  type OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { type Check, fine, problem, warning } from './check.ts';

/** By this name Organizations knows StackSets that deploy to members by themselves. */
const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';

/** Which account is to hold the hub. */
export interface HubPlace {
  /** 12 digits. */
  readonly hub: string;
}

/** Whether the account is in an organization, and the hub not in its management account. */
export async function checkOrganization(organizations: OrganizationsClient, { hub }: HubPlace): Promise<Check> {
  const name = 'organization';
  try {
    const { Organization } = await organizations.send(new DescribeOrganizationCommand({}));
    const { Id = '', FeatureSet, MasterAccountId = '' } = Organization ?? {};
    if (FeatureSet !== 'ALL') {
      return problem(
        name,
        `${Id} only shares its bill`,
        'aws organizations enable-all-features, in the management account',
      );
    }
    if (MasterAccountId === hub) {
      const todo =
        'choose a member account for the hub (-c ambit:hubAccount=ID): nothing limits the management account';
      return problem(name, `the hub would stand in the management account ${hub}`, todo);
    }
    return fine(name, `${Id}, managed by ${MasterAccountId}; the hub is to stand in ${hub}`);
  } catch (fault) {
    if (!(fault instanceof AWSOrganizationsNotInUseException)) throw fault;
    return problem(
      name,
      'this account is in no organization',
      'deploy one account (ambit:layout=one-account), or join an organization',
    );
  }
}

/** Whether StackSets may deploy to the members. */
export async function checkTrustedAccess(organizations: OrganizationsClient): Promise<Check> {
  const name = 'trusted access';
  const services: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await organizations.send(
      new ListAWSServiceAccessForOrganizationCommand(NextToken === undefined ? {} : { NextToken }),
    );
    services.push(...(page.EnabledServicePrincipals ?? []).map(({ ServicePrincipal = '' }) => ServicePrincipal));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  if (services.includes(STACK_SETS)) return fine(name, 'StackSets may deploy to the accounts of the organization');
  return problem(
    name,
    'StackSets may not deploy to the accounts of the organization',
    'aws cloudformation activate-organizations-access, in the management account',
  );
}

/** Whether the hub's account may deploy to the members in the place of the management account. */
export async function checkDelegatedAdministrator(
  organizations: OrganizationsClient,
  { hub }: HubPlace,
): Promise<Check> {
  const name = 'delegated administrator';
  const accounts: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await organizations.send(
      new ListDelegatedAdministratorsCommand({
        ServicePrincipal: STACK_SETS,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    accounts.push(...(page.DelegatedAdministrators ?? []).map(({ Id = '' }) => Id));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  if (accounts.includes(hub)) return fine(name, `${hub} is a delegated administrator of StackSets`);
  return problem(
    name,
    `${hub} is no delegated administrator of StackSets${accounts.length > 0 ? `; ${accounts.join(', ')} are` : ''}`,
    `aws organizations register-delegated-administrator --account-id ${hub} --service-principal ${STACK_SETS}, in the management account`,
  );
}

/** Whether the guardrail can be attached. */
export async function checkControlPolicies(organizations: OrganizationsClient): Promise<Check> {
  const name = 'service control policies';
  const { Roots = [] } = await organizations.send(new ListRootsCommand({}));
  const isEnabled = Roots.every(({ PolicyTypes = [] }) =>
    PolicyTypes.some(({ Type, Status }) => Type === 'SERVICE_CONTROL_POLICY' && Status === 'ENABLED'),
  );
  if (Roots.length > 0 && isEnabled) return fine(name, 'they are enabled, so that the guardrail can be attached');
  const root = Roots[0]?.Id ?? 'ROOT';
  return warning(
    name,
    'they are not enabled, so that nothing keeps administrators of members from changing Ambit there',
    `aws organizations enable-policy-type --root-id ${root} --policy-type SERVICE_CONTROL_POLICY, in the management account`,
  );
}
