import {
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListPolicyVersionsCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { policySetOf } from '../../../lib/core/account/effective.ts';
import { ACCOUNT, gone, READ_ONLY, readerOver, TEAM, trusting } from './mocked-iam.ts';

describe('reading an account through IAM', () => {
  const made = { CreateDate: new Date(0) };
  const role = (name: string, attached: readonly string[]) => ({
    ...made,
    Path: '/',
    RoleName: name,
    RoleId: `AROA-${name}`,
    Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    AssumeRolePolicyDocument: trusting('ec2.amazonaws.com'),
    AttachedManagedPolicies: attached.map((PolicyArn) => ({ PolicyArn })),
  });
  const lists = { UserDetailList: [], GroupDetailList: [], Policies: [] };

  test('takes all pages, and the managed policies of AWS that somebody holds', async () => {
    const { iam, reader } = readerOver();
    iam
      .on(GetAccountAuthorizationDetailsCommand)
      .resolvesOnce({ ...lists, RoleDetailList: [role('one', [READ_ONLY])], IsTruncated: true, Marker: 'm' })
      .resolvesOnce({ ...lists, RoleDetailList: [role('two', [READ_ONLY])], IsTruncated: false });
    const state = await reader.accountOf(ACCOUNT);
    expect([...(state?.roles.keys() ?? [])]).toEqual(['one', 'two']);
    expect(state?.coverage).toBe('whole');
    expect([...(state?.policies.keys() ?? [])]).toEqual([READ_ONLY]);
    expect(iam.commandCalls(GetPolicyCommand)).toHaveLength(1);
    const filters = iam.commandCalls(GetAccountAuthorizationDetailsCommand).map(({ args: [command] }) => command.input);
    expect(filters.map(({ Filter, Marker }) => [Filter, Marker])).toEqual([
      [['User', 'Role', 'Group', 'LocalManagedPolicy'], undefined],
      [['User', 'Role', 'Group', 'LocalManagedPolicy'], 'm'],
    ]);
  });

  test('lists everybody in it by the thousand, with no question about what they hold', async () => {
    const { iam, reader } = readerOver();
    const user = { ...made, Path: '/', UserName: 'ada', UserId: 'AIDA-ada', Arn: `arn:aws:iam::${ACCOUNT}:user/ada` };
    iam.on(ListRolesCommand).resolves({ Roles: [role('two', [])], IsTruncated: false });
    iam
      .on(ListRolesCommand, { Marker: undefined })
      .resolves({ Roles: [role('one', [])], IsTruncated: true, Marker: 'm' });
    iam.on(ListUsersCommand).resolves({ Users: [user], IsTruncated: false });
    const listed = await reader.principalsIn(ACCOUNT);
    expect(listed?.map(({ kind, name, id }) => [kind, name, id])).toEqual([
      ['role', 'one', 'AROA-one'],
      ['role', 'two', 'AROA-two'],
      ['user', 'ada', 'AIDA-ada'],
    ]);
    expect(listed?.[0]).toMatchObject({ trust: { Statement: [{ Principal: { Service: 'ec2.amazonaws.com' } }] } });
    expect(iam.calls().map(({ args: [{ input }] }) => input)).toEqual([
      { MaxItems: 1000, Marker: undefined },
      { MaxItems: 1000, Marker: undefined },
      { MaxItems: 1000, Marker: 'm' },
    ]);
  });

  test('reads again when its pages contradict each other', async () => {
    const { iam, reader, waits } = readerOver();
    iam
      .on(GetAccountAuthorizationDetailsCommand)
      .resolvesOnce({ ...lists, RoleDetailList: [role('one', [])], IsTruncated: true, Marker: 'm' })
      .resolvesOnce({ ...lists, RoleDetailList: [role('one', [TEAM])] })
      .resolves({ ...lists, RoleDetailList: [role('one', [TEAM])] });
    expect((await reader.accountOf(ACCOUNT))?.roles.get('one')?.attached).toEqual([TEAM]);
    expect(waits).toEqual([50]);
  });

  test('calls who holds a policy that is gone unreadable, and reads the rest', async () => {
    const { iam, reader } = readerOver();
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({ ...lists, RoleDetailList: [role('one', [TEAM])] });
    iam.on(GetPolicyCommand).rejects(gone());
    const state = await reader.accountOf(ACCOUNT);
    const set = state === undefined ? undefined : policySetOf(state, `arn:aws:iam::${ACCOUNT}:role/one`);
    expect(set?.identity).toMatchObject([{ name: TEAM, document: { unreadable: expect.any(String) } }]);
  });

  test('never takes one account for another', async () => {
    const { iam, reader } = readerOver();
    const foreign = { ...role('one', []), Arn: 'arn:aws:iam::999999999999:role/one' };
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({ ...lists, RoleDetailList: [foreign] });
    await expect(reader.accountOf(ACCOUNT)).rejects.toThrow('read the account 999999999999');
  });

  test('takes an account in which nothing is for known', async () => {
    const { iam, reader } = readerOver();
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({ ...lists, RoleDetailList: [] });
    expect(await reader.accountOf(ACCOUNT)).toMatchObject({ account: ACCOUNT, partition: 'aws', coverage: 'whole' });
  });
});

describe('reading what a call names', () => {
  test('has the keys of the user whose key is to be changed', async () => {
    const { iam, reader } = readerOver();
    const user = { Path: '/', UserName: 'ada', UserId: 'AIDA1', Arn: `arn:aws:iam::${ACCOUNT}:user/ada` };
    iam.on(GetUserCommand).resolves({ User: { ...user, CreateDate: new Date(0) } });
    iam.on(ListUserPoliciesCommand).resolves({ PolicyNames: [] });
    iam.on(ListAttachedUserPoliciesCommand).resolves({ AttachedPolicies: [] });
    iam.on(ListGroupsForUserCommand).resolves({ Groups: [] });
    const AccessKeyId = 'AKIAIOSFODNN7EXAMPLE';
    iam.on(ListAccessKeysCommand).resolves({ AccessKeyMetadata: [{ AccessKeyId, Status: 'Inactive' }] });
    const call = { name: 'UpdateAccessKey', userName: 'ada', accessKeyId: AccessKeyId, status: 'Inactive' } as const;
    const state = await reader.named(ACCOUNT, call);
    expect(state?.users.get('ada')?.accessKeys).toEqual(new Map([[AccessKeyId, 'Inactive']]));
  });

  test('has all versions of the policy that is to get another one that is not its default', async () => {
    const { iam, reader } = readerOver();
    iam.on(ListPolicyVersionsCommand).resolves({ Versions: [{ VersionId: 'v1' }, { VersionId: 'v2' }] });
    const call = { name: 'CreatePolicyVersion', policyArn: TEAM, policyDocument: {}, setAsDefault: false } as const;
    expect([...((await reader.named(ACCOUNT, call))?.policies.get(TEAM)?.versions.keys() ?? [])]).toEqual(['v1', 'v2']);
  });

  test('does not go through who holds a policy', async () => {
    const { iam, reader } = readerOver();
    await reader.named(ACCOUNT, { name: 'SetDefaultPolicyVersion', policyArn: TEAM, versionId: 'v1' });
    expect(iam.calls()).toHaveLength(2);
  });
});
