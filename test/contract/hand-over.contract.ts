import { describe, expect, test } from '@jest/globals';
import type { HandOver } from '../../lib/ports/hand-over.ts';

/** Gives work a hand-over and the ids of the findings that have arrived so far. */
export type WithHandOver = (
  work: (handOver: HandOver, arrived: () => Promise<readonly string[]>) => Promise<void>,
) => Promise<void>;

/** What every hand-over does. */
export function handOverContract(name: string, withHandOver: WithHandOver): void {
  describe(`${name}, as a hand-over`, () => {
    test('gives on each finding that was decided, as often as it is told', () =>
      withHandOver(async (handOver, arrived) => {
        for (const id of ['F-1', 'F-2', 'F-1']) await handOver.decided(id);
        expect((await arrived()).toSorted()).toEqual(['F-1', 'F-1', 'F-2']);
      }));
  });
}
