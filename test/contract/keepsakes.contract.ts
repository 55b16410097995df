import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Keepsakes } from '../../lib/ports/keepsakes.ts';

/** Gives keepsakes to a test. */
export type WithKeepsakes = (work: (keepsakes: Keepsakes) => Promise<void>) => Promise<void>;

const NAME = 'what p-examplepolicy says';

/** What every keeper of keepsakes does. */
export function keepsakesContract(name: string, withKeepsakes: WithKeepsakes): void {
  describe(`${name}, as keepsakes`, () => {
    test('know nothing to begin with', () =>
      withKeepsakes(async (keepsakes) => {
        expect(await keepsakes.last(NAME)).toBeUndefined();
      }));

    test.each([
      ['nothing', null],
      ['a text', ''],
      ['a document', { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: ['s3:*'], Resource: '*' }] }],
    ])('give back %s that was kept last, by its name', (_, value) =>
      withKeepsakes(async (keepsakes) => {
        await keepsakes.keep(NAME, { value: { older: true }, seenAt: 1 });
        await keepsakes.keep(NAME, { value, seenAt: 2 });
        await keepsakes.keep(`${NAME} too`, { value: 'other', seenAt: 3 });
        expect(await keepsakes.last(NAME)).toEqual({ value, seenAt: 2 });
      }),
    );

    test('give back a large value, and then a small one', () =>
      withKeepsakes(async (keepsakes) => {
        const large = { value: randomBytes(600_000).toString('base64'), seenAt: 1 };
        for (const keepsake of [large, { value: 'small', seenAt: 2 }, large]) {
          await keepsakes.keep(NAME, keepsake);
          expect(await keepsakes.last(NAME)).toEqual(keepsake);
        }
      }));
  });
}
