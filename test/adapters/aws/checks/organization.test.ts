import {
  AWSOrganizationsNotInUseException,
  DescribeOrganizationCommand,
  ListAWSServiceAccessForOrganizationCommand,
  ListDelegatedAdministratorsCommand,
  ListRootsCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { type AwsClientStub, mockClient } from 'aws-sdk-client-mock';
import {
  checkControlPolicies,
  checkDelegatedAdministrator,
  checkOrganization,
  checkTrustedAccess,
} from '../../../../lib/adapters/aws/checks/organization.ts';
import { NOWHERE } from '../mocked.ts';

const STACK_SETS = 'member.org.stacksets.cloudformation.amazonaws.com';
const PLACE = { hub: '222233334444' };

let client: OrganizationsClient;
let mock: AwsClientStub<OrganizationsClient>;

beforeEach(() => {
  client = new OrganizationsClient(NOWHERE);
  mock = mockClient(client);
});

describe('an organization is ready', () => {
  test('with all features, and a hub outside of its management account', async () => {
    const Organization = { Id: 'o-example', FeatureSet: 'ALL', MasterAccountId: '111122223333' } as const;
    mock.on(DescribeOrganizationCommand).resolves({ Organization });
    expect(await checkOrganization(client, PLACE)).toMatchObject({ verdict: 'ok' });
    expect(await checkOrganization(client, { hub: '111122223333' })).toMatchObject({
      verdict: 'problem',
      says: 'the hub would stand in the management account 111122223333',
    });
    mock
      .on(DescribeOrganizationCommand)
      .resolves({ Organization: { ...Organization, FeatureSet: 'CONSOLIDATED_BILLING' } });
    expect(await checkOrganization(client, PLACE)).toMatchObject({
      verdict: 'problem',
      says: 'o-example only shares its bill',
    });
  });

  test('or there is none', async () => {
    mock.on(DescribeOrganizationCommand).rejects(new AWSOrganizationsNotInUseException({ message: '', $metadata: {} }));
    expect(await checkOrganization(client, PLACE)).toMatchObject({
      verdict: 'problem',
      says: 'this account is in no organization',
    });
  });

  test('where StackSets are trusted, on whichever page', async () => {
    mock
      .on(ListAWSServiceAccessForOrganizationCommand, { NextToken: undefined })
      .resolves({ EnabledServicePrincipals: [{ ServicePrincipal: 'sso.amazonaws.com' }], NextToken: 'n' })
      .on(ListAWSServiceAccessForOrganizationCommand, { NextToken: 'n' })
      .resolves({ EnabledServicePrincipals: [{ ServicePrincipal: STACK_SETS }] });
    expect(await checkTrustedAccess(client)).toMatchObject({ verdict: 'ok' });
    mock.on(ListAWSServiceAccessForOrganizationCommand, { NextToken: 'n' }).resolves({});
    expect(await checkTrustedAccess(client)).toMatchObject({
      verdict: 'problem',
      todo: expect.stringContaining('aws cloudformation activate-organizations-access'),
    });
  });

  test('where the hub may deploy with them', async () => {
    mock
      .on(ListDelegatedAdministratorsCommand, { ServicePrincipal: STACK_SETS })
      .resolves({ DelegatedAdministrators: [{ Id: '555566667777' }] });
    expect(await checkDelegatedAdministrator(client, PLACE)).toMatchObject({
      verdict: 'problem',
      says: '222233334444 is no delegated administrator of StackSets; 555566667777 are',
      todo: expect.stringContaining(`--account-id 222233334444 --service-principal ${STACK_SETS}`),
    });
    expect(await checkDelegatedAdministrator(client, { hub: '555566667777' })).toMatchObject({ verdict: 'ok' });
  });

  test('and the guardrail can be attached where its kind of policy is enabled', async () => {
    const root = (Status: 'ENABLED' | 'PENDING_ENABLE') => ({
      Roots: [{ Id: 'r-abcd', PolicyTypes: [{ Type: 'SERVICE_CONTROL_POLICY' as const, Status }] }],
    });
    mock.on(ListRootsCommand).resolves(root('ENABLED'));
    expect(await checkControlPolicies(client)).toMatchObject({ verdict: 'ok' });
    for (const answer of [root('PENDING_ENABLE'), { Roots: [] }]) {
      mock.on(ListRootsCommand).resolves(answer);
      expect(await checkControlPolicies(client)).toMatchObject({ verdict: 'warning' });
    }
  });
});
