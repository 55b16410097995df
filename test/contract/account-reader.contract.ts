import { describe, expect, test } from '@jest/globals';
import { affectedBy } from '../../lib/core/account/affected-by.ts';
import type { IamCall } from '../../lib/core/account/call.ts';
import { missingFor } from '../../lib/core/account/missing.ts';
import { principalOf, sliceOf } from '../../lib/core/account/slice.ts';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { AccountReader } from '../../lib/ports/account-reader.ts';
import { ACCOUNT, ADA, DEPLOY, documentAllowing, SMALL_ACCOUNT, TEAM_POLICY } from './account-fixtures.ts';
import { withoutAssigned } from './without-assigned.ts';

/** Gives work a reader of an AWS that holds these accounts. */
export type WithAccountReader = (
  accounts: readonly AccountState[],
  work: (reader: AccountReader) => Promise<void>,
) => Promise<void>;

function json(state: AccountState | undefined): unknown {
  return state === undefined ? undefined : stateToJson(withoutAssigned(state));
}

const POLICY = { policyName: 'new', policyDocument: documentAllowing('s3:GetObject') };

/** Calls that may have led to the small account, or that name what it does not have. */
const CALLS: readonly IamCall[] = [
  { name: 'CreateRole', roleName: 'deploy', path: '/agents/', assumeRolePolicyDocument: {}, tags: [] },
  { name: 'DeleteRole', roleName: 'gone' },
  { name: 'UpdateAssumeRolePolicy', roleName: 'deploy', policyDocument: {} },
  { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: TEAM_POLICY },
  { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: `${TEAM_POLICY}-2` },
  { name: 'AttachRolePolicy', roleName: 'nobody', policyArn: TEAM_POLICY },
  { name: 'DetachRolePolicy', roleName: 'deploy', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  { name: 'PutRolePolicy', roleName: 'deploy', ...POLICY },
  { name: 'PutRolePermissionsBoundary', roleName: 'deploy', permissionsBoundary: TEAM_POLICY },
  { name: 'TagRole', roleName: 'deploy', tags: [] },
  { name: 'AddRoleToInstanceProfile', roleName: 'deploy', instanceProfileName: 'nothing' },
  { name: 'CreateUser', userName: 'ada', path: '/', tags: [] },
  { name: 'UpdateUser', userName: 'lovelace', newUserName: 'ada' },
  { name: 'PutUserPolicy', userName: 'ada', ...POLICY },
  { name: 'AddUserToGroup', userName: 'ada', groupName: 'engineers' },
  { name: 'RemoveUserFromGroup', userName: 'ada', groupName: 'nothing' },
  { name: 'CreateAccessKey', userName: 'ada', accessKeyId: 'AKIAIOSFODNN7EXAMPLE' },
  { name: 'CreateGroup', groupName: 'engineers', path: '/' },
  { name: 'PutGroupPolicy', groupName: 'engineers', ...POLICY },
  { name: 'AttachGroupPolicy', groupName: 'engineers', policyArn: TEAM_POLICY },
  { name: 'UpdateGroup', groupName: 'builders', newGroupName: 'engineers' },
  { name: 'DeleteGroup', groupName: 'gone' },
  { name: 'CreatePolicy', policyName: 'team', path: '/', policyDocument: {}, tags: [] },
  { name: 'CreatePolicyVersion', policyArn: TEAM_POLICY, policyDocument: {}, setAsDefault: true, versionId: 'v1' },
  { name: 'SetDefaultPolicyVersion', policyArn: TEAM_POLICY, versionId: 'v1' },
  { name: 'DeletePolicy', policyArn: `${TEAM_POLICY}-2` },
];

/** What every reader of accounts does. */
export function accountReaderContract(name: string, withAccountReader: WithAccountReader): void {
  describe(`${name}, as a reader of accounts`, () => {
    test('lists the accounts that it can read', async () => {
      await withAccountReader([SMALL_ACCOUNT], async (reader) => expect(await reader.accounts()).toEqual([ACCOUNT]));
      await withAccountReader([], async (reader) => expect(await reader.accounts()).toEqual([]));
    });

    test('reads an account whole', () =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => {
        expect(json(await reader.accountOf(ACCOUNT))).toEqual(json(SMALL_ACCOUNT));
      }));

    test('lists everybody in an account, and whom roles trust', () =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => {
        const listed = await reader.principalsIn(ACCOUNT);
        // ids are AWS's own choice
        const told = listed?.map((each) =>
          each.kind === 'role' ? [each.arn, each.name, each.trust] : [each.arn, each.name],
        );
        const roles = [...SMALL_ACCOUNT.roles.values()].map(({ arn, name: roleName, trust }) => [arn, roleName, trust]);
        const users = [...SMALL_ACCOUNT.users.values()].map(({ arn, name: userName }) => [arn, userName]);
        expect(told).toEqual(expect.arrayContaining([...roles, ...users]));
        expect(told).toHaveLength(roles.length + users.length);
        for (const { arn, id } of listed ?? []) {
          const state = await reader.stateOf(arn);
          expect(state === undefined ? undefined : principalOf(state, arn)?.id).toBe(id);
        }
      }));

    test.each([DEPLOY, ADA])('reads %s with all that decides about it', (arn) =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => {
        expect(json(await reader.stateOf(arn))).toEqual(json(sliceOf(SMALL_ACCOUNT, arn)));
      }),
    );

    test.each([
      `${DEPLOY}-2`,
      `arn:aws:iam::${ACCOUNT}:role/deploy`,
      'arn:aws:iam::999999999999:role/deploy',
      '',
      'ada',
    ])('knows no principal "%s"', (arn) =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => expect(await reader.stateOf(arn)).toBeUndefined()),
    );

    test.each(CALLS.map((call) => [call.name, call] as const))('reads all that %s may have moved', (_name, call) =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => {
        const around = await reader.around(ACCOUNT, call);
        if (around === undefined) throw new Error('the account is known');
        const affected = affectedBy(call, SMALL_ACCOUNT);
        expect(affectedBy(call, around)).toEqual(affected);
        const slicesIn = (state: AccountState) => affected.map((arn) => json(sliceOf(state, arn)));
        expect(slicesIn(around)).toEqual(slicesIn(SMALL_ACCOUNT));
        expect(missingFor(call, around)).toEqual(missingFor(call, SMALL_ACCOUNT));
      }),
    );

    test('reads roles by their names, with all that decides about them', () =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => {
        const state = await reader.rolesNamed(ACCOUNT, { roles: ['deploy', 'nobody'], instanceProfiles: ['nothing'] });
        if (state === undefined) throw new Error('the account is known');
        expect(json(sliceOf(state, DEPLOY))).toEqual(json(sliceOf(SMALL_ACCOUNT, DEPLOY)));
        expect(state.roles.has('nobody')).toBe(false);
        expect(state.instanceProfiles.has('nothing')).toBe(false);
      }));

    test('knows no account that is not there', () =>
      withAccountReader([SMALL_ACCOUNT], async (reader) => {
        expect(await reader.accountOf('999999999999')).toBeUndefined();
        expect(await reader.principalsIn('999999999999')).toBeUndefined();
        expect(await reader.rolesNamed('999999999999', { roles: ['deploy'], instanceProfiles: [] })).toBeUndefined();
        expect(await reader.around('999999999999', { name: 'DeleteRole', roleName: 'deploy' })).toBeUndefined();
      }));
  });
}
