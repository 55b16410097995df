import { describe, expect, test } from '@jest/globals';
import {
  type EnvironmentCall,
  type KeptCall,
  type NamedCalls,
  namesIn,
} from '../../lib/core/governance/assess/kept-calls.ts';
import type { RecentCalls } from '../../lib/ports/recent-calls.ts';
import { HOUR, NOW } from '../core/governance/approval-fixtures.ts';

/** Gives recent calls to a test. */
export type WithRecentCalls = (work: (calls: RecentCalls) => Promise<void>) => Promise<void>;

const STACK =
  'arn:aws-cn:cloudformation:cn-north-1:111122223333:stack/cost-explorer/11111111-2222-3333-4444-555555555555';

const DELETED: EnvironmentCall = {
  id: 'call-1',
  source: 'cloudformation.amazonaws.com',
  name: 'DeleteStack',
  time: NOW,
  account: '111122223333',
  region: 'cn-north-1',
  actor: { id: 'AROAEXAMPLE:dana', name: 'dana', kind: 'role-session', via: 'console', agentMarkers: [] },
  change: { kind: 'environment', effect: 'destroy', resources: [STACK, 'other'] },
  replayed: false,
};
const WANTED: NamedCalls = {
  account: '111122223333',
  source: 'cloudformation.amazonaws.com',
  effect: 'destroy',
  names: ['cost-explorer'],
  from: NOW - HOUR,
  to: NOW,
};

/** What every keeper of recent calls does. */
export function recentCallsContract(name: string, withRecentCalls: WithRecentCalls): void {
  describe(`${name}, as recent calls`, () => {
    findsByNames(withRecentCalls);
    keepsEachOnce(withRecentCalls);
    findsByOtherKeys(withRecentCalls);
    takesAnyName(withRecentCalls);
  });
}

async function found(calls: RecentCalls, wanted: Partial<NamedCalls> = {}) {
  const all: KeptCall[] = [];
  for await (const call of calls.naming({ ...WANTED, ...wanted })) all.push(call);
  return all;
}

const idsIn = (calls: readonly KeptCall[]) => calls.map(({ id }) => id);
const another = (id: string, change: Partial<EnvironmentCall>) => ({ ...DELETED, id, ...change });

/** A call is found by what it touched, in its account, service and time. */
function findsByNames(withRecentCalls: WithRecentCalls): void {
  test('give back a call whole, by each name that it touches', () =>
    withRecentCalls(async (calls) => {
      await calls.keep(DELETED);
      for (const names of [['cost-explorer'], ['other'], ['none', 'other', 'neither']]) {
        expect(await found(calls, { names })).toEqual([DELETED]);
      }
      expect(await found(calls, { names: ['cost'] })).toEqual([]);
    }));

  test('give only what is of the account, the service and the effect', () =>
    withRecentCalls(async (calls) => {
      await calls.keep(DELETED);
      await calls.keep(another('call-2', { account: '444455556666' }));
      await calls.keep(another('call-3', { source: 's3.amazonaws.com' }));
      await calls.keep(another('call-4', { change: { ...DELETED.change, effect: 'create' } }));
      expect(idsIn(await found(calls))).toEqual(['call-1']);
      expect(idsIn(await found(calls, { account: '444455556666' }))).toEqual(['call-2']);
      expect(idsIn(await found(calls, { source: 's3.amazonaws.com' }))).toEqual(['call-3']);
      expect(idsIn(await found(calls, { effect: 'create' }))).toEqual(['call-4']);
      expect(await found(calls, { account: '123456789012' })).toEqual([]);
    }));

  test('give what was made within a time, both ends belong to it', () =>
    withRecentCalls(async (calls) => {
      for (const hours of [-2, -1, 0, 1]) await calls.keep(another(`at ${hours}`, { time: NOW + hours * HOUR }));
      expect(idsIn(await found(calls))).toEqual(['at 0', 'at -1']);
      expect(idsIn(await found(calls, { from: NOW + 1, to: NOW + HOUR }))).toEqual(['at 1']);
      expect(await found(calls, { from: NOW + 1, to: NOW + 2 })).toEqual([]);
    }));

  test('give all of one name, the newest first, however many there are', () =>
    withRecentCalls(async (calls) => {
      const times = Array.from({ length: 30 }, (_, index) => (index * 7) % 30);
      for (const time of times) await calls.keep(another(`at ${time}`, { time: NOW - time }));
      expect(idsIn(await found(calls))).toEqual(Array.from({ length: 30 }, (_, index) => `at ${index}`));
    }));
}

/** Each call is kept once for each of its effects. */
function keepsEachOnce(withRecentCalls: WithRecentCalls): void {
  test('take the same call twice as one, and two calls of one moment as two', () =>
    withRecentCalls(async (calls) => {
      for (const call of [DELETED, DELETED, another('call-5', {})]) await calls.keep(call);
      expect(idsIn(await found(calls)).sort()).toEqual(['call-1', 'call-5']);
    }));

  test('take a call that destroys and creates as two', () =>
    withRecentCalls(async (calls) => {
      const created = another('call-1', { change: { ...DELETED.change, effect: 'create' } });
      for (const call of [DELETED, created, DELETED]) await calls.keep(call);
      expect(await found(calls)).toEqual([DELETED]);
      expect(await found(calls, { effect: 'create' })).toEqual([created]);
    }));
}

/** Gates, roles and sessions are found by keys of their own. */
function findsByOtherKeys(withRecentCalls: WithRecentCalls): void {
  test('give a call on a gate by the name of its pipeline, long after', () =>
    withRecentCalls(async (calls) => {
      const asked = { pipelineName: 'release', result: { status: 'Approved' } };
      const approval = another('call-7', {});
      const gate: KeptCall = { ...approval, change: { kind: 'gate', resources: ['a'], asked } };
      await calls.keep(gate);
      await calls.keep({ ...DELETED, id: 'call-8', time: NOW + 30 * 24 * HOUR });
      expect(await found(calls, { effect: 'gate', names: ['release'] })).toEqual([gate]);
    }));

  test('give a call that runs what acts with a role by that, however a call names its version', () =>
    withRecentCalls(async (calls) => {
      const worker = 'arn:aws:lambda:us-east-1:111122223333:function:worker';
      const change = { kind: 'role-used', resources: [`${worker}:3`], roles: [], grantees: [], asked: {} } as const;
      const use: KeptCall = { ...another('call-9', {}), source: 'lambda.amazonaws.com', change };
      await calls.keep(use);
      const wanted = { source: 'lambda.amazonaws.com', effect: 'role-used' } as const;
      expect(await found(calls, { ...wanted, names: [worker] })).toEqual([use]);
    }));

  test('give what opened a session from another one by the key of that', () =>
    withRecentCalls(async (calls) => {
      const by = another('call-10', { source: 'sts.amazonaws.com' });
      const session = { name: 'dana', userId: 'AROAEXAMPLE:dana', key: 'ASIAEXAMPLE000000000' };
      const opens = { roleArn: 'arn:aws:iam::111122223333:role/next', key: 'ASIAEXAMPLE000000001' };
      const change = { kind: 'session', resources: [opens.roleArn], asked: {} } as const;
      const opening: KeptCall = { ...by, actor: { ...by.actor, session }, change, opens };
      await calls.keep(opening);
      const wanted = { source: 'sts.amazonaws.com', effect: 'session' } as const;
      expect(await found(calls, { ...wanted, names: [session.key] })).toEqual([opening]);
      expect(await found(calls, { ...wanted, names: [opens.key] })).toEqual([]);
    }));
}

/** Calls without names, and with as many and as odd ones as there can be. */
function takesAnyName(withRecentCalls: WithRecentCalls): void {
  test('do not find again what names nothing', () =>
    withRecentCalls(async (calls) => {
      await calls.keep(another('call-6', { change: { ...DELETED.change, resources: [] } }));
      expect(await found(calls)).toEqual([]);
    }));

  test('bear any text in a name, and as many resources as a call can name', () =>
    withRecentCalls(async (calls) => {
      // EC2 API reference, TerminateInstances: up to 1000
      const resources = Array.from({ length: 1000 }, (_, index) => `arn:aws:s3:::bucket-${index}-\u0000-🦜\ud800`);
      const call = another("'#\u0000", { change: { kind: 'environment', effect: 'destroy', resources } });
      await calls.keep(call);
      const names = namesIn(call);
      expect(names).toHaveLength(1000);
      for (const one of [names[0] ?? '', names[999] ?? ''])
        expect(await found(calls, { names: [one] })).toEqual([call]);
      expect(await found(calls, { names: names.slice(900) })).toEqual([call]);
    }));
}
