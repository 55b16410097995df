import {
  GetAccountAuthorizationDetailsCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  ListEntitiesForPolicyCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { affectedBy } from '../../../lib/core/account/affected-by.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { documentAllowing } from '../../contract/account-fixtures.ts';
import { ACCOUNT, actionsOf, gone, READ_ONLY, readerOver, ROLE, TEAM, text, trusting } from './mocked-iam.ts';

describe('what reading a principal costs', () => {
  test('is 3 questions, 1 for each inline policy and 2 for each attached one, and 3 while what is known is unchanged', async () => {
    const { reader, memory, time, counted } = readerOver({ keepFor: 60_000 });
    const inline = 2;
    const attached = 2;
    const costs = {
      first: await counted(() => reader.stateOf(ROLE)),
      again: await counted(() => reader.stateOf(ROLE)),
      afterAttach: 0,
      afterPut: 0,
      whileItSettles: 0,
      aMinuteLater: 0,
    };
    await memory.told(ACCOUNT, { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: READ_ONLY });
    costs.afterAttach = await counted(() => reader.stateOf(ROLE));
    await memory.told(ACCOUNT, { name: 'PutRolePolicy', roleName: 'Deploy', policyName: 'one', policyDocument: {} });
    costs.afterPut = await counted(() => reader.stateOf(ROLE));
    costs.whileItSettles = await counted(() => reader.stateOf(ROLE));
    time.now += 60_000;
    costs.aMinuteLater = await counted(() => reader.stateOf(ROLE));
    process.stdout.write(
      `questions to IAM for a role with ${inline} inline and ${attached} attached policies: ${JSON.stringify(costs)}\n`,
    );
    expect(costs).toEqual({
      first: 3 + inline + 2 * attached,
      again: 3,
      afterAttach: 3,
      afterPut: 4,
      whileItSettles: 4,
      // versions never change: only who is the default one is asked again
      aMinuteLater: 3 + inline + attached,
    });
  });

  test('is 1 question more, once, where a policy of the account comes to be held: nothing else says what its default version is', async () => {
    const { reader, memory, counted } = readerOver({ keepFor: 60_000 });
    await reader.stateOf(ROLE);
    await memory.told(ACCOUNT, { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: TEAM });
    expect(await counted(() => reader.stateOf(ROLE))).toBe(4);
    expect(await counted(() => reader.stateOf(ROLE))).toBe(3);
    await memory.told(ACCOUNT, {
      name: 'PutRolePermissionsBoundary',
      roleName: 'deploy',
      permissionsBoundary: TEAM,
    });
    expect(await counted(() => reader.stateOf(ROLE))).toBe(4);
    expect(await counted(() => reader.stateOf(ROLE))).toBe(3);
  });

  test('is the same for all that a call on a role may have moved', async () => {
    const { reader, counted } = readerOver();
    const call = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: TEAM } as const;
    expect(await counted(() => reader.around(ACCOUNT, call))).toBe(9);
  });

  test('is that of the whole account once where a tag may have opened other roles, and of these roles for a minute', async () => {
    const { iam, reader, memory, counted } = readerOver({ keepFor: 60_000 });
    const condition = { StringEquals: { 'aws:PrincipalTag/team': 'infra' } };
    const trust = { ...documentAllowing('sts:AssumeRole'), Statement: [{ Effect: 'Allow', Condition: condition }] };
    const open = {
      Path: '/agents/',
      RoleName: 'deploy',
      RoleId: 'AROA1',
      Arn: ROLE,
      CreateDate: new Date(0),
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
    };
    iam.on(GetRoleCommand).resolves({ Role: open });
    iam.on(GetRoleCommand, { RoleName: 'tagged' }).rejects(gone());
    const lists = { UserDetailList: [], GroupDetailList: [], Policies: [] };
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({ ...lists, RoleDetailList: [open] });
    const call = { name: 'TagRole', roleName: 'tagged', tags: [] } as const;
    expect(await counted(() => reader.around(ACCOUNT, call))).toBe(1);
    expect(await counted(() => reader.around(ACCOUNT, call))).toBe(10);
    const around = await reader.around(ACCOUNT, call);
    expect(around === undefined ? [] : affectedBy(call, around)).toEqual([ROLE]);
    await memory.told(ACCOUNT, { name: 'UpdateAssumeRolePolicy', roleName: 'other', policyDocument: trust });
    expect(await counted(() => reader.around(ACCOUNT, call))).toBe(1);
  });

  test('is that of the whole account where a policy reaches many', async () => {
    const { iam, reader, counted } = readerOver();
    const names = Array.from({ length: 9 }, (_, index) => ({ RoleName: `role-${index}` }));
    iam.on(ListEntitiesForPolicyCommand).resolves({ PolicyRoles: names });
    const lists = { RoleDetailList: [], UserDetailList: [], GroupDetailList: [], Policies: [] };
    iam.on(GetAccountAuthorizationDetailsCommand).resolves(lists);
    const call = { name: 'SetDefaultPolicyVersion', policyArn: TEAM, versionId: 'v1' } as const;
    expect(await counted(() => reader.around(ACCOUNT, call))).toBe(2);
    expect(await reader.around(ACCOUNT, call)).toMatchObject({ coverage: 'whole' });
  });

  test('is the same each time where nothing is to be remembered, but for the versions of managed policies', async () => {
    const { reader, counted } = readerOver({ keepFor: 0 });
    expect(await counted(() => reader.stateOf(ROLE))).toBe(9);
    expect(await counted(() => reader.stateOf(ROLE))).toBe(7);
  });
});

describe('what is remembered of a principal', () => {
  test('is not what IAM showed late after a change', async () => {
    const { iam, reader, memory, time } = readerOver({ keepFor: 60_000 });
    await memory.told(ACCOUNT, { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'one', policyDocument: {} });
    expect(await actionsOf(reader, ROLE)).toContain('s3:one');
    iam.on(GetRolePolicyCommand).resolves({ PolicyDocument: text('s3:new') });
    time.now += 100;
    expect(await actionsOf(reader, ROLE)).toContain('s3:new');
  });

  test('does not pass to another role of the same name', async () => {
    const { iam, reader } = readerOver({ keepFor: 60_000 });
    await reader.stateOf(ROLE);
    const role = { Path: '/agents/', RoleName: 'deploy', RoleId: 'AROA2', Arn: ROLE, CreateDate: new Date(0) };
    iam.on(GetRoleCommand).resolves({ Role: { ...role, AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') } });
    iam.on(GetRolePolicyCommand).resolves({ PolicyDocument: text('s3:other') });
    expect(await actionsOf(reader, ROLE)).toContain('s3:other');
  });

  test('does not pass to another policy of the same ARN, which has a version v1 as well', async () => {
    const { iam, reader, time } = readerOver({ keepFor: 60_000 });
    await reader.stateOf(ROLE);
    const policy = { Arn: TEAM, PolicyName: 'team', PolicyId: 'ANPA2', DefaultVersionId: 'v1' };
    iam.on(GetPolicyCommand, { PolicyArn: TEAM }).resolves({ Policy: policy });
    iam
      .on(GetPolicyVersionCommand, { PolicyArn: TEAM, VersionId: 'v1' })
      .resolves({ PolicyVersion: { Document: text('iam:*') } });
    time.now += 60_000;
    expect(await actionsOf(reader, ROLE)).toContain('iam:*');
  });
});

/** Calls that change a part of what the role `deploy` is remembered by, and what IAM is changed to. */
const CHANGES: readonly (readonly [string, IamCall, (iam: ReturnType<typeof readerOver>['iam']) => unknown])[] = [
  [
    'the default version of a policy that it holds',
    { name: 'SetDefaultPolicyVersion', policyArn: TEAM, versionId: 'v2' },
    (iam) => iam.on(GetPolicyCommand, { PolicyArn: TEAM }).resolves({ Policy: versioned('v2') }),
  ],
  [
    'a new version of a policy that it holds',
    { name: 'CreatePolicyVersion', policyArn: TEAM, policyDocument: {}, setAsDefault: true },
    (iam) => iam.on(GetPolicyCommand, { PolicyArn: TEAM }).resolves({ Policy: versioned('v2') }),
  ],
  [
    'an inline policy',
    { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'one', policyDocument: {} },
    (iam) => iam.on(GetRolePolicyCommand, { PolicyName: 'one' }).resolves({ PolicyDocument: text('ec2:team-v2') }),
  ],
];

function versioned(DefaultVersionId: string) {
  return { Arn: TEAM, PolicyName: 'team', PolicyId: TEAM, DefaultVersionId };
}

describe('what another process was told of', () => {
  test.each(CHANGES)('is read anew by all: %s', async (_, call, change) => {
    const { iam, reader, another, time } = readerOver({ keepFor: 60_000 });
    await reader.stateOf(ROLE);
    change(iam);
    await another.memory.told(ACCOUNT, call);
    time.now += 1_000;
    expect(await actionsOf(reader, ROLE)).toContain('ec2:team-v2');
  });

  test.each(CHANGES)('is read anew by all where its record does not say what it changes: %s', async (_, __, change) => {
    const { iam, reader, another } = readerOver({ keepFor: 60_000 });
    await reader.stateOf(ROLE);
    change(iam);
    await another.memory.toldOfUnknown(ACCOUNT);
    expect(await actionsOf(reader, ROLE)).toContain('ec2:team-v2');
  });

  test('is not remembered while IAM may still show what was before', async () => {
    const { iam, reader, another, time } = readerOver({ keepFor: 60_000 });
    const [[, call, change] = []] = CHANGES;
    if (call === undefined) throw new Error('there is no call');
    await another.memory.told(ACCOUNT, call);
    time.now += 1_000;
    expect(await actionsOf(reader, ROLE)).toContain('ec2:team-v1');
    change?.(iam);
    time.now += 1_000;
    expect(await actionsOf(reader, ROLE)).toContain('ec2:team-v2');
  });

  test('makes nobody read anew what it is not about', async () => {
    const { reader, another, counted } = readerOver({ keepFor: 60_000 });
    await reader.stateOf(ROLE);
    const other = `arn:aws:iam::${ACCOUNT}:policy/other`;
    await another.memory.told(ACCOUNT, { name: 'SetDefaultPolicyVersion', policyArn: other, versionId: 'v2' });
    await another.memory.told('999988887777', { name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'one' });
    await another.memory.toldOfUnknown('999988887777');
    expect(await counted(() => reader.stateOf(ROLE))).toBe(3);
  });
});
