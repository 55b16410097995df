import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../../lib/core/account/call.ts';
import type { PlanCall, ServiceCall } from '../../../lib/core/account/plan-call.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { EnforceOutcome } from '../../../lib/ports/enforcer.ts';
import { byService } from '../../../lib/usecases/holds/by-service.ts';
import {
  carryOut,
  isNeverShown,
  READ_DELAYS,
  readUntilShown,
  readUntilShownInTurn,
  showsAll,
} from '../../../lib/usecases/holds/carry-out.ts';
import { after } from '../../core/account/after.ts';
import { account, ADMIN, deny, policy, READ, role, roleArn, trustOf, user } from '../../core/governance/accounts.ts';
import { MemoryAccount } from '../memory-account.ts';

const DEPLOY = roleArn('deploy');
const ofRole = { roleName: 'deploy' } as const;
const ATTACH: IamCall = { name: 'AttachRolePolicy', ...ofRole, policyArn: ADMIN };
const DETACH: IamCall = { ...ATTACH, name: 'DetachRolePolicy' };
const PUT: IamCall = { name: 'PutRolePolicy', ...ofRole, policyName: 'x', policyDocument: deny('s3:*') };
const DELETE: IamCall = { name: 'DeleteRolePolicy', ...ofRole, policyName: 'x' };
const ORDER: ServiceCall = {
  service: 'sns',
  name: 'SetTopicAttributes',
  region: 'us-east-1',
  resource: 'arn:aws:sns:us-east-1:111122223333:alarms',
  document: null,
  expects: null,
};

const granted = account(role('deploy', { attached: [ADMIN] }), user('rita', { tags: new Map([['a', 'b']]) }));
const clean = account(role('deploy', { attached: [] }), user('rita'));

describe('a call is shown', () => {
  const denied = account(role('deploy', { inline: new Map([['x', deny('s3:*')]]) }));
  const created: IamCall = {
    name: 'CreateRole',
    ...ofRole,
    path: '/',
    assumeRolePolicyDocument: trustOf('*'),
    tags: [],
  };
  const renamed: IamCall = { name: 'UpdateUser', userName: 'rita', newUserName: 'sam' };
  const versions = new Map(['v1', 'v2', 'v3', 'v4', 'v5'].map((id) => [id, deny('s3:*')]));
  const full = { ...account(), policies: new Map([[READ, { ...policy(READ, deny('s3:*')), versions }]]) };
  const written = { policyArn: READ, policyDocument: deny('sqs:*'), setAsDefault: true, versionId: 'v6' } as const;
  const version: IamCall = { name: 'CreatePolicyVersion', ...written };
  const key: IamCall = { name: 'UpdateAccessKey', userName: 'rita', accessKeyId: 'AKIA1', status: 'Inactive' };

  test.each<[string, AccountState | undefined, IamCall, boolean]>([
    ['where what it attaches is attached', granted, ATTACH, true],
    ['not before', clean, ATTACH, false],
    ['where what it detaches is not attached', clean, DETACH, true],
    ['not while it is', granted, DETACH, false],
    ['where what it writes is written', denied, PUT, true],
    ['not where something else is', denied, { ...PUT, policyDocument: deny('s3:Get*') }, false],
    ['where what it deletes is not there', clean, DELETE, true],
    ['not while it is there', denied, DELETE, false],
    ['where what it creates is there', clean, created, true],
    ['not where there is no such role', account(), created, false],
    ['not where the role that it attaches to is not there', account(), ATTACH, false],
    ['where the role that it takes from is not there', account(), DETACH, true],
    ['where the principal that it takes from is gone', undefined, DETACH, true],
    ['where the principal that it takes a policy from is gone', undefined, DELETE, true],
    [
      'where a user is gone that it takes from a group',
      undefined,
      { name: 'RemoveUserFromGroup', groupName: 'g', userName: 'rita' },
      true,
    ],
    [
      'where the principal that it takes a tag from is gone',
      undefined,
      { name: 'UntagUser', userName: 'rita', tagKeys: ['a'] },
      true,
    ],
    ['not where the principal is gone that it gives something', undefined, ATTACH, false],
    ['not where the account refuses it because of what is there', granted, { name: 'DeleteRole', ...ofRole }, false],
    ['not where the account refuses a version more', full, version, false],
    ['not where the name that it gives is taken', account(user('rita'), user('sam')), renamed, false],
    ['always, where it is of a key, which no account shows', clean, key, true],
    ['not of a key where its user is gone', undefined, key, false],
  ])('%s', (_, state, call, shown) => {
    expect(showsAll(state, [call])).toBe(shown);
  });

  test('with others only where all are', () => {
    expect([showsAll(clean, []), showsAll(clean, [DETACH, DELETE]), showsAll(clean, [DETACH, PUT])]).toEqual([
      true,
      true,
      false,
    ]);
  });

  test.each<[IamCall, boolean]>([
    [key, true],
    [{ name: 'DeleteAccessKey', userName: 'rita', accessKeyId: 'AKIA1' }, true],
    [{ name: 'CreateLoginProfile', userName: 'rita' }, true],
    [
      {
        name: 'UpdateServiceSpecificCredential',
        userName: 'rita',
        serviceSpecificCredentialId: 'A',
        status: 'Inactive',
      },
      false,
    ],
    [PUT, false],
  ])('by no account, or it may be: $name', (call, never) => {
    expect(isNeverShown(call)).toBe(never);
  });
});

/** An account that counts how often a principal is read. */
class CountingAccount extends MemoryAccount {
  reads = 0;

  override async stateOf(principalArn: string): Promise<AccountState | undefined> {
    this.reads += 1;
    return super.stateOf(principalArn);
  }
}

/** An account whose enforcer answers so, with what was asked of it and how long was waited. */
function around(state: AccountState, answer?: (call: PlanCall) => EnforceOutcome | undefined) {
  const memory = new CountingAccount(state);
  const asked: string[] = [];
  const waited: number[] = [];
  const deps = {
    accounts: memory,
    enforcer: {
      enforce: async (id: string, call: PlanCall, findingId: string) => {
        asked.push(`${id} ${call.name} ${findingId}`);
        return answer?.(call) ?? memory.enforce(id, call);
      },
    },
    pause: async (milliseconds: number) => {
      waited.push(milliseconds);
    },
  };
  return { deps, memory, asked, waited };
}

const plan = (...calls: readonly PlanCall[]) => ({
  findingId: 'F-1',
  account: '111122223333',
  principal: DEPLOY,
  calls,
});

describe('calls of IAM', () => {
  test('are made in order, and done once the account shows them', async () => {
    const { deps, memory, asked, waited } = around(granted);
    memory.staleReads = 2;
    const outcome = await carryOut(plan(DETACH, PUT), deps);
    expect(asked).toEqual(['111122223333 DetachRolePolicy F-1', '111122223333 PutRolePolicy F-1']);
    expect(waited).toEqual([100, 200]);
    expect(outcome).toEqual({ kind: 'done', slice: await memory.stateOf(DEPLOY) });
  });

  test('that were made already are done', async () => {
    const { deps, memory, waited } = around(clean);
    expect(await carryOut(plan(DETACH), deps)).toEqual({ kind: 'done', slice: await memory.stateOf(DEPLOY) });
    expect(waited).toEqual([]);
  });

  test.each<[string, EnforceOutcome, object]>([
    [
      'AWS refuses one',
      { kind: 'refused', code: 'AccessDenied', detail: 'not allowed' },
      { kind: 'failed', by: 'refusal', detail: 'DetachRolePolicy was refused: AccessDenied: not allowed' },
    ],
    [
      'one has no warrant',
      { kind: 'no-warrant', detail: 'another worker has it' },
      { kind: 'no-warrant', detail: 'DetachRolePolicy was not made: another worker has it' },
    ],
  ])('end where %s: the next is not made', async (_, answer, outcome) => {
    const { deps, asked } = around(granted, ({ name }) => (name === 'DetachRolePolicy' ? answer : undefined));
    expect(await carryOut(plan(DETACH, PUT), deps)).toEqual(outcome);
    expect(asked).toHaveLength(1);
  });

  test('that the account never shows have failed, after all reads', async () => {
    const { deps, memory, waited } = around(granted, () => ({ kind: 'done' }));
    const detail = 'the account does not show the change after 6 reads';
    expect(await carryOut(plan(DETACH), deps)).toEqual({ kind: 'failed', by: 'not-shown', detail });
    expect([waited, memory.reads]).toEqual([READ_DELAYS, 6]);
  });

  test('that the last read shows are done', async () => {
    const { deps, memory, waited } = around(granted);
    memory.staleReads = 5;
    expect(await carryOut(plan(DETACH), deps)).toMatchObject({ kind: 'done' });
    expect(waited).toEqual(READ_DELAYS);
  });

  test('are not read for where a slice was just read that shows them', async () => {
    const { deps, memory, waited } = around(granted);
    expect(await readUntilShown(DEPLOY, [DETACH], deps, clean)).toEqual({ slice: clean, shown: true });
    expect([waited, memory.reads]).toEqual([[], 0]);
    expect(await readUntilShown(DEPLOY, [ATTACH], deps, clean)).toMatchObject({ shown: true });
    expect([waited, memory.reads]).toEqual([[100], 1]);
  });
});

describe('calls of which one may write over what another has written', () => {
  const OVER: IamCall = { ...PUT, policyDocument: deny('sqs:*') };
  const holding = (call: IamCall) => after(clean, call);
  const key: IamCall = { name: 'UpdateAccessKey', userName: 'rita', accessKeyId: 'AKIA1', status: 'Inactive' };
  const others = { ...DETACH, roleName: 'gone' };

  test.each<[string, AccountState, readonly IamCall[], boolean]>([
    ['shown by what the last has written', holding(OVER), [PUT, OVER], true],
    ['not shown by what the first has', holding(PUT), [PUT, OVER], false],
    ['not shown where only one is made', holding(PUT), [PUT, ATTACH], false],
    ['shown by somebody who is gone, of whom they take', account(), [DETACH, DELETE], true],
    ['not shown by somebody who is gone, to whom they give', account(), [DETACH, ATTACH], false],
    ['shown beside one of a key, which no account shows', clean, [key, DETACH], true],
    ['shown beside one that takes from somebody who is gone', clean, [others, DETACH], true],
    ['not shown beside one that gives to somebody who is gone', clean, [{ ...ATTACH, roleName: 'gone' }], false],
    ['not shown where the account refuses one', granted, [{ name: 'DeleteRole', ...ofRole }], false],
  ])('are %s', async (_, state, calls, shown) => {
    const { deps, memory } = around(state);
    const slice = await memory.stateOf(DEPLOY);
    expect(await readUntilShownInTurn(DEPLOY, calls, deps)).toEqual({ slice, shown });
  });

  test('are read for until they are shown', async () => {
    const { deps, memory, waited } = around(clean);
    memory.change(PUT);
    memory.staleReads = 2;
    memory.change(OVER);
    expect(await readUntilShownInTurn(DEPLOY, [PUT, OVER], deps)).toMatchObject({ shown: true });
    expect(waited).toEqual([100, 200]);
  });
});

describe('calls of other services', () => {
  const showing = (after: number) => {
    const seen: string[] = [];
    const shows = async (id: string, { name }: ServiceCall) => seen.push(`${id} ${name}`) > after;
    return { services: { shows }, seen };
  };
  const made = () => around(granted, () => ({ kind: 'done' }));

  test('are waited for until they are shown, and no principal is read', async () => {
    const { deps, memory, waited } = made();
    const { services, seen } = showing(2);
    expect(await carryOut(plan(ORDER), { ...deps, services })).toEqual({ kind: 'done', slice: undefined });
    expect([waited, memory.reads]).toEqual([[100, 200], 0]);
    expect(seen[0]).toBe('111122223333 SetTopicAttributes');
  });

  test.each<[number, object]>([
    [7, { kind: 'done', slice: undefined }],
    [8, { kind: 'failed', by: 'not-shown', detail: 'the account does not show SetTopicAttributes after 8 reads' }],
  ])('are looked for eight times: shown after %d', async (after, outcome) => {
    const { deps, waited } = made();
    const { services } = showing(after);
    expect(await carryOut(plan(ORDER), { ...deps, services })).toEqual(outcome);
    expect(waited).toEqual([...READ_DELAYS, 3200, 6400]);
  });

  test('are made by who makes those, and IAM’s by who makes IAM’s', async () => {
    const told: string[] = [];
    const makes = (who: string) => ({
      enforce: async (id: string, { name }: PlanCall, findingId: string): Promise<EnforceOutcome> => {
        told.push(`${who} ${id} ${name} ${findingId}`);
        return { kind: 'done' };
      },
    });
    const enforcer = byService({ iam: makes('iam'), services: makes('services') });
    for (const call of [ORDER, DETACH]) await enforcer.enforce('1', call, 'F-1');
    expect(told).toEqual(['services 1 SetTopicAttributes F-1', 'iam 1 DetachRolePolicy F-1']);
    const refused = { kind: 'refused', code: 'NotSupported', detail: 'nobody here makes calls of sns' };
    expect(await byService({ iam: makes('iam') }).enforce('1', ORDER, 'F-1')).toEqual(refused);
  });

  test('are not shown where nobody can look', async () => {
    const { deps, waited } = made();
    expect(await carryOut(plan(ORDER), deps)).toMatchObject({ kind: 'failed', by: 'not-shown' });
    expect(waited).toEqual([]);
  });

  test('are done with those of IAM beside them only where those are shown too', async () => {
    const { deps } = made();
    const { services } = showing(0);
    const outcome = await carryOut(plan(ORDER, DETACH), { ...deps, services });
    expect(outcome).toMatchObject({ kind: 'failed', detail: expect.stringContaining('the change') });
  });
});
