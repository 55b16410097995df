import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type CallTable, HOLDING_CALLS, RESTORING_CALLS } from '../../infra/reach/calls.ts';
import type { IamCall } from '../../lib/core/account/call.ts';
import { randomAccount, randomCall } from '../core/account/random-calls.ts';
import { GAINING, GUARDED, plansFor } from './plans-of-calls.ts';

const plans = GAINING.flatMap((iam) => plansFor(GUARDED, iam));
const random = fc
  .sample(fc.tuple(randomAccount, randomCall), { numRuns: 800, seed: 7 })
  .flatMap(([before, iam]) => plansFor(before, iam));

const namesIn = ({ role, user, group, policy }: CallTable): readonly string[] =>
  [...new Set([...role, ...user, ...group, ...policy])].sort();
const namesOf = (calls: readonly IamCall[]): readonly string[] => [...new Set(calls.map(({ name }) => name))].sort();

describe('Holder may make the calls that hold plans contain', () => {
  test('no fewer and no more', () => {
    expect(namesOf(plans.flatMap(({ calls }) => calls))).toStrictEqual(namesIn(HOLDING_CALLS));
  });

  test('whatever was called in whatever account', () => {
    expect(random.length).toBeGreaterThan(50);
    const used = namesOf(random.flatMap(({ calls }) => calls));
    expect(used.filter((name) => !namesIn(HOLDING_CALLS).includes(name))).toStrictEqual([]);
  });
});

describe('Restorer may make the calls that people can sign', () => {
  test('no fewer and no more', () => {
    expect(namesOf(plans.flatMap(({ restore }) => restore))).toStrictEqual(namesIn(RESTORING_CALLS));
  });

  test('whatever was called in whatever account', () => {
    const used = namesOf(random.flatMap(({ restore }) => restore));
    expect(used.filter((name) => !namesIn(RESTORING_CALLS).includes(name))).toStrictEqual([]);
  });
});
