import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../../lib/core/account/call.ts';
import type { AccountState } from '../../../../lib/core/account/state.ts';
import { exactInverse } from '../../../../lib/core/governance/holds/exact-inverse.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { account, ADMIN, allow, deny, FENCE, group, policy, READ, role, user, userArn } from '../accounts.ts';
import { ACCOUNT } from '../cases.ts';
import { after } from '../../account/after.ts';
import { deploy, put } from './planned.ts';

const LIMITS = `arn:aws:iam::${ACCOUNT}:policy/limits`;
const ADMIN_AGAIN: IamCall = { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: ADMIN };

const LIMITING = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'sqs:*', Resource: '*' },
  ],
};

function inverse(before: AccountState, iam: IamCall, principalArn = deploy) {
  return exactInverse(iam, { before, after: after(before, iam) }, principalArn);
}

const bound = (permissionsBoundary: string): IamCall => ({
  name: 'PutRolePermissionsBoundary',
  roleName: 'deploy',
  permissionsBoundary,
});

function withDeploy(change: Parameters<typeof role>[1] = {}): AccountState {
  const state = account(role('deploy', change), role('other'));
  return { ...state, policies: new Map([...state.policies, [LIMITS, policy(LIMITS, LIMITING)]]) };
}

/** What it comes to without one policy of it, nobody can say. */
const unreadable = withDeploy({ inline: new Map<string, JsonValue>([['broken', 'no policy']]) });

const LESS = 'taking it back would take away what limits as well';
const DENIED = 'it would take back what the call denied as well';

describe('a call is not taken back', () => {
  test.each<[string, AccountState, IamCall, string]>([
    [
      'that changed nothing',
      withDeploy({ attached: [READ, ADMIN] }),
      ADMIN_AGAIN,
      'AttachRolePolicy changed nothing that is known',
    ],
    [
      'that overwrote one deny by another',
      withDeploy({ inline: new Map([['x', deny('sqs:*')]]) }),
      put('x', deny('s3:*')),
      DENIED,
    ],
    ['whose policy denies, where nobody can say what that comes to', unreadable, put('fence', deny('s3:*')), LESS],
    ['whose boundary limits, where nobody can say what that comes to', unreadable, bound(FENCE), LESS],
    [
      'whose boundary denies what the one before did not',
      withDeploy({ boundary: ADMIN, attached: [ADMIN] }),
      bound(LIMITS),
      DENIED,
    ],
    [
      'that overwrote a deny by a wider one',
      withDeploy({ inline: new Map([['x', deny('s3:Get*')]]) }),
      put('x', deny('s3:*')),
      DENIED,
    ],
    [
      'whose policy denies what only the policies of resources may allow',
      withDeploy(),
      put('fence', deny('s3:PutObject')),
      DENIED,
    ],
    [
      'that made another version of a policy, which denies as well',
      withDeploy({ attached: [LIMITS, ADMIN] }),
      {
        name: 'CreatePolicyVersion',
        policyArn: LIMITS,
        policyDocument: deny(['sqs:*', 's3:GetObject']),
        setAsDefault: true,
        versionId: 'v2',
      },
      'taking it back would give s3:GetObject again',
    ],
    [
      'whose policy limits the principal',
      withDeploy({ attached: [ADMIN] }),
      put('fence', deny('s3:GetObject')),
      'taking it back would give s3:GetObject again',
    ],
  ])('%s', (_, before, iam, error) => {
    expect(inverse(before, iam)).toEqual({ ok: false, error });
  });

  test('that wrote what was there, where that is gone by now: what undoes it would be what gives it back', () => {
    const again = put('fence', deny('s3:*'));
    const before = after(withDeploy({ attached: [ADMIN] }), again);
    const lifted: IamCall = { name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'fence' };
    const error = 'PutRolePolicy changed nothing that is known';
    expect(exactInverse(again, { before, after: after(before, lifted) }, deploy)).toEqual({ ok: false, error });
  });

  test('after which more was done: the principal would not be as it was', () => {
    const before = withDeploy();
    const pair = { before, after: after(before, ADMIN_AGAIN, put('late', allow('sqs:*'))) };
    const error = 'the principal would not be as it was before the call';
    expect(exactInverse(ADMIN_AGAIN, pair, deploy)).toEqual({ ok: false, error });
  });

  test('by which the principal has another name: of what it would give nothing is known', () => {
    const before = account(user('rita', { attached: [ADMIN] }));
    const renamed: IamCall = { name: 'UpdateUser', userName: 'rita', newUserName: 'rita2' };
    const error = 'the call gave the principal another name';
    expect(inverse(before, renamed, userArn('rita'))).toEqual({ ok: false, error });
  });

  test('that attached once more what is attached and not listed', () => {
    const state = account(role('deploy', { attached: [LIMITS] }));
    const error = 'AttachRolePolicy changed nothing that is known';
    const again: IamCall = { ...ADMIN_AGAIN, policyArn: LIMITS };
    expect(exactInverse(again, { before: state, after: state }, deploy)).toEqual({ ok: false, error });
  });

  test('with which something else went that would have to come back', () => {
    const before = withDeploy();
    const pair = { before, after: { ...after(before, ADMIN_AGAIN), roles: new Map() } };
    expect(exactInverse(ADMIN_AGAIN, pair, deploy)).toMatchObject({ ok: false });
  });

  test.each<IamCall>([
    { name: 'AttachGroupPolicy', groupName: 'team', policyArn: ADMIN },
    { name: 'PutGroupPolicy', groupName: 'team', policyName: 'all', policyDocument: allow('*') },
    // IAM takes names in any case
    { name: 'AttachGroupPolicy', groupName: 'TEAM', policyArn: ADMIN },
  ])('that others have their access by: $name', (shared) => {
    const team = account(user('rita', { groups: ['team'] }), user('sam', { groups: ['team'] }), group('team'));
    const error = 'it would take from others what they have by the same';
    expect(inverse(team, shared, userArn('rita'))).toEqual({ ok: false, error });
  });

  test('that put a user into a group which limits too, where nobody can say what that comes to', () => {
    const mixed = new Map([
      ['a', allow('sqs:*')],
      ['d', deny('s3:*')],
    ]);
    const broken = account(
      user('rita', { inline: new Map<string, JsonValue>([['broken', 'no policy']]) }),
      group('mixed', { inline: mixed }),
    );
    const joins: IamCall = { name: 'AddUserToGroup', groupName: 'mixed', userName: 'rita' };
    expect(inverse(broken, joins, userArn('rita'))).toEqual({ ok: false, error: LESS });
  });
});

describe('a call is taken back', () => {
  test.each<[string, AccountState, IamCall, IamCall['name']]>([
    ['that gave something beside what nobody can read', unreadable, ADMIN_AGAIN, 'DetachRolePolicy'],
    ['whose policy only allows, beside the same', unreadable, put('more', allow('*')), 'DeleteRolePolicy'],
    ['that wrote what nobody can read', withDeploy(), put('x', 'no policy'), 'DeleteRolePolicy'],
    [
      'that gave something while a boundary stays, beside what nobody can read',
      withDeploy({ boundary: FENCE, inline: new Map<string, JsonValue>([['broken', 'no policy']]) }),
      ADMIN_AGAIN,
      'DetachRolePolicy',
    ],
    [
      'that wrote what nobody can read, beside all that limits',
      withDeploy({ boundary: FENCE, attached: [ADMIN], inline: new Map([['no', deny('s3:Delete*')]]) }),
      put('x', 'no policy'),
      'DeleteRolePolicy',
    ],
    [
      'that narrowed a deny, beside what nobody can read',
      withDeploy({
        inline: new Map<string, JsonValue>([
          ['broken', 'no policy'],
          ['x', deny('s3:*')],
        ]),
      }),
      put('x', deny('s3:Get*')),
      'PutRolePolicy',
    ],
    [
      'that wrote what nobody can read over a deny',
      withDeploy({ inline: new Map([['x', deny('s3:*')]]) }),
      put('x', 'no policy'),
      'PutRolePolicy',
    ],
    [
      'that overwrote a deny by one that another policy has as well',
      withDeploy({
        inline: new Map([
          ['x', allow('sqs:*')],
          ['y', deny(['s3:Get*', 'sqs:*'])],
        ]),
      }),
      put('x', deny('s3:GetObject')),
      'PutRolePolicy',
    ],
    [
      'that narrowed a deny',
      withDeploy({ attached: [ADMIN], inline: new Map([['x', deny('s3:*')]]) }),
      put('x', deny('s3:Get*')),
      'PutRolePolicy',
    ],
    ['that wrote a wider boundary', withDeploy({ boundary: FENCE }), bound(ADMIN), 'PutRolePermissionsBoundary'],
    [
      'that wrote a boundary which denies less',
      withDeploy({ boundary: LIMITS }),
      bound(ADMIN),
      'PutRolePermissionsBoundary',
    ],
  ])('%s', (_, before, iam, name) => {
    expect(inverse(before, iam)).toEqual({ ok: true, value: [expect.objectContaining({ name })] });
  });

  const alone = account(
    role('other', { attached: [ADMIN] }),
    user('rita', { groups: ['team'], attached: [ADMIN] }),
    group('team'),
    group('odd', { attached: [READ], inline: new Map<string, JsonValue>([['broken', 'no policy']]) }),
  );

  test.each<[string, IamCall, IamCall['name']]>([
    [
      'that gave a group of one what others hold by themselves',
      { name: 'AttachGroupPolicy', groupName: 'team', policyArn: ADMIN },
      'DetachGroupPolicy',
    ],
    [
      'that put a user into a group of which not all can be read, and nothing that can denies',
      { name: 'AddUserToGroup', groupName: 'odd', userName: 'rita' },
      'RemoveUserFromGroup',
    ],
  ])('%s', (_, iam, name) => {
    expect(inverse(alone, iam, userArn('rita'))).toEqual({ ok: true, value: [expect.objectContaining({ name })] });
  });
});
