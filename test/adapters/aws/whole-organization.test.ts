import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsForParentCommand,
  ListOrganizationalUnitsForParentCommand,
  ListPoliciesCommand,
  ListRootsCommand,
  ListTargetsForPolicyCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { WholeOrganization } from '../../../lib/adapters/aws/whole-organization.ts';
import { GUARD, organizationReaderContract } from '../../contract/organization-reader.contract.ts';

const IDS = {
  root: 'r-1',
  unit: 'ou-1',
  below: 'ou-2',
  management: '111111111111',
  inRoot: '222222222222',
  inUnit: '333333333333',
  policy: 'p-1',
} as const;
const FULL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const SCP = 'SERVICE_CONTROL_POLICY';

/** An organization whose every list has two pages where it has two entries. */
function mocked() {
  const client = new OrganizationsClient({ region: 'us-east-1' });
  const mock = mockClient(client);
  mock
    .on(DescribeOrganizationCommand)
    .resolves({ Organization: { Id: 'o-exampleorgid', MasterAccountId: IDS.management } });
  mock.on(ListRootsCommand).resolves({ Roots: [{ Id: IDS.root, PolicyTypes: [{ Type: SCP, Status: 'ENABLED' }] }] });
  mock.on(ListAccountsForParentCommand).resolves({ Accounts: [] });
  mock.on(ListOrganizationalUnitsForParentCommand).resolves({ OrganizationalUnits: [] });
  mock
    .on(ListAccountsForParentCommand, { ParentId: IDS.root, NextToken: undefined })
    .resolves({ Accounts: [{ Id: IDS.management }], NextToken: 'n' })
    .on(ListAccountsForParentCommand, { ParentId: IDS.root, NextToken: 'n' })
    .resolves({ Accounts: [{ Id: IDS.inRoot }] })
    .on(ListAccountsForParentCommand, { ParentId: IDS.unit })
    .resolves({ Accounts: [{ Id: IDS.inUnit }] })
    .on(ListOrganizationalUnitsForParentCommand, { ParentId: IDS.root })
    .resolves({ OrganizationalUnits: [{ Id: IDS.unit }] })
    .on(ListOrganizationalUnitsForParentCommand, { ParentId: IDS.unit })
    .resolves({ OrganizationalUnits: [{ Id: IDS.below }] })
    .on(ListPoliciesCommand, { Filter: SCP, NextToken: undefined })
    .resolves({ Policies: [{ Id: 'p-FullAWSAccess' }], NextToken: 'n' })
    .on(ListPoliciesCommand, { Filter: SCP, NextToken: 'n' })
    .resolves({ Policies: [{ Id: IDS.policy }] })
    .on(DescribePolicyCommand, { PolicyId: 'p-FullAWSAccess' })
    .resolves({ Policy: { PolicySummary: { Name: 'FullAWSAccess' }, Content: JSON.stringify(FULL) } })
    .on(DescribePolicyCommand, { PolicyId: IDS.policy })
    .resolves({ Policy: { PolicySummary: { Name: 'Stay' }, Content: JSON.stringify(GUARD) } })
    .on(ListTargetsForPolicyCommand, { PolicyId: 'p-FullAWSAccess', NextToken: undefined })
    .resolves({ Targets: [{ TargetId: IDS.root }], NextToken: 'n' })
    .on(ListTargetsForPolicyCommand, { PolicyId: 'p-FullAWSAccess', NextToken: 'n' })
    .resolves({ Targets: [{ TargetId: IDS.unit }, { TargetId: 'ou-gone' }] })
    .on(ListTargetsForPolicyCommand, { PolicyId: IDS.policy })
    .resolves({ Targets: [{ TargetId: IDS.unit }] });
  const budget = new CallBudget({ attempts: 100, milliseconds: 60_000 }, { now: () => Date.now() });
  return { mock, reader: new WholeOrganization(client, budget) };
}

organizationReaderContract('Organizations, mocked', async (work) => {
  await work({ reader: mocked().reader, ids: IDS });
});

describe('reading an organization', () => {
  test('gives none where there is none', async () => {
    const { mock, reader } = mocked();
    mock
      .on(DescribeOrganizationCommand)
      .rejects(Object.assign(new Error('none'), { name: 'AWSOrganizationsNotInUseException' }));
    expect(await reader.organization()).toBeUndefined();
  });

  test('takes what it may not read for unknown, never for nothing', async () => {
    const { mock, reader } = mocked();
    mock.on(DescribePolicyCommand).rejects(Object.assign(new Error('not you'), { name: 'AccessDeniedException' }));
    await expect(reader.organization()).rejects.toThrow(
      'the organization could not be read: organizations:DescribePolicy failed: not you',
    );
  });
});
