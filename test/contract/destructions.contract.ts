import { describe, expect, test } from '@jest/globals';
import type { Destruction } from '../../lib/core/governance/assess/environments/destruction.ts';
import type { AroundTime, Destructions } from '../../lib/ports/destructions.ts';
import { NOW } from '../core/governance/approval-fixtures.ts';

/** Gives destructions to a test. */
export type WithDestructions = (work: (destructions: Destructions) => Promise<void>) => Promise<void>;

const MINUTE = 60_000;

const KEPT: Destruction = {
  id: 'call-1',
  account: '111122223333',
  actorId: 'AROAEXAMPLE:dana',
  source: 'ec2.amazonaws.com',
  name: 'TerminateInstances',
  time: NOW,
  count: 40,
};
const WANTED: AroundTime = {
  account: KEPT.account,
  actorId: KEPT.actorId,
  time: NOW,
  within: 10 * MINUTE,
  most: 11,
};

/** What every keeper of destructions does. */
export function destructionsContract(name: string, withDestructions: WithDestructions): void {
  describe(`${name}, as destructions`, () => {
    const at = (minutes: number, change: Partial<Destruction> = {}): Destruction => ({
      ...KEPT,
      id: `at ${minutes}`,
      time: NOW + minutes * MINUTE,
      ...change,
    });
    const idsIn = (found: readonly Destruction[]) => found.map(({ id }) => id);

    test('give back what was kept, whole', () =>
      withDestructions(async (destructions) => {
        await destructions.keep(KEPT);
        expect(await destructions.around(WANTED)).toEqual([KEPT]);
      }));

    test('give only what one session did in one account', () =>
      withDestructions(async (destructions) => {
        await destructions.keep(KEPT);
        await destructions.keep({ ...KEPT, id: 'call-2', actorId: 'AROAEXAMPLE:kim' });
        await destructions.keep({ ...KEPT, id: 'call-3', account: '444455556666' });
        expect(idsIn(await destructions.around(WANTED))).toEqual(['call-1']);
        expect(idsIn(await destructions.around({ ...WANTED, actorId: 'AROAEXAMPLE:kim' }))).toEqual(['call-2']);
        expect(idsIn(await destructions.around({ ...WANTED, account: '444455556666' }))).toEqual(['call-3']);
      }));

    test('give what lies nearer than the window, in the order of the times', () =>
      withDestructions(async (destructions) => {
        for (const minutes of [9, -10, 0, 10, -9, 3]) await destructions.keep(at(minutes));
        expect(idsIn(await destructions.around(WANTED))).toEqual(['at -9', 'at 0', 'at 3', 'at 9']);
      }));

    test('give no more than was asked for on each side, the nearest', () =>
      withDestructions(async (destructions) => {
        for (const minutes of [-3, -2, -1, 0, 1, 2, 3]) await destructions.keep(at(minutes));
        const found = await destructions.around({ ...WANTED, most: 2 });
        expect(idsIn(found)).toEqual(['at -1', 'at 0', 'at 1', 'at 2']);
      }));

    test('take the same call twice as one, and two calls of one moment as two', () =>
      withDestructions(async (destructions) => {
        for (const each of [KEPT, KEPT, { ...KEPT, id: 'call-2' }]) await destructions.keep(each);
        expect(idsIn(await destructions.around(WANTED)).sort()).toEqual(['call-1', 'call-2']);
      }));

    test('bear any text in the names of sessions and calls', () =>
      withDestructions(async (destructions) => {
        const odd = { ...KEPT, id: "'#\u0000🦜", actorId: 'AROA#\u0000:🦜' };
        await destructions.keep(odd);
        expect(await destructions.around({ ...WANTED, actorId: odd.actorId })).toEqual([odd]);
      }));
  });
}
