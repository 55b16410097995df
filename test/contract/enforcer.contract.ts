import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../lib/core/account/call.ts';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { AccountReader } from '../../lib/ports/account-reader.ts';
import type { Enforcer } from '../../lib/ports/enforcer.ts';
import { ACCOUNT, DEPLOY, documentAllowing, SMALL_ACCOUNT, TEAM_POLICY } from './account-fixtures.ts';

/** Gives work an enforcer in an AWS that holds this account, and a reader of what it does there. */
export type WithEnforcer = (
  account: AccountState,
  work: (enforcer: Enforcer<IamCall>, reader: AccountReader) => Promise<void>,
) => Promise<void>;

const FINDING = 'F-1';
const DENY_ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

/** Calls that change the account once; made again they find it already so. */
const CALLS: readonly IamCall[] = [
  { name: 'DetachRolePolicy', roleName: 'deploy', policyArn: TEAM_POLICY },
  { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'AmbitHold-test', policyDocument: DENY_ALL },
  { name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'deploy' },
  { name: 'PutRolePermissionsBoundary', roleName: 'deploy', permissionsBoundary: TEAM_POLICY },
  { name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: TRUST },
  { name: 'TagRole', roleName: 'deploy', tags: [{ key: 'owner', value: 'ada' }] },
  { name: 'UntagRole', roleName: 'deploy', tagKeys: ['team'] },
  { name: 'CreateRole', roleName: 'new', path: '/agents/', assumeRolePolicyDocument: TRUST, tags: [] },
  { name: 'CreateUser', userName: 'new', path: '/', tags: [{ key: 'team', value: 'infra' }] },
  { name: 'UpdateUser', userName: 'ada', newUserName: 'lovelace' },
  { name: 'TagUser', userName: 'ada', tags: [{ key: 'owner', value: 'ada' }] },
  { name: 'AttachUserPolicy', userName: 'ada', policyArn: TEAM_POLICY },
  { name: 'RemoveUserFromGroup', groupName: 'engineers', userName: 'ada' },
  { name: 'PutUserPolicy', userName: 'ada', policyName: 'own', policyDocument: documentAllowing('s3:ListBucket') },
  { name: 'DeleteGroupPolicy', groupName: 'engineers', policyName: 'read' },
  {
    name: 'PutGroupPolicy',
    groupName: 'engineers',
    policyName: 'new',
    policyDocument: documentAllowing('s3:ListBucket'),
  },
  { name: 'AttachGroupPolicy', groupName: 'engineers', policyArn: TEAM_POLICY },
  { name: 'UpdateGroup', groupName: 'engineers', newGroupName: 'builders' },
  { name: 'CreateGroup', groupName: 'readers', path: '/' },
  {
    name: 'CreatePolicyVersion',
    policyArn: TEAM_POLICY,
    policyDocument: documentAllowing('ec2:RunInstances'),
    setAsDefault: true,
  },
  {
    name: 'CreatePolicyVersion',
    policyArn: TEAM_POLICY,
    policyDocument: documentAllowing('ec2:RunInstances'),
    setAsDefault: false,
  },
  { name: 'CreatePolicy', policyName: 'new', path: '/', policyDocument: documentAllowing('s3:GetObject'), tags: [] },
];

async function stateIn(reader: AccountReader): Promise<unknown> {
  const state = await reader.accountOf(ACCOUNT);
  return state === undefined ? undefined : stateToJson(state);
}

/** What every enforcer does. */
export function enforcerContract(name: string, withEnforcer: WithEnforcer): void {
  describe(`${name}, as an enforcer`, () => {
    test.each(CALLS.map((call) => [call.name, call] as const))(
      'makes %s once, however often it is asked',
      (_name, call) =>
        withEnforcer(SMALL_ACCOUNT, async (enforcer, reader) => {
          const before = await stateIn(reader);
          expect(await enforcer.enforce(ACCOUNT, call, FINDING)).toEqual({ kind: 'done' });
          const after = await stateIn(reader);
          expect(after).not.toEqual(before);
          expect(await enforcer.enforce(ACCOUNT, call, FINDING)).toEqual({ kind: 'already' });
          expect(await stateIn(reader)).toEqual(after);
        }),
    );

    test('shows the reader what it did', () =>
      withEnforcer(SMALL_ACCOUNT, async (enforcer, reader) => {
        await enforcer.enforce(
          ACCOUNT,
          { name: 'DetachRolePolicy', roleName: 'deploy', policyArn: TEAM_POLICY },
          FINDING,
        );
        expect((await reader.stateOf(DEPLOY))?.roles.get('deploy')?.attached).toEqual([]);
      }));

    test.each<[string, string, IamCall]>([
      [
        'a role that does not exist',
        'NoSuchEntity',
        { name: 'PutRolePolicy', roleName: 'nobody', policyName: 'p', policyDocument: DENY_ALL },
      ],
      [
        'a policy that does not exist',
        'NoSuchEntity',
        { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: `${TEAM_POLICY}-2` },
      ],
      [
        'a name that is taken by another',
        'EntityAlreadyExists',
        { name: 'CreateGroup', groupName: 'engineers', path: '/a/' },
      ],
      ['a role that still holds policies', 'DeleteConflict', { name: 'DeleteRole', roleName: 'deploy' }],
      [
        'a policy of AWS',
        'UnmodifiableEntity',
        { name: 'DeletePolicy', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      ],
    ])('refuses %s and changes nothing', (_name, code, call) =>
      withEnforcer(SMALL_ACCOUNT, async (enforcer, reader) => {
        const before = await stateIn(reader);
        expect(await enforcer.enforce(ACCOUNT, call, FINDING)).toMatchObject({ kind: 'refused', code });
        expect(await stateIn(reader)).toEqual(before);
      }),
    );

    test('refuses an account that it does not know', () =>
      withEnforcer(SMALL_ACCOUNT, async (enforcer) => {
        const call: IamCall = { name: 'CreateGroup', groupName: 'readers', path: '/' };
        expect(await enforcer.enforce('999999999999', call, FINDING)).toMatchObject({ kind: 'refused' });
      }));
  });
}
