import { describe, expect, test } from '@jest/globals';
import type { Scheduler } from '../../lib/ports/scheduler.ts';
import { HOUR, NOW } from '../core/governance/approval-fixtures.ts';

/** Gives a scheduler to a test. */
export type WithScheduler = (work: (scheduler: Scheduler) => Promise<void>) => Promise<void>;

const SECOND = { kind: 'second-look', findingId: 'F-1', at: NOW + HOUR } as const;
const END = { kind: 'waiver-end', findingId: 'F-1', at: NOW } as const;
const HOLD = { kind: 'hold-deadline', findingId: 'F-2', at: NOW - HOUR } as const;
const LOOK = { kind: 'principal-look', principal: 'arn:aws:iam::111122223333:role/deployer', at: NOW + 1 } as const;

/** What every scheduler does. */
export function schedulerContract(name: string, withScheduler: WithScheduler): void {
  describe(`${name}, as a scheduler`, () => {
    test('gives out what is due, the earliest first, until it is done', () =>
      withScheduler(async (scheduler) => {
        for (const deadline of [SECOND, END, LOOK, HOLD]) await scheduler.set(deadline);
        expect(await scheduler.due(NOW - HOUR - 1)).toEqual([]);
        expect(await scheduler.due(NOW)).toEqual([HOLD, END]);
        expect(await scheduler.due(NOW)).toEqual([HOLD, END]);
        await scheduler.done(HOLD);
        expect(await scheduler.due(NOW + HOUR)).toEqual([END, LOOK, SECOND]);
        await scheduler.done(LOOK);
        expect(await scheduler.due(NOW + HOUR)).toEqual([END, SECOND]);
      }));

    test('does not tick off what was set again while it was being met', () =>
      withScheduler(async (scheduler) => {
        for (const deadline of [HOLD, END, LOOK]) await scheduler.set(deadline);
        const met = await scheduler.due(NOW + 1);
        for (const deadline of [END, LOOK]) await scheduler.set({ ...deadline });
        for (const deadline of met) await scheduler.done(deadline);
        const again = await scheduler.due(NOW + 1);
        expect(again).toEqual([END, LOOK]);
        for (const deadline of [...again, ...met]) await scheduler.done(deadline);
        expect(await scheduler.due(NOW + 1)).toEqual([]);
      }));

    test('takes the same deadline twice as one, and another moment or kind as another', () =>
      withScheduler(async (scheduler) => {
        const moved = { ...END, at: NOW + 1 };
        for (const deadline of [END, END, moved, { ...END, kind: 'second-look' as const }])
          await scheduler.set(deadline);
        expect(await scheduler.due(NOW + 1)).toHaveLength(3);
        await scheduler.done(END);
        await scheduler.done(END);
        expect(await scheduler.due(NOW + 1)).toContainEqual(moved);
        expect(await scheduler.due(NOW + 1)).toHaveLength(2);
      }));
  });
}
