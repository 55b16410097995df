import {
  GetGroupPolicyCommand,
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  ListAttachedGroupPoliciesCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { ACCOUNT, actionsOf, gone, READ_ONLY, readerOver, ROLE, TEAM, text, trusting } from './mocked-iam.ts';

const USER = `arn:aws:iam::${ACCOUNT}:user/ada`;

describe('reading a principal through IAM', () => {
  test('takes all pages of each list', async () => {
    const { iam, reader } = readerOver();
    iam
      .on(ListRolePoliciesCommand, { Marker: undefined })
      .resolves({ PolicyNames: ['one'], IsTruncated: true, Marker: 'm' });
    iam.on(ListRolePoliciesCommand, { Marker: 'm' }).resolves({ PolicyNames: ['two'], IsTruncated: false });
    iam
      .on(ListAttachedRolePoliciesCommand, { Marker: undefined })
      .resolves({ AttachedPolicies: [{ PolicyArn: TEAM }], IsTruncated: true, Marker: 'n' });
    iam.on(ListAttachedRolePoliciesCommand, { Marker: 'n' }).resolves({ AttachedPolicies: [{ PolicyArn: READ_ONLY }] });
    expect(await actionsOf(reader, ROLE)).toEqual(['s3:one', 's3:two', 'ec2:team-v1', 'ec2:ReadOnlyAccess-v1']);
  });

  test('takes no list for whole that says that more follows, and not where', async () => {
    const { iam, reader } = readerOver();
    iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['one'], IsTruncated: true });
    await expect(reader.stateOf(ROLE)).rejects.toThrow('said that more follows, and not where');
    iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ['one'], IsTruncated: true, Marker: 'same' });
    await expect(reader.stateOf(ROLE)).rejects.toThrow('said that more follows, and not where');
  });

  test('holds the boundary and its document', async () => {
    const { iam, reader } = readerOver();
    iam.on(GetRoleCommand).resolves({
      Role: {
        Path: '/agents/',
        RoleName: 'deploy',
        RoleId: 'AROA1',
        Arn: ROLE,
        CreateDate: new Date(0),
        AssumeRolePolicyDocument: trusting('lambda.amazonaws.com'),
        PermissionsBoundary: { PermissionsBoundaryArn: `${TEAM}-boundary` },
        Tags: [{ Key: 'team', Value: 'infra' }],
      },
    });
    const state = await reader.stateOf(ROLE);
    expect(state?.roles.get('deploy')).toMatchObject({
      boundary: `${TEAM}-boundary`,
      tags: new Map([['team', 'infra']]),
    });
    expect(state?.policies.get(`${TEAM}-boundary`)?.versions.size).toBe(1);
    expect(state?.coverage).toBe('partial');
  });

  test.each([
    ['ec2.amazonaws.com', 1],
    ['lambda.amazonaws.com', 0],
  ])('asks for instance profiles where %s may assume the role: %d times', async (service, times) => {
    const { iam, reader } = readerOver();
    const role = { Path: '/agents/', RoleName: 'deploy', RoleId: 'AROA1', Arn: ROLE, CreateDate: new Date(0) };
    iam.on(GetRoleCommand).resolves({ Role: { ...role, AssumeRolePolicyDocument: trusting(service) } });
    const profile = {
      Path: '/',
      InstanceProfileName: 'p',
      InstanceProfileId: 'AIPA',
      Arn: 'arn',
      CreateDate: new Date(0),
    };
    iam.on(ListInstanceProfilesForRoleCommand).resolves({ InstanceProfiles: [{ ...profile, Roles: [] }] });
    const state = await reader.stateOf(ROLE);
    expect(iam.commandCalls(ListInstanceProfilesForRoleCommand)).toHaveLength(times);
    expect([...(state?.instanceProfiles.values() ?? [])]).toEqual(
      times === 0 ? [] : [{ name: 'p', path: '/', roles: ['deploy'] }],
    );
  });

  test('finds the roles that are named by an instance profile', async () => {
    const { iam, reader } = readerOver();
    const made = { Path: '/', CreateDate: new Date(0) };
    const role = { ...made, RoleName: 'deploy', RoleId: 'AROA1', Arn: ROLE };
    const profile = { ...made, InstanceProfileName: 'p', InstanceProfileId: 'AIPA', Arn: 'arn', Roles: [role] };
    iam.on(GetInstanceProfileCommand).resolves({ InstanceProfile: profile });
    const state = await reader.rolesNamed(ACCOUNT, { roles: [], instanceProfiles: ['p'] });
    expect(state?.instanceProfiles.get('p')?.roles).toEqual(['deploy']);
    expect(state?.roles.get('deploy')?.attached).toEqual([TEAM, READ_ONLY]);
  });

  test('holds a user with its groups and all that they hold', async () => {
    const { iam, reader } = readerOver();
    const made = { Path: '/', CreateDate: new Date(0) };
    iam.on(GetUserCommand).resolves({ User: { ...made, UserName: 'ada', UserId: 'AIDA1', Arn: USER } });
    iam.on(ListUserPoliciesCommand).resolves({ PolicyNames: [] });
    iam.on(ListAttachedUserPoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: READ_ONLY }] });
    const group = { ...made, GroupName: 'engineers', GroupId: 'AGPA1', Arn: `arn:aws:iam::${ACCOUNT}:group/engineers` };
    iam.on(ListGroupsForUserCommand).resolves({ Groups: [group] });
    iam.on(ListGroupPoliciesCommand).resolves({ PolicyNames: ['read'] });
    iam.on(GetGroupPolicyCommand).resolves({ PolicyDocument: text('s3:GetObject') });
    iam.on(ListAttachedGroupPoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: TEAM }] });
    expect(await actionsOf(reader, USER)).toEqual(['ec2:ReadOnlyAccess-v1', 's3:GetObject', 'ec2:team-v1']);
  });

  test('reads again when a policy that was listed is gone when it is read', async () => {
    const { iam, reader, waits } = readerOver();
    iam
      .on(ListRolePoliciesCommand)
      .resolvesOnce({ PolicyNames: ['one', 'deleted'] })
      .resolves({ PolicyNames: ['one'] });
    iam.on(GetRolePolicyCommand, { RoleName: 'deploy', PolicyName: 'deleted' }).rejects(gone());
    expect(await actionsOf(reader, ROLE)).toEqual(['s3:one', 'ec2:team-v1', 'ec2:ReadOnlyAccess-v1']);
    expect(waits).toEqual([50]);
  });

  test('reads again when the default version was replaced and deleted meanwhile', async () => {
    const { iam, reader } = readerOver({ keepFor: 60_000 });
    const policy = { Arn: TEAM, PolicyName: 'team', PolicyId: TEAM };
    iam
      .on(GetPolicyCommand, { PolicyArn: TEAM })
      .resolvesOnce({ Policy: { ...policy, DefaultVersionId: 'v1' } })
      .resolves({ Policy: { ...policy, DefaultVersionId: 'v2' } });
    iam.on(GetPolicyVersionCommand, { PolicyArn: TEAM, VersionId: 'v1' }).rejects(gone());
    expect(await actionsOf(reader, ROLE)).toContain('ec2:team-v2');
  });

  test('gives up when it never holds still', async () => {
    const { iam, reader, waits } = readerOver();
    iam.on(GetRolePolicyCommand).rejects(gone());
    await expect(reader.stateOf(ROLE)).rejects.toThrow(
      'iam:GetRolePolicy in the account 111122223333: it cannot be found',
    );
    expect(waits).toEqual([50, 200, 800]);
  });

  test('knows no principal only where the principal itself is not there', async () => {
    const { iam, reader } = readerOver();
    iam.on(GetRoleCommand).rejects(gone());
    expect(await reader.stateOf(ROLE)).toBeUndefined();
  });

  test('knows no principal that is deleted while it is read', async () => {
    const { iam, reader } = readerOver();
    const role = { Path: '/agents/', RoleName: 'deploy', RoleId: 'AROA1', Arn: ROLE, CreateDate: new Date(0) };
    iam.on(GetRoleCommand).resolvesOnce({ Role: role }).rejects(gone());
    iam.on(ListRolePoliciesCommand).rejects(gone());
    iam.on(ListAttachedRolePoliciesCommand).rejects(gone());
    expect(await reader.stateOf(ROLE)).toBeUndefined();
  });

  test('takes what it may not read for unknown, never for not there', async () => {
    const { iam, reader } = readerOver();
    iam.on(ListAttachedRolePoliciesCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
    await expect(reader.stateOf(ROLE)).rejects.toThrow(
      'the account 111122223333 could not be read: the role Observer may not call iam:ListAttachedRolePolicies',
    );
    iam.on(GetRoleCommand).rejects(Object.assign(new Error('Rate exceeded'), { name: 'Throttling' }));
    await expect(reader.stateOf(ROLE)).rejects.toThrow('iam:GetRole failed: Rate exceeded');
  });

  test('takes an answer without what was asked for as a fault', async () => {
    const { iam, reader } = readerOver();
    iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{}] });
    await expect(reader.stateOf(ROLE)).rejects.toThrow('IAM gave no ARN of the attached policy');
    iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [{ PolicyArn: TEAM }] });
    iam.on(GetPolicyVersionCommand).resolves({});
    await expect(reader.stateOf(ROLE)).rejects.toThrow('IAM gave no document of');
    iam.on(GetPolicyCommand).resolves({});
    await expect(reader.stateOf(ROLE)).rejects.toThrow('IAM gave no id or no default version');
    iam.on(GetRolePolicyCommand).resolves({});
    await expect(reader.stateOf(ROLE)).rejects.toThrow('IAM gave no');
  });

  test('has at most five questions open at a time', async () => {
    const { iam, reader } = readerOver();
    let open = 0;
    let most = 0;
    iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: Array.from({ length: 30 }, (_, index) => `p${index}`) });
    iam.on(GetRolePolicyCommand).callsFake(async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise((resolve) => setTimeout(resolve, 1));
      open -= 1;
      return { PolicyDocument: text('s3:GetObject') };
    });
    expect((await reader.stateOf(ROLE))?.roles.get('deploy')?.inline.size).toBe(30);
    expect(most).toBe(5);
  });
});
