import { describe, expect, test } from '@jest/globals';
import type { Cursors } from '../../lib/ports/cursors.ts';

/** Gives cursors to a test. */
export type WithCursors = (work: (cursors: Cursors) => Promise<void>) => Promise<void>;

/** What every keeper of places does. */
export function cursorsContract(name: string, withCursors: WithCursors): void {
  describe(`${name}, as cursors`, () => {
    test('give back the place that was kept last, by the name of the reader', () =>
      withCursors(async (cursors) => {
        expect(await cursors.place('events')).toBeUndefined();
        await cursors.keep('events', '17');
        await cursors.keep('events', '18');
        await cursors.keep('baseline of 111122223333', 'sha256:00');
        expect(await cursors.place('events')).toBe('18');
        expect(await cursors.place('baseline of 111122223333')).toBe('sha256:00');
        expect(await cursors.place('others')).toBeUndefined();
      }));
  });
}
