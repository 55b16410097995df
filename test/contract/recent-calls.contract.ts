import { describe, expect, test } from '@jest/globals';
import type { Call } from '../../lib/core/activity/call.ts';
import type { RecentCalls } from '../../lib/ports/recent-calls.ts';
import { HOUR, NOW } from '../core/governance/approval-fixtures.ts';

export type WithRecentCalls = (work: (calls: RecentCalls) => Promise<void>) => Promise<void>;

const DELETED: Call = {
  id: 'call-1',
  source: 'cloudformation.amazonaws.com',
  name: 'DeleteStack',
  time: NOW,
  account: '111122223333',
  region: 'cn-north-1',
  actor: { id: 'AROAEXAMPLE:dana', name: 'dana', kind: 'role-session', via: 'console', agentMarkers: [] },
  change: { kind: 'environment', effect: 'destroy', resources: ['cost-explorer'] },
  replayed: false,
};
const REFUSED: Call = { ...DELETED, id: 'call-2', time: NOW - HOUR, error: { code: 'AccessDenied', message: 'no' } };

/** What every keeper of recent calls does. */
export function recentCallsContract(name: string, withRecentCalls: WithRecentCalls): void {
  describe(`${name}, as recent calls`, () => {
    const idsOf = (calls: readonly Call[]) => calls.map(({ id }) => id).sort();

    test('give back the calls of an account that were made since a moment, whole', () =>
      withRecentCalls(async (calls) => {
        for (const call of [DELETED, REFUSED, { ...DELETED, id: 'call-3', account: '444455556666' }]) {
          await calls.keep(call);
        }
        expect(await calls.since('111122223333', NOW)).toEqual([DELETED]);
        expect(idsOf(await calls.since('111122223333', NOW - HOUR))).toEqual(['call-1', 'call-2']);
        expect(await calls.since('111122223333', NOW - HOUR)).toContainEqual(REFUSED);
        expect(await calls.since('111122223333', NOW + 1)).toEqual([]);
        expect(await calls.since('123456789012', 0)).toEqual([]);
      }));

    test('take the same call twice as one, and two calls of one moment as two', () =>
      withRecentCalls(async (calls) => {
        for (const call of [DELETED, DELETED, { ...DELETED, id: 'call-4' }]) await calls.keep(call);
        expect(idsOf(await calls.since('111122223333', NOW))).toEqual(['call-1', 'call-4']);
      }));

    test('bear any text in a name, and as many resources as a record can name', () =>
      withRecentCalls(async (calls) => {
        const resources = Array.from({ length: 3000 }, (_, index) => `arn:aws:s3:::bucket-${index}-\u0000-🦜`);
        const call: Call = {
          ...DELETED,
          id: "'#\u0000",
          change: { kind: 'environment', effect: 'destroy', resources },
        };
        await calls.keep(call);
        expect(await calls.since('111122223333', NOW)).toEqual([call]);
      }));
  });
}
