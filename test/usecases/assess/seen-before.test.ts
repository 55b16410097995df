import { describe, expect, test } from '@jest/globals';
import type { Keepsake, Keepsakes } from '../../../lib/ports/keepsakes.ts';
import { keepRead, keepSeen, seenBefore } from '../../../lib/usecases/assess/seen-before.ts';

const HOUR = 3_600_000;
const CALL = { time: 100 * HOUR };

function keeping(...kept: readonly (readonly [string, Keepsake])[]): Keepsakes {
  const keepsakes = new Map(kept);
  return {
    last: async (name) => keepsakes.get(name),
    keep: async (name, keepsake) => {
      keepsakes.set(name, keepsake);
    },
  };
}

const at = (value: string, seenAt: number): Keepsake => ({ value, seenAt });

describe('what something was right before a call', () => {
  test.each<readonly [string, Keepsakes | undefined, string | undefined]>([
    ['nothing was kept', keeping(), undefined],
    ['nothing can be kept', undefined, undefined],
    ['an earlier call made it', keeping(['made', at('older', CALL.time - 1)]), 'older'],
    ['it was read earlier', keeping(['read', at('older', CALL.time - 1)]), 'older'],
    [
      'a call of the same moment made it',
      keeping(['made', at('same', CALL.time)], ['read', at('older', 1)]),
      undefined,
    ],
    ['a later call made it', keeping(['made', at('newer', CALL.time + 1)], ['read', at('older', 1)]), undefined],
    ['it was read later only', keeping(['read', at('newer', CALL.time)]), undefined],
    ['it was made, and read since', keeping(['made', at('older', 1)], ['read', at('younger', 2)]), 'younger'],
    ['it was read, and made since', keeping(['made', at('younger', 2)], ['read', at('older', 1)]), 'younger'],
    [
      'it was made before, and read after',
      keeping(['made', at('older', 1)], ['read', at('newer', CALL.time)]),
      'older',
    ],
  ])('where %s', async (_, keepsakes, wanted) => {
    expect(await seenBefore({ made: 'made', read: 'read' }, CALL, keepsakes)).toBe(wanted);
  });
});

describe('what is kept', () => {
  test('is of the latest call, whichever is handled last', async () => {
    const keepsakes = keeping();
    await keepSeen('one', at('second', 2), keepsakes);
    await keepSeen('one', at('first', 1), keepsakes);
    expect(await keepsakes.last('one')).toEqual(at('second', 2));
  });

  test('of a read stays for a day', async () => {
    const keepsakes = keeping();
    await keepRead('one', at('first', 0), keepsakes);
    await keepRead('one', at('second', 23 * HOUR), keepsakes);
    expect(await keepsakes.last('one')).toEqual(at('first', 0));
    await keepRead('one', at('third', 24 * HOUR), keepsakes);
    expect(await keepsakes.last('one')).toEqual(at('third', 24 * HOUR));
  });
});
