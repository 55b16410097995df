import {
  CreatePolicyVersionCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-iam';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { IamEnforcer } from '../../../lib/adapters/aws/iam-enforcer.ts';
import { RoleNotAssumed } from '../../../lib/adapters/aws/member-clients.ts';
import { ReadMemory } from '../../../lib/adapters/aws/read-memory.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { DENY_ALL } from '../../../lib/core/account/hold-policy.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { ACCOUNT, documentAllowing, SMALL_ACCOUNT, TEAM_POLICY } from '../../contract/account-fixtures.ts';
import { grantedInEmbedded } from '../../contract/granted-in-embedded.ts';
import { type GrantedAccount, heldGrantsContract } from '../../contract/held-grants.contract.ts';
import { GRANTS } from '../../contract/iam-grants.ts';
import { inDatabase } from '../local/folders.ts';
import { NOT_IN_MOTO } from './not-in-moto.ts';
import { EXAMPLES } from '../../core/account/sample-account.ts';
import { after } from '../../core/account/after.ts';

const CLOCK = { now: () => Date.now() };
const DETACH: IamCall = { name: 'DetachRolePolicy', roleName: 'deploy', policyArn: TEAM_POLICY };
const HOLD: IamCall = {
  name: 'PutRolePolicy',
  roleName: 'deploy',
  policyName: 'AmbitHold-1',
  policyDocument: DENY_ALL,
};
const RELEASE: IamCall = { name: 'DeleteRolePolicy', roleName: 'deploy', policyName: 'AmbitHold-1' };
const VERSION: IamCall = {
  name: 'CreatePolicyVersion',
  policyArn: TEAM_POLICY,
  policyDocument: documentAllowing('ec2:RunInstances'),
  setAsDefault: true,
};

function fault(name: string): Error {
  return Object.assign(new Error(`because of ${name}`), { name });
}

/** An enforcer over a mocked IAM, in an account that is read as this. */
function enforcerIn(state: AccountState | undefined) {
  const client = new IAMClient({ region: 'us-east-1' });
  const iam = mockClient(client);
  const asked: (readonly [string, string, string | undefined])[] = [];
  const told: string[] = [];
  const memory = new ReadMemory({ keepFor: 0, clock: CLOCK });
  const change = memory.changing.bind(memory);
  memory.changing = (account, call) => {
    told.push(call.name);
    return change(account, call);
  };
  const enforcer = new IamEnforcer({
    role: 'Holder',
    clients: {
      iam: (...about) => {
        asked.push([about[0], about[1], about[2]]);
        return client;
      },
    },
    accounts: { named: async () => state },
    budget: new CallBudget({ attempts: 100, milliseconds: 60_000 }, CLOCK),
    memory,
  });
  const enforce = (call: IamCall) => enforcer.enforce(ACCOUNT, call, 'F-1');
  const sent = () => iam.calls().map(({ args: [command] }) => command.constructor.name.replace('Command', ''));
  return { iam, enforce, asked, told, sent };
}

/** What AWS assigns is no part of a request. */
const ASSIGNED = /^(?:name|roleId|userId|groupId|policyId)$/;

/** The members of a call as IAM's API names and writes them. */
function inputOf(call: IamCall): unknown {
  const members = Object.entries(call).filter(
    ([name]) => !ASSIGNED.test(name) && !(call.name === 'CreatePolicyVersion' && name === 'versionId'),
  );
  return Object.fromEntries(
    members.map(([name, value]) => {
      const apiName = name.charAt(0).toUpperCase() + name.slice(1);
      if (/document$/i.test(name)) return [apiName, JSON.stringify(value)];
      return [apiName, name === 'tags' ? tagsOf(call) : value];
    }),
  );
}

function tagsOf(call: IamCall): unknown {
  return 'tags' in call ? call.tags.map(({ key, value }) => ({ Key: key, Value: value })) : undefined;
}

const NEVER = new Set([
  'CreateAccessKey',
  'CreateLoginProfile',
  'UpdateLoginProfile',
  'CreateServiceSpecificCredential',
  'ResetServiceSpecificCredential',
  'UploadSSHPublicKey',
  'UploadSigningCertificate',
]);
const OF_A_SERVICE = new Set(['CreateServiceLinkedRole', 'DeleteServiceLinkedRole']);
const examples = Object.values(EXAMPLES);
const made = examples.filter(({ name }) => !NEVER.has(name) && !OF_A_SERVICE.has(name));

describe('making calls through IAM', () => {
  test.each(made.map((call) => [call.name, call] as const))(
    'sends %s with all that the call says',
    async (name, call) => {
      const { iam, enforce, sent, asked } = enforcerIn(SMALL_ACCOUNT);
      expect(await enforce(call)).toMatchObject({ kind: expect.stringMatching(/^(done|already)$/) });
      expect(sent()).toEqual([name]);
      const input: unknown = JSON.parse(JSON.stringify(iam.calls()[0]?.args[0].input));
      expect(input).toEqual(inputOf(call));
      expect(asked).toEqual([[ACCOUNT, 'Holder', 'F-1']]);
    },
  );

  test.each(examples.filter((call) => !made.includes(call)).map((call) => [call.name, call] as const))(
    'never makes %s',
    async (_name, call) => {
      const { enforce, sent } = enforcerIn(SMALL_ACCOUNT);
      expect(await enforce(call)).toMatchObject({ kind: 'refused', code: 'UnmodifiableEntity' });
      expect(sent()).toEqual([]);
    },
  );

  test.each([
    ['AccessDenied', 'AccessDenied'],
    ['LimitExceeded', 'LimitExceeded'],
    ['NoSuchEntityException', 'NoSuchEntity'],
    ['DeleteConflictException', 'DeleteConflict'],
    ['MalformedPolicyDocumentException', 'MalformedPolicyDocument'],
    ['UnmodifiableEntityException', 'UnmodifiableEntity'],
    ['PolicyNotAttachableException', 'PolicyNotAttachable'],
    ['ValidationError', 'ValidationError'],
  ])('is refused where AWS answers %s', async (name, code) => {
    const { iam, enforce } = enforcerIn(SMALL_ACCOUNT);
    iam.on(PutRolePolicyCommand).rejects(fault(name));
    const call: IamCall = { name: 'PutRolePolicy', roleName: 'deploy', policyName: 'p', policyDocument: {} };
    expect(await enforce(call)).toEqual({ kind: 'refused', code, detail: `because of ${name}` });
  });

  test.each(['Throttling', 'ServiceFailure', 'ConcurrentModificationException', 'ExpiredToken', 'TimeoutError'])(
    'is a fault, to be tried again, where AWS answers %s',
    async (name) => {
      const { iam, enforce } = enforcerIn(SMALL_ACCOUNT);
      iam.on(DetachRolePolicyCommand).rejects(fault(name));
      await expect(enforce(DETACH)).rejects.toThrow(`a call in the account ${ACCOUNT} failed: because of ${name}`);
    },
  );

  test('is refused where the role may not be assumed, and a fault where STS does not answer', async () => {
    const { iam, enforce } = enforcerIn(SMALL_ACCOUNT);
    iam.on(DetachRolePolicyCommand).rejects(new RoleNotAssumed('arn', ACCOUNT, fault('AccessDenied')));
    expect(await enforce(DETACH)).toMatchObject({ kind: 'refused', code: 'AccessDenied' });
    iam.on(DetachRolePolicyCommand).rejects(new RoleNotAssumed('arn', ACCOUNT, fault('TimeoutError')));
    await expect(enforce(DETACH)).rejects.toThrow('could not be assumed');
  });

  test('makes no second version with the same text, though the answer to the first was lost', async () => {
    const first = enforcerIn(SMALL_ACCOUNT);
    first.iam.on(CreatePolicyVersionCommand).rejects(fault('LostAnswer'));
    await expect(first.enforce(VERSION)).rejects.toThrow('failed');
    const second = enforcerIn(after(SMALL_ACCOUNT, VERSION));
    expect(await second.enforce(VERSION)).toEqual({ kind: 'already' });
    expect(second.sent()).toEqual([]);
  });

  test('has renamed a user already where only the new name is there', async () => {
    const rename: IamCall = { name: 'UpdateUser', userName: 'ada', newUserName: 'lovelace' };
    const { iam, enforce } = enforcerIn(after(SMALL_ACCOUNT, rename));
    iam.on(UpdateUserCommand).rejects(fault('NoSuchEntityException'));
    expect(await enforce(rename)).toEqual({ kind: 'already' });
  });

  test('tells what is remembered of the account, before and after', async () => {
    const { iam, enforce, told } = enforcerIn(SMALL_ACCOUNT);
    iam.on(DetachRolePolicyCommand).rejects(fault('Throttling'));
    await expect(enforce(DETACH)).rejects.toThrow('Throttling');
    expect(told).toEqual(['DetachRolePolicy', 'DetachRolePolicy']);
  });

  test('refuses an account that is not watched, and asks for no role in it', async () => {
    const { enforce, asked } = enforcerIn(undefined);
    expect(await enforce(DETACH)).toMatchObject({ kind: 'refused', code: 'NoSuchEntity' });
    expect(asked).toEqual([]);
  });
});

describe('holding through IAM', () => {
  test('marks the principal before the hold is put, and takes the mark away after the last hold', async () => {
    const putting = enforcerIn(SMALL_ACCOUNT);
    expect(await putting.enforce(HOLD)).toEqual({ kind: 'done' });
    expect(putting.sent()).toEqual(['TagRole', 'PutRolePolicy']);
    const [tag] = putting.iam.commandCalls(TagRoleCommand);
    expect(tag?.args[0].input).toEqual({ RoleName: 'deploy', Tags: [{ Key: 'AmbitHold', Value: 'held' }] });
    const releasing = enforcerIn(after(SMALL_ACCOUNT, HOLD));
    expect(await releasing.enforce(RELEASE)).toEqual({ kind: 'done' });
    expect(releasing.sent()).toEqual(['DeleteRolePolicy', 'UntagRole']);
  });

  test('leaves the mark while another hold is there', async () => {
    const { enforce, sent } = enforcerIn(after(SMALL_ACCOUNT, HOLD, { ...HOLD, policyName: 'AmbitHold-2' }));
    await enforce(RELEASE);
    expect(sent()).toEqual(['DeleteRolePolicy']);
  });

  test('holds also where the mark is refused; where it is throttled, all is tried again', async () => {
    const { iam, enforce } = enforcerIn(SMALL_ACCOUNT);
    iam.on(TagRoleCommand).rejects(fault('LimitExceeded'));
    expect(await enforce(HOLD)).toEqual({ kind: 'done' });
    iam.on(TagRoleCommand).rejects(fault('Throttling'));
    await expect(enforce(HOLD)).rejects.toThrow('Throttling');
  });

  test('puts a hold that is read as being there all the same: somebody may have deleted it just now', async () => {
    const { enforce, iam } = enforcerIn(after(SMALL_ACCOUNT, HOLD));
    expect(await enforce(HOLD)).toEqual({ kind: 'already' });
    expect(iam.commandCalls(PutRolePolicyCommand)).toHaveLength(1);
  });

  test('takes a hold for released that is gone', async () => {
    const { iam, enforce } = enforcerIn(SMALL_ACCOUNT);
    iam.on(DeleteRolePolicyCommand).rejects(fault('NoSuchEntityException'));
    iam.on(UntagRoleCommand).rejects(fault('NoSuchEntityException'));
    expect(await enforce(RELEASE)).toEqual({ kind: 'already' });
  });
});

const sent: [string, unknown][] = [];

/** What the enforcer sends is noted, and then so in the embedded account, which stands for AWS. */
function sentTo(account: GrantedAccount, state: AccountState): GrantedAccount {
  const { iam, enforce } = enforcerIn(state);
  sent.length = 0;
  return {
    ...account,
    enforcer: {
      async enforce(id, call, findingId) {
        await enforce(call);
        for (const { args } of iam.calls()) sent.push([args[0].constructor.name.replace('Command', ''), args[0].input]);
        iam.resetHistory();
        return account.enforcer.enforce(id, call, findingId);
      },
    },
  };
}

describe.each(GRANTS.filter(({ name }) => NOT_IN_MOTO[name] !== undefined))('$name, which moto lacks', (grant) => {
  heldGrantsContract('the enforcer of AWS', [grant], (state, work) =>
    inDatabase((database) => work(sentTo(grantedInEmbedded(database, state), state))),
  );
  test('is held and given back by what IAM takes', () => expect(sent).toEqual(NOT_IN_MOTO[grant.name]));
});
