import { expect, test } from '@jest/globals';
import { LocalRecentCalls } from '../../../lib/adapters/local/local-recent-calls.ts';
import { inDatabase } from './folders.ts';

const CALL = {
  id: 'call-1',
  source: 's3.amazonaws.com',
  name: 'DeleteBucket',
  time: 1000,
  account: '111122223333',
  region: 'eu-west-1',
  actor: { id: '111122223333', name: 'root', kind: 'root', via: 'console', agentMarkers: [] },
  change: { kind: 'environment', effect: 'destroy', resources: ['arn:aws:s3:::logs'] },
  replayed: false,
} as const;
const WANTED = { account: CALL.account, source: CALL.source, effect: 'destroy', from: 0, to: 2000 } as const;

async function named(calls: LocalRecentCalls, name: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const { id } of calls.naming({ ...WANTED, names: [name] })) ids.push(id);
  return ids;
}

test('what an earlier version kept without names is found by its names', () =>
  inDatabase(async (database) => {
    database.run('INSERT INTO recent_call VALUES (?, ?, ?, ?)', CALL.id, CALL.account, CALL.time, JSON.stringify(CALL));
    expect(await named(new LocalRecentCalls(database), 'logs')).toEqual(['call-1']);
  }));

test('what is older than two days before the newest of its account is forgotten, with its names', () =>
  inDatabase(async (database) => {
    const calls = new LocalRecentCalls(database);
    await calls.keep(CALL);
    await calls.keep({ ...CALL, id: 'call-2', time: CALL.time + 49 * 3_600_000 });
    expect(await named(calls, 'logs')).toEqual([]);
    expect(database.rows('SELECT id FROM recent_call_name')).toEqual([{ id: 'call-2#destroy' }]);
  }));

test('a kept call that is damaged is a fault that says which', () =>
  inDatabase(async (database) => {
    const calls = new LocalRecentCalls(database);
    await calls.keep(CALL);
    database.run(`UPDATE recent_call SET call = '{"id":"call-1"}'`);
    await expect(named(calls, 'logs')).rejects.toThrow('the kept call "call-1#destroy" is damaged; delete it to go on');
  }));
