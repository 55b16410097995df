import { describe, expect, test } from '@jest/globals';
import { type Check, checksOf, fine, type Look } from '../../../../lib/adapters/aws/checks/check.ts';
import { refused } from '../mocked.ts';

async function all(looks: readonly Look[]): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for await (const check of checksOf(looks)) checks.push(check);
  return checks;
}

const failing = (fault: Error): Look => ({ name: 'key', look: () => Promise.reject(fault) });
const GOOD: Look = { name: 'table', look: async () => [fine('one', 'is there'), fine('two', 'is there')] };

describe('a look', () => {
  test('that AWS does not allow is a warning, and the others go on', async () => {
    expect(await all([failing(refused('AccessDenied', 'rita may not')), GOOD])).toMatchObject([
      {
        name: 'key',
        verdict: 'warning',
        says: 'it could not be looked at',
        todo: expect.stringContaining('rita may not'),
      },
      { name: 'one', verdict: 'ok' },
      { name: 'two', verdict: 'ok' },
    ]);
  });

  test('that fails is a problem, never all right', async () => {
    expect(await all([failing(refused('NotFoundException', 'no such key'))])).toMatchObject([
      { name: 'key', verdict: 'problem', says: 'looking at it failed: NotFoundException: no such key' },
    ]);
  });

  test('with credentials that have expired ends them all', async () => {
    await expect(all([failing(refused('ExpiredToken')), GOOD])).rejects.toMatchObject({ name: 'ExpiredToken' });
  });
});
