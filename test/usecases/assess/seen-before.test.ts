import { describe, expect, test } from '@jest/globals';
import type { PlanCall } from '../../../lib/core/account/plan-call.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import type { Keepsake, Keepsakes } from '../../../lib/ports/keepsakes.ts';
import { keepRead, keepSeen, seenBefore } from '../../../lib/usecases/assess/seen-before.ts';
import { keepWritten } from '../../../lib/usecases/holds/keep-written.ts';

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

describe('what a hold writes over beyond IAM', () => {
  const set = { service: 'sso', instanceArn: 'arn:i', permissionSetArn: 'arn:set' } as const;
  const made = { account: '111122223333', at: 2 };
  const bucket = (document: JsonValue, resource = 'arn:aws:s3:::logs'): PlanCall => ({
    service: 's3',
    name: 'PutBucketPolicy',
    region: 'eu-central-1',
    resource,
    document,
    expects: null,
  });
  const NAME = 'policy of arn:aws:s3:::logs in 111122223333';
  const EMPTY = { Version: '2012-10-17', Statement: [] };

  test.each<[string, PlanCall, string, JsonValue]>([
    ['the policy of a resource', bucket('A'), NAME, { policy: 'A', extent: 'whole' }],
    ['a resource that has no policy then', bucket(null), NAME, { policy: EMPTY, extent: 'whole' }],
    [
      'a policy of the organization',
      { service: 'organizations', name: 'UpdatePolicy', policyId: 'p-1', document: 'A', expects: 'B' },
      'organization policy p-1',
      { 'p-1': 'A' },
    ],
    [
      'the inline policy of a permission set',
      { ...set, name: 'PutInlinePolicyToPermissionSet', document: 'A', expects: null },
      'inline of arn:set',
      { inline: 'A' },
    ],
    [
      'an inline policy that goes',
      { ...set, name: 'DeleteInlinePolicyFromPermissionSet', expects: 'A' },
      'inline of arn:set',
      {},
    ],
    [
      'a boundary',
      { ...set, name: 'PutPermissionsBoundaryToPermissionSet', boundary: { managed: 'arn:b' }, expects: null },
      'boundary of arn:set',
      { boundary: { managed: 'arn:b' } },
    ],
  ])('is kept as what is there since: %s', async (_, call, name, value) => {
    const keepsakes = keeping();
    await keepWritten([{ ...set, name: 'ProvisionPermissionSet' }, call], made, keepsakes);
    expect(await keepsakes.last(name)).toEqual({ value, seenAt: made.at });
  });

  test('is kept for each of its calls, in the place of what the call of that moment wrote, and of nothing later', async () => {
    const keepsakes = keeping(
      [NAME, at('the call', made.at)],
      ['policy of arn:aws:s3:::a in 111122223333', at('earlier', made.at - 1)],
      ['policy of arn:aws:s3:::b in 111122223333', at('later', made.at + 1)],
    );
    await keepWritten([bucket('A'), bucket('A', 'arn:aws:s3:::a'), bucket('A', 'arn:aws:s3:::b')], made, keepsakes);
    const values = ['logs', 'a', 'b'].map(async (name) => {
      const kept = await keepsakes.last(`policy of arn:aws:s3:::${name} in 111122223333`);
      return typeof kept?.value === 'string' ? kept.value : 'the hold';
    });
    expect(await Promise.all(values)).toEqual(['the hold', 'the hold', 'later']);
    await expect(keepWritten([bucket('A')], made, undefined)).resolves.toBeUndefined();
  });
});
