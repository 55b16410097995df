import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { readAccountFile } from '../../../lib/adapters/local/account-file.ts';
import { EmbeddedAccount } from '../../../lib/adapters/local/embedded-account.ts';
import { LocalDatabase } from '../../../lib/adapters/local/local-database.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { emptyAccount } from '../../../lib/core/account/empty-account.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Call } from '../../../lib/core/activity/call.ts';
import { ACCOUNT, DEPLOY, documentAllowing, SMALL_ACCOUNT, TEAM_POLICY } from '../../contract/account-fixtures.ts';
import { accountReaderContract } from '../../contract/account-reader.contract.ts';
import { enforcerContract } from '../../contract/enforcer.contract.ts';
import { inDatabase, inFolder } from './folders.ts';

const SNAPSHOTS = join(import.meta.dirname, '../../../../shared/corpora/account-snapshots');
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const BOUNDARY = { name: 'PutRolePermissionsBoundary', roleName: 'deploy', permissionsBoundary: READ_ONLY } as const;

function loaded(database: LocalDatabase, ...accounts: readonly AccountState[]): EmbeddedAccount {
  const embedded = new EmbeddedAccount(database);
  for (const account of accounts) embedded.load(account);
  return embedded;
}

function callOf(id: string, iam: IamCall | undefined, more: Partial<Call> = {}): Call {
  return {
    id,
    source: 'iam.amazonaws.com',
    name: iam?.name ?? 'AttachRolePolicy',
    time: 0,
    account: ACCOUNT,
    region: 'us-east-1',
    actor: { id: 'AIDAEXAMPLE', name: 'eve', kind: 'user', via: 'console', agentMarkers: [] },
    change: { kind: 'access', iam },
    replayed: false,
    ...more,
  };
}

accountReaderContract('the embedded account', (accounts, work) =>
  inDatabase((database) => work(loaded(database, ...accounts))),
);
enforcerContract('the embedded account', (account, work) =>
  inDatabase((database) => {
    const embedded = loaded(database, account);
    return work(embedded, embedded);
  }),
);

describe('playing a call on the embedded account', () => {
  test('changes it once, also when it is played again by another process', () =>
    inDatabase(async (database) => {
      const call = callOf('1', { name: 'DetachRolePolicy', roleName: 'deploy', policyArn: TEAM_POLICY });
      const embedded = loaded(database, SMALL_ACCOUNT);
      expect(await embedded.play(call)).toEqual({ kind: 'played' });
      expect(await embedded.play(call)).toEqual({ kind: 'already' });
      // a hold gave something else back meanwhile, which the repeated call must not touch
      await embedded.enforce(ACCOUNT, { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: TEAM_POLICY });
      const restarted = new EmbeddedAccount(database);
      expect(await restarted.play(call)).toEqual({ kind: 'already' });
      expect((await restarted.stateOf(DEPLOY))?.roles.get('deploy')?.attached).toEqual([TEAM_POLICY]);
    }));

  test('knows the AWS managed policies that it attaches', () =>
    inDatabase(async (database) => {
      const embedded = loaded(database, SMALL_ACCOUNT);
      await embedded.play(callOf('1', { name: 'AttachRolePolicy', roleName: 'deploy', policyArn: READ_ONLY }));
      expect((await embedded.stateOf(DEPLOY))?.policies.get(READ_ONLY)?.versions.size).toBe(1);
    }));

  test('starts an account that was never loaded, with a stub for what the call names', () =>
    inDatabase(async (database) => {
      const embedded = new EmbeddedAccount(database);
      const call = callOf('1', BOUNDARY, { account: '444455556666', region: 'cn-north-1' });
      expect(embedded.lacks(call)).toBe(true);
      expect(await embedded.play(call)).toEqual({ kind: 'played', missing: 'role/deploy' });
      expect(embedded.lacks(call)).toBe(false);
      const state = await new EmbeddedAccount(database).accountOf('444455556666');
      expect(state).toMatchObject({ partition: 'aws-cn', coverage: 'partial' });
      expect(state?.roles.get('deploy')).toMatchObject({ seenOnlyInCalls: true, boundary: READ_ONLY });
    }));

  test.each<[string, Partial<Call>]>([
    ['that AWS refused', { error: { code: 'AccessDenied', message: '' } }],
    ['whose parameters are not known', { change: { kind: 'access', iam: undefined } }],
    ['on an environment', { change: { kind: 'environment', effect: 'destroy', resources: [] } }],
  ])('%s changes nothing', (_name, more) =>
    inDatabase(async (database) => {
      const embedded = loaded(database, SMALL_ACCOUNT);
      expect(await embedded.play(callOf('1', BOUNDARY, more))).toEqual({ kind: 'nothing' });
      expect(await embedded.accountOf(ACCOUNT)).toEqual(SMALL_ACCOUNT);
    }),
  );

  test('that contradicts what is known changes nothing, and may be played again', () =>
    inDatabase(async (database) => {
      const embedded = loaded(database, SMALL_ACCOUNT);
      const call = callOf('1', { name: 'CreateGroup', groupName: 'engineers', path: '/' });
      expect(await embedded.play(call)).toMatchObject({ kind: 'refused', code: 'EntityAlreadyExists' });
      expect(await embedded.play(call)).toMatchObject({ kind: 'refused' });
      expect(await embedded.accountOf(ACCOUNT)).toEqual(SMALL_ACCOUNT);
    }));
});

describe('loading an account file', () => {
  test('again, after a restart, keeps what happened since', () =>
    inDatabase(async (database) => {
      const call = callOf('1', { name: 'DetachRolePolicy', roleName: 'deploy', policyArn: TEAM_POLICY });
      await loaded(database, SMALL_ACCOUNT).play(call);
      const restarted = new EmbeddedAccount(database);
      expect(restarted.load(SMALL_ACCOUNT)).toBe('kept');
      expect((await restarted.stateOf(DEPLOY))?.roles.get('deploy')?.attached).toEqual([]);
    }));

  test('with other content replaces the account, and its calls can be played on it', () =>
    inDatabase(async (database) => {
      const embedded = loaded(database, SMALL_ACCOUNT);
      const call = callOf('1', { name: 'DeleteGroup', groupName: 'old' });
      await embedded.play(callOf('0', { name: 'CreateGroup', groupName: 'old', path: '/' }));
      await embedded.play(call);
      expect(embedded.load({ ...SMALL_ACCOUNT, users: new Map() })).toBe('loaded');
      expect((await embedded.accountOf(ACCOUNT))?.users.size).toBe(0);
      expect(await embedded.play(call)).toMatchObject({ kind: 'played' });
      expect(await new EmbeddedAccount(database).accountOf(ACCOUNT)).toEqual(await embedded.accountOf(ACCOUNT));
    }));

  test('fills in the AWS managed policies that it names and does not list', () =>
    inDatabase(async (database) => {
      const [deploy] = SMALL_ACCOUNT.roles.values();
      const roles = new Map(deploy === undefined ? [] : [['deploy', { ...deploy, boundary: READ_ONLY }]]);
      const embedded = loaded(database, { ...SMALL_ACCOUNT, roles });
      expect((await embedded.stateOf(DEPLOY))?.policies.get(READ_ONLY)?.versions.size).toBe(1);
    }));
});

describe('what is stored', () => {
  const names = fc.constantFrom('deploy', 'build', 'test');
  const calls: fc.Arbitrary<IamCall> = fc.oneof(
    names.map((roleName) => ({ ...BOUNDARY, roleName })),
    names.map((roleName) => ({ name: 'DeleteRolePermissionsBoundary' as const, roleName })),
    names.map((roleName) => ({ name: 'AttachRolePolicy' as const, roleName, policyArn: TEAM_POLICY })),
    names.map((roleName) => ({ name: 'DetachRolePolicy' as const, roleName, policyArn: TEAM_POLICY })),
    names.map((roleName) => ({ name: 'DeleteRolePolicy' as const, roleName, policyName: 'deploy' })),
    names.map((roleName) => ({ name: 'DeleteRole' as const, roleName })),
    names.map((groupName) => ({ name: 'CreateGroup' as const, groupName, path: '/' })),
    names.map((groupName) => ({ name: 'DeleteGroup' as const, groupName })),
    fc.constantFrom('s3:GetObject', 's3:PutObject').map((action) => ({
      name: 'CreatePolicyVersion' as const,
      policyArn: TEAM_POLICY,
      policyDocument: documentAllowing(action),
      setAsDefault: true,
    })),
  );

  test('is the account as it was acknowledged, whatever was played', () =>
    inDatabase((database) =>
      fc.assert(
        fc.asyncProperty(fc.array(calls, { maxLength: 8 }), fc.uuid(), async (played, id) => {
          const embedded = new EmbeddedAccount(database);
          embedded.load({ ...emptyAccount(ACCOUNT, 'aws'), coverage: 'whole' });
          embedded.load(SMALL_ACCOUNT);
          for (const [index, call] of played.entries()) await embedded.play(callOf(`${id}-${index}`, call));
          const stored = await new EmbeddedAccount(database).accountOf(ACCOUNT);
          const acknowledged = await embedded.accountOf(ACCOUNT);
          expect(stored === undefined ? undefined : stateToJson(stored)).toEqual(
            acknowledged === undefined ? undefined : stateToJson(acknowledged),
          );
        }),
        { numRuns: 30 },
      ),
    ));

  test('stays the account as it was where the disk refuses a change', () =>
    inFolder(async (folder) => {
      const database = LocalDatabase.open(folder);
      loaded(database, SMALL_ACCOUNT);
      database.close();
      const readOnly = LocalDatabase.openToRead(folder);
      const embedded = new EmbeddedAccount(readOnly);
      await expect(embedded.play(callOf('1', BOUNDARY))).rejects.toThrow('cannot be written');
      expect(await embedded.accountOf(ACCOUNT)).toEqual(SMALL_ACCOUNT);
      readOnly.close();
    }));

  test('is a fault where it is damaged, and never an empty account', () =>
    inDatabase(async (database) => {
      loaded(database, SMALL_ACCOUNT);
      database.run("UPDATE account_part SET part = '{' WHERE name = 'deploy'");
      await expect(new EmbeddedAccount(database).stateOf(DEPLOY)).rejects.toThrow('is damaged');
    }));
});

describe('an account file', () => {
  const page = (roles: readonly object[]) => ({ IsTruncated: false, RoleDetailList: roles });

  test.each<[string, string | Buffer | undefined, string]>([
    ['that is not there', undefined, 'UNREADABLE_FILE'],
    ['that is cut off', '{"RoleDetailList": [', 'BROKEN_JSON'],
    ['that is broken gzip', gzipSync('{}').subarray(0, 15), 'UNREADABLE_FILE'],
    ['that is too long', ' '.repeat(2000), 'FILE_TOO_LARGE'],
    ['without an account', JSON.stringify(page([])), 'NO_ACCOUNT'],
    ['of another shape', '{"RoleDetailList": 7}', 'WRONG_SHAPE'],
  ])('%s is refused', (_name, content, code) =>
    inFolder(async (folder) => {
      const file = join(folder, 'account.json');
      if (content !== undefined) writeFileSync(file, content);
      expect(await readAccountFile(file, 1000)).toMatchObject({ ok: false, error: { code } });
    }),
  );
});

const tested = existsSync(SNAPSHOTS) ? describe : describe.skip;

tested("account files of others (skipped where the folder '../shared/corpora' is not there)", () => {
  test.each(['cloudsplaining-small.json', 'cloudmapper-demo.json'])('%s is read and kept', (name) =>
    inDatabase(async (database) => {
      const read = await readAccountFile(join(SNAPSHOTS, name));
      if (!read.ok) throw new Error(`${read.error.place}: ${read.error.detail}`);
      const embedded = loaded(database, read.value);
      const stored = await new EmbeddedAccount(database).accountOf(read.value.account);
      expect(stored).toEqual(await embedded.accountOf(read.value.account));
      expect(stored?.roles.size).toBe(read.value.roles.size);
    }),
  );
});
