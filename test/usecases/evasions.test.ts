import { describe, expect, test } from '@jest/globals';
import type { IamCall } from '../../lib/core/account/call.ts';
import type { AccountState } from '../../lib/core/account/state.ts';
import type { Call } from '../../lib/core/activity/call.ts';
import type { Finding } from '../../lib/core/governance/finding.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { foldCase } from '../../lib/core/governance/cases/case.ts';
import { readCall } from '../../lib/core/activity/read-call.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { sliceOf } from '../../lib/core/account/slice.ts';
import { handleReading } from '../../lib/usecases/calls/handle-reading.ts';
import { handleCall } from '../../lib/usecases/calls/handle-call.ts';
import { waiversOf } from '../../lib/usecases/assess/waivers-of.ts';
import { digestOf } from '../../lib/core/digest.ts';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import { raise } from '../../lib/core/governance/raise.ts';
import { draft } from '../core/governance/cases.ts';
import {
  ACCOUNT,
  account,
  ADMIN,
  AGENT,
  allow,
  attachAdmin,
  callOf,
  ENGINEER,
  MINUTE,
  NOW,
  record,
  type RecordOptions,
} from './company.ts';
import { before, paused } from './paused.ts';
import type { World } from './world.ts';
import { after } from '../core/account/after.ts';
import { open } from './opened.ts';

/** What somebody might do to get more access than the standard without a finding. */

async function handle(call: Call, { deps }: World): Promise<readonly Finding[]> {
  const outcome = await handleCall(call, deps);
  if (outcome.kind === 'denied') throw new Error('the call was denied');
  return findingsOf(outcome.findings, { deps });
}

async function findingsOf(ids: readonly string[], { deps }: Pick<World, 'deps'>): Promise<readonly Finding[]> {
  const cases = await Promise.all(ids.map(async (id) => foldCase(await deps.ledger.about(id))));
  return cases.flatMap((each) => each?.finding ?? []);
}

const FENCE = `arn:aws:iam::${ACCOUNT}:policy/fence`;

let count = 0;

function call(name: string, parameters: JsonObject, options: RecordOptions = {}): Call {
  count += 1;
  return callOf(record(name, parameters, { id: `${name}-${count}`, ...options }));
}

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

function withRole(state: AccountState, name: string, change: (role: object) => object): AccountState {
  const role = state.roles.get(name);
  if (role === undefined) throw new Error('no such role');
  return { ...state, roles: new Map([...state.roles, [name, { ...role, ...change(role) }]]) };
}

const ENGINEER_WITH_ADMIN = withRole(account(), 'engineer', () => ({ attached: [ADMIN], inline: new Map() }));

const createEngineer: IamCall = {
  name: 'CreateRole',
  roleName: 'engineer',
  path: '/',
  assumeRolePolicyDocument: trust,
  tags: [],
  roleId: 'AROASECOND',
};

describe('a name that was used before', () => {
  const attach = call('AttachRolePolicy', { roleName: 'engineer', policyArn: ADMIN });
  const create = call(
    'CreateRole',
    { roleName: 'engineer', assumeRolePolicyDocument: JSON.stringify(trust) },
    { response: { role: { roleId: 'AROASECOND' } } },
  );

  test.each<[string, readonly Call[]]>([
    ['in turn', [create, attach]],
    ['the other way round', [attach, create]],
    ['without its creation', [attach]],
  ])('does not pass on what its earlier owner held, whose records come %s', async (_how, calls) => {
    const here = await open({ state: ENGINEER_WITH_ADMIN });
    here.account.change({ name: 'DetachRolePolicy', roleName: 'engineer', policyArn: ADMIN });
    here.account.change({ name: 'DeleteRole', roleName: 'engineer' });
    here.account.change(createEngineer);
    here.account.change({ name: 'AttachRolePolicy', roleName: 'engineer', policyArn: ADMIN });
    const found: Finding[] = [];
    for (const each of calls) found.push(...(await handle(each, here)));
    expect(found.map(({ kind }) => kind)).toContain('excess-access');
  });
});

describe('an account that cannot be read', () => {
  const elsewhere = { account: '444455556666' };

  test.each<[string, JsonObject]>([
    ['AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }],
    ['DetachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }],
    ['DeleteRolePermissionsBoundary', { roleName: 'deployer' }],
    ['DeleteUserPolicy', { userName: 'rita', policyName: 'deny' }],
  ])('does not make %s harmless', async (name, parameters) => {
    const here = await open();
    const found = await handle(call(name, parameters, elsewhere), here);
    expect(found[0]).toMatchObject({ verdict: 'undetermined' });
  });
});

describe('several calls before the first of them is read', () => {
  test.each<[string, IamCall, Call]>([
    [
      'a tag',
      { name: 'TagRole', roleName: 'deployer', tags: [{ key: 'a', value: 'b' }] },
      call('TagRole', { roleName: 'deployer', tags: [{ key: 'a', value: 'b' }] }),
    ],
    [
      'a smaller grant',
      { name: 'PutRolePolicy', roleName: 'deployer', policyName: 'p', policyDocument: allow('s3:GetObject') },
      call('PutRolePolicy', {
        roleName: 'deployer',
        policyName: 'p',
        policyDocument: JSON.stringify(allow('s3:GetObject')),
      }),
    ],
  ])('do not hide a grant behind %s', async (_what, iam, first) => {
    const here = await open();
    here.account.change(iam);
    here.account.change({ name: 'DeleteRolePermissionsBoundary', roleName: 'deployer' });
    here.account.play(attachAdmin());
    const found = await handle(first, here);
    expect(found).toMatchObject([{ principal: AGENT, verdict: 'exceeds' }]);
    expect(found[0]?.reasons.map(({ rule }) => rule)).toContain('more-than-the-call');
  });

  test('do not hide a grant behind an old call that only alerts', async () => {
    const here = await open();
    const late = call('TagRole', { roleName: 'deployer', tags: [] }, { time: NOW - 3 * 60 * MINUTE });
    here.account.change({ name: 'DeleteRolePermissionsBoundary', roleName: 'deployer' });
    here.account.play(attachAdmin());
    expect(await handle(late, here)).toMatchObject([{ response: { kind: 'alert' } }]);
    expect(await handle(attachAdmin(), here)).toMatchObject([{ principal: AGENT, response: { kind: 'hold' } }]);
  });
});

describe('a policy that is filled with spaces until its record leaves it out', () => {
  const padded = record('PutRolePolicy', null, { id: 'padded' });
  const put: IamCall = {
    name: 'PutRolePolicy',
    roleName: 'engineer',
    policyName: 'p',
    policyDocument: allow(['s3:*', 'iam:*']),
  };

  test('is held all the same, for the account shows it', async () => {
    const here = await open();
    here.account.change(put);
    const outcome = await handleReading(readCall(padded), here.deps);
    if (outcome.kind !== 'unreadable') throw new Error(outcome.kind);
    const found = await findingsOf(outcome.findings, here);
    expect(found.map(({ kind }) => kind)).toEqual(['unreadable-call', 'excess-access']);
    expect(found[1]).toMatchObject({
      principal: ENGINEER,
      actor: { name: 'rita' },
      response: { kind: 'hold-unless-approved' },
    });
    const again = await handleReading(readCall(padded), here.deps);
    expect(again).toEqual(outcome);
  });

  test('on a role that was made meanwhile, by a record as empty, is found on the new role', async () => {
    const here = await open();
    const trust = { Version: '2012-10-17', Statement: [] };
    here.account.change({ name: 'CreateRole', roleName: 'new', path: '/', assumeRolePolicyDocument: trust, tags: [] });
    here.account.change({ ...put, roleName: 'new' });
    const outcome = await handleReading(readCall(padded), here.deps);
    if (outcome.kind !== 'unreadable') throw new Error(outcome.kind);
    const found = await findingsOf(outcome.findings, here);
    expect(found).toMatchObject([
      { kind: 'unreadable-call' },
      { kind: 'excess-access', principal: `arn:aws:iam::${ACCOUNT}:role/new`, verdict: 'exceeds' },
    ]);
  });

  test.each(['before', 'after'])('and a grant that is told %s it are one finding, held once', async (order) => {
    const here = await open();
    here.account.play(attachAdmin());
    const named = () => handleCall(attachAdmin(), here.deps);
    const silent = () => handleReading(readCall(padded), here.deps);
    for (const each of order === 'before' ? [named, silent] : [silent, named]) await each();
    const excess = (await here.deps.cases.cases()).filter(({ finding }) => finding.kind !== 'unreadable-call');
    expect(excess).toMatchObject([{ finding: { principal: AGENT }, status: 'held' }]);
  });

  test('and a grant that is handled at the same moment, whenever it is, are one finding, held once', async () => {
    let asked = Number.POSITIVE_INFINITY;
    for (let ordinal = 1; ordinal <= asked; ordinal += 1) {
      const here = await open();
      here.account.play(attachAdmin());
      const meanwhile = before(ordinal, () => handleCall(attachAdmin(), here.deps));
      const outcome = await handleReading(readCall(padded), paused(here.deps, meanwhile.turn));
      asked = meanwhile.asked();
      const ids = outcome.kind === 'unreadable' ? outcome.findings : [];
      const cases = (await here.deps.cases.cases()).filter(({ finding }) => finding.kind !== 'unreadable-call');
      expect(cases.map(({ status }) => ({ ordinal, status }))).toEqual([{ ordinal, status: 'held' }]);
      expect(ids.length).toBeGreaterThan(0);
    }
    expect(asked).toBeGreaterThan(10);
  });

  test('is told of, and nothing else, where the account shows no change', async () => {
    const here = await open();
    const outcome = await handleReading(readCall(padded), here.deps);
    if (outcome.kind !== 'unreadable') throw new Error(outcome.kind);
    expect((await findingsOf(outcome.findings, here)).map(({ kind }) => kind)).toEqual(['unreadable-call']);
  });
});

test('what comes back unseen after each of two holds is found twice', async () => {
  const here = await open();
  const standing = async () => (await here.deps.ledger.findings()).filter((id) => !held.includes(id)).length;
  const held: string[] = [];
  for (const round of [1, 2]) {
    const attach = attachAdmin({ id: `round-${round}` });
    here.account.change({ name: 'DeleteRolePermissionsBoundary', roleName: 'deployer' });
    here.account.play(attach);
    held.push(...(await handle(attach, here)).map(({ id }) => id));
    const role = here.account.state.roles.get('deployer');
    for (const policyName of role?.inline.keys() ?? []) {
      if (policyName.startsWith('AmbitHold-'))
        here.account.change({ name: 'DeleteRolePolicy', roleName: 'deployer', policyName });
    }
    here.at(NOW + round * 10 * MINUTE);
    await meetDueDeadlines(here.deps);
    expect(await standing()).toBe(round);
    here.account.change({ name: 'DetachRolePolicy', roleName: 'deployer', policyArn: ADMIN });
    here.account.change({ name: 'PutRolePermissionsBoundary', roleName: 'deployer', permissionsBoundary: FENCE });
    await here.deps.snapshots.keep(AGENT, sliceOf(account(), AGENT));
  }
});

test('a user that is moved out of its class is found, and held by being moved back', async () => {
  const kiro: IamCall = { name: 'CreateUser', userName: 'kiro', path: '/agents/', tags: [], userId: 'AIDAKIRO' };
  const here = await open({ state: after(account(), kiro) });
  const move = call('UpdateUser', { userName: 'kiro', newPath: '/x/', newUserName: 'engineer' });
  here.account.play(move);
  const found = await handle(move, here);
  expect(found).toMatchObject([
    { class: 'agent', principal: `arn:aws:iam::${ACCOUNT}:user/x/engineer`, response: { kind: 'hold' } },
  ]);
});

test('a waiver ends with the principal that it was signed for', () => {
  const frozen = stateToJson(ENGINEER_WITH_ADMIN);
  const granted = {
    account: ACCOUNT,
    principal: ENGINEER,
    digest: digestOf(frozen),
    frozen,
    from: NOW,
    until: NOW + 1,
  };
  const finding = raise(draft({ principal: ENGINEER }), { kind: 'alert', why: '' });
  const opened = foldCase([
    {
      sequence: 1,
      subject: '',
      fact: { kind: 'finding-raised', finding, at: NOW },
      previous: finding.digest,
      hash: finding.digest,
    },
  ]);
  if (opened === undefined) throw new Error('no case');
  const cases = [{ ...opened, waiver: { ...granted, findingId: finding.id } }];
  const another = withRole(ENGINEER_WITH_ADMIN, 'engineer', () => ({ id: 'AROASECOND' }));
  expect(waiversOf({ principal: ENGINEER, current: ENGINEER_WITH_ADMIN }, cases, NOW)).toHaveLength(1);
  expect(waiversOf({ principal: ENGINEER, current: another }, cases, NOW)).toEqual([]);
});
