import {
  DescribeGroupCommand,
  DescribeUserCommand,
  IdentitystoreClient,
  ListGroupMembershipsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import {
  DescribePermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListInstancesCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { IdentityCenterReader } from '../../../lib/adapters/aws/identity-center-reader.ts';
import type { PermissionSet } from '../../../lib/core/account/permission-set.ts';

const ROLE = 'arn:aws-cn:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Read_0123456789abcdef';
const [READ, GONE] = ['arn:aws-cn:sso:::permissionSet/ps-read', 'arn:aws-cn:sso:::permissionSet/ps-gone'];

function fault(name: string): Error {
  return Object.assign(new Error(`because of ${name}`), { name });
}

const NOT_THERE = fault('ResourceNotFoundException');

/** A reader over mocked clients: one instance with the permission set `Read`, assigned to a group of one. */
function center() {
  const clients = {
    sso: new SSOAdminClient({ region: 'cn-north-1' }),
    store: new IdentitystoreClient({ region: 'cn-north-1' }),
  };
  const sso = mockClient(clients.sso);
  const store = mockClient(clients.store);
  sso.on(ListInstancesCommand).resolves({ Instances: [{ InstanceArn: 'instance', IdentityStoreId: 'd-1' }] });
  sso.on(ListPermissionSetsCommand).resolves({ PermissionSets: [READ] });
  sso.on(ListPermissionSetsProvisionedToAccountCommand).resolves({ PermissionSets: [READ] });
  sso.on(DescribePermissionSetCommand).resolves({ PermissionSet: { Name: 'Read' } });
  sso.on(GetInlinePolicyForPermissionSetCommand).resolves({ InlinePolicy: '' });
  sso.on(ListManagedPoliciesInPermissionSetCommand).resolves({ AttachedManagedPolicies: [] });
  sso.on(ListCustomerManagedPolicyReferencesInPermissionSetCommand).resolves({ CustomerManagedPolicyReferences: [] });
  sso.on(GetPermissionsBoundaryForPermissionSetCommand).rejects(NOT_THERE);
  const group = {
    PermissionSetArn: READ,
    AccountId: '111122223333',
    PrincipalType: 'GROUP',
    PrincipalId: 'g-1',
  } as const;
  sso.on(ListAccountAssignmentsCommand).resolves({ AccountAssignments: [group] });
  store.on(DescribeGroupCommand).resolves({ DisplayName: 'engineers' });
  store
    .on(ListGroupMembershipsCommand)
    .resolves({ GroupMemberships: [{ IdentityStoreId: 'd-1', MemberId: { UserId: 'u-1' } }] });
  store
    .on(DescribeUserCommand)
    .callsFake(async ({ UserId }: { UserId: string }) => ({ UserName: `name of ${UserId}` }));
  const budget = new CallBudget({ attempts: 1_000, milliseconds: 60_000 }, { now: () => Date.now() });
  const reader = new IdentityCenterReader({ sso: clients.sso, identityStore: clients.store, budget });
  const sets = async () => {
    const found: PermissionSet[] = [];
    for await (const set of reader.permissionSets()) found.push(set);
    return found;
  };
  return { sso, store, reader, sets };
}

describe('reading permission sets', () => {
  test.each([
    [
      { ManagedPolicyArn: 'arn:aws-cn:iam::aws:policy/ReadOnlyAccess' },
      { managed: 'arn:aws-cn:iam::aws:policy/ReadOnlyAccess' },
    ],
    [{ CustomerManagedPolicyReference: { Name: 'limit' } }, { customerManaged: { name: 'limit', path: '/' } }],
  ])('holds their boundary: %j', async (PermissionsBoundary, boundary) => {
    const { sso, sets } = center();
    sso.on(GetPermissionsBoundaryForPermissionSetCommand).resolves({ PermissionsBoundary });
    expect(await sets()).toEqual([{ arn: READ, name: 'Read', managed: [], customerManaged: [], boundary }]);
  });

  test('takes all pages of each list', async () => {
    const { sso, sets } = center();
    sso
      .on(ListPermissionSetsCommand)
      .resolvesOnce({ PermissionSets: [], NextToken: 'n' })
      .resolvesOnce({ PermissionSets: [READ] });
    sso
      .on(ListManagedPoliciesInPermissionSetCommand)
      .resolvesOnce({ AttachedManagedPolicies: [{ Arn: 'two' }], NextToken: 'n' })
      .resolvesOnce({ AttachedManagedPolicies: [{ Arn: 'one' }] });
    sso
      .on(ListCustomerManagedPolicyReferencesInPermissionSetCommand)
      .resolvesOnce({ CustomerManagedPolicyReferences: [{ Name: 'a', Path: '/x/' }], NextToken: 'n' })
      .resolvesOnce({ CustomerManagedPolicyReferences: [{ Name: 'b' }] });
    expect(await sets()).toMatchObject([
      {
        managed: ['one', 'two'],
        customerManaged: [
          { name: 'a', path: '/x/' },
          { name: 'b', path: '/' },
        ],
      },
    ]);
  });

  test('leaves out what was deleted meanwhile, and reads the rest', async () => {
    const { sso, sets } = center();
    sso.on(ListPermissionSetsCommand).resolves({ PermissionSets: [GONE, READ] });
    sso.on(ListManagedPoliciesInPermissionSetCommand, { PermissionSetArn: GONE }).rejects(NOT_THERE);
    expect((await sets()).map(({ arn }) => arn)).toEqual([READ]);
    sso.on(DescribePermissionSetCommand, { PermissionSetArn: GONE }).rejects(NOT_THERE);
    expect((await sets()).map(({ arn }) => arn)).toEqual([READ]);
  });

  test('takes what it may not read for unknown, never for nothing', async () => {
    const { sso, sets } = center();
    sso.on(GetPermissionsBoundaryForPermissionSetCommand).rejects(fault('AccessDeniedException'));
    await expect(sets()).rejects.toThrow(
      'Identity Center could not be read: sso:GetPermissionsBoundaryForPermissionSet failed: because of AccessDeniedException',
    );
  });

  test('finds none where Identity Center is not in use, and chooses none of several instances', async () => {
    const { sso, reader, sets } = center();
    sso.on(ListInstancesCommand).resolves({ Instances: [] });
    expect(await sets()).toEqual([]);
    expect(await reader.holdersOf(ROLE)).toBeUndefined();
    const instance = { InstanceArn: 'one', IdentityStoreId: 'd-1' };
    sso.on(ListInstancesCommand).resolves({ Instances: [instance, { ...instance, InstanceArn: 'two' }] });
    await expect(sets()).rejects.toThrow('there are several instances of Identity Center (one, two)');
  });
});

describe('reading who is behind a role', () => {
  test('takes all pages of assignments and of members', async () => {
    const { sso, store, reader } = center();
    const assignment = { PermissionSetArn: READ, AccountId: '111122223333' };
    sso
      .on(ListAccountAssignmentsCommand)
      .resolvesOnce({
        AccountAssignments: [{ ...assignment, PrincipalType: 'USER', PrincipalId: 'u-9' }],
        NextToken: 'n',
      })
      .resolvesOnce({ AccountAssignments: [{ ...assignment, PrincipalType: 'GROUP', PrincipalId: 'g-1' }] });
    const member = (UserId: string) => ({ IdentityStoreId: 'd-1', MemberId: { UserId } });
    store
      .on(ListGroupMembershipsCommand)
      .resolvesOnce({ GroupMemberships: [member('u-1')], NextToken: 'n' })
      .resolvesOnce({ GroupMemberships: [member('u-9')] });
    const engineers = { kind: 'group', id: 'g-1', name: 'engineers' };
    expect((await reader.holdersOf(ROLE))?.people).toEqual([
      { id: 'u-9', userName: 'name of u-9', by: [{ kind: 'assignment' }, engineers] },
      { id: 'u-1', userName: 'name of u-1', by: [engineers] },
    ]);
  });

  test('keeps who is gone from the directory by the id', async () => {
    const { store, reader } = center();
    store.on(DescribeUserCommand).rejects(NOT_THERE);
    store.on(DescribeGroupCommand).rejects(NOT_THERE);
    expect((await reader.holdersOf(ROLE))?.people).toEqual([{ id: 'u-1', by: [{ kind: 'group', id: 'g-1' }] }]);
    store.on(ListGroupMembershipsCommand).rejects(NOT_THERE);
    expect((await reader.holdersOf(ROLE))?.people).toEqual([]);
  });

  test('looks for the names of a crowd in the list of the directory, until all are found', async () => {
    const { store, reader } = center();
    const GroupMemberships = Array.from({ length: 51 }, (_, index) => ({
      IdentityStoreId: 'd-1',
      MemberId: { UserId: `u-${index}` },
    }));
    store.on(ListGroupMembershipsCommand).resolves({ GroupMemberships });
    const page = (users: readonly number[], NextToken: string) => ({
      Users: users.map((each) => ({ IdentityStoreId: 'd-1', UserId: `u-${each}`, UserName: `name of u-${each}` })),
      NextToken,
    });
    const members = Array.from({ length: 51 }, (_, index) => index);
    store
      .on(ListUsersCommand)
      .resolvesOnce(page([99, ...members.slice(0, 30)], 'second'))
      .resolvesOnce(page(members.slice(30), 'third'));
    const people = (await reader.holdersOf(ROLE))?.people ?? [];
    expect(people.map(({ id, userName }) => [id, userName])).toEqual(
      members.map((each) => [`u-${each}`, `name of u-${each}`]),
    );
    expect(store.commandCalls(ListUsersCommand)).toHaveLength(2);
    expect(store.commandCalls(DescribeUserCommand)).toHaveLength(0);
  });

  test('asks for the name of a permission set once', async () => {
    const { sso, reader } = center();
    await reader.holdersOf(ROLE);
    await reader.holdersOf(ROLE);
    expect(sso.commandCalls(DescribePermissionSetCommand)).toHaveLength(1);
  });

  test('takes no assignment for one of which it does not know whose it is', async () => {
    const { sso, reader } = center();
    sso
      .on(ListAccountAssignmentsCommand)
      .resolves({ AccountAssignments: [{ PermissionSetArn: READ, AccountId: '1' }] });
    await expect(reader.assigneesOf(READ, '111122223333')).rejects.toThrow(
      'an assignment without its set, its account, or who',
    );
  });

  test('never goes round in a circle of pages', async () => {
    const { sso, reader } = center();
    sso.on(ListAccountAssignmentsCommand).resolves({ AccountAssignments: [], NextToken: 'same' });
    await expect(reader.assigneesOf(READ, '111122223333')).rejects.toThrow('AWS named the same page as the next one');
  });
});
