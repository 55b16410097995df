import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Ambit, ambitOf, contains, intersect, subtract, union } from '../../../../lib/core/access/ambit/ambit.ts';
import { emptiness, isEmpty, witness } from '../../../../lib/core/access/ambit/emptiness.ts';
import { compare } from '../../../../lib/core/access/compare.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { type SetSource, setSource } from '../random-policies.ts';
import { runs, SEED, setOf } from '../reading-sets.ts';

const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

/** Sets of one principal: an ambit is of one. */
const three = fc.tuple(setSource, setSource, setSource).map(([a, b, c]) => {
  const { principal } = a;
  const same = (set: SetSource): Ambit => {
    const { principal: _own, ...rest } = set;
    return ambitOf(setOf(principal === undefined ? rest : { ...rest, principal }));
  };
  return [same(a), same(b), same(c)] as const;
});

function policy(effect: 'Allow' | 'Deny', resource: string): JsonObject {
  return { Effect: effect, Action: 's3:GetObject', Resource: `arn:aws:s3:::${resource}` };
}

const allowing = (...statements: readonly JsonObject[]): Ambit =>
  ambitOf(setOf({ Version: '2012-10-17', Statement: statements }));

describe(`the algebra of ambits (seed ${SEED})`, () => {
  test.each([
    ['nothing of a set is outside itself', (a: Ambit) => subtract(a, a)],
    ['a set is within its union with another', (a: Ambit, b: Ambit) => subtract(a, union(b, a))],
    ['what two sets share is in each of them', (a: Ambit, b: Ambit) => subtract(intersect(a, b), b)],
    ['what is left of a set has nothing of what was taken', (a: Ambit, b: Ambit) => intersect(subtract(a, b), b)],
    [
      'taking away and sharing make up the set',
      (a: Ambit, b: Ambit) => subtract(a, union(subtract(a, b), intersect(a, b))),
    ],
    [
      'taking away two is taking away one after the other',
      (a: Ambit, b: Ambit, c: Ambit) => subtract(subtract(subtract(a, b), c), subtract(a, union(b, c))),
    ],
    [
      'sharing with a union is the union of the shared',
      (a: Ambit, b: Ambit, c: Ambit) => subtract(intersect(a, union(b, c)), union(intersect(a, b), intersect(a, c))),
    ],
  ] as const)('%s', (_law, made) => {
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        expect(emptiness(made(a, b, c)).kind).not.toBe('inhabited');
      }),
      settings(12),
    );
  });

  test('few of these questions stay undetermined', () => {
    const drawn = fc.sample(three, { numRuns: runs(40), seed: SEED });
    const open = drawn.filter(([a, b]) => !isEmpty(subtract(intersect(a, b), union(b, a))));
    expect(open.length / drawn.length).toBeLessThan(0.1);
  });

  test('a difference is empty where compare says within, and has a request where it says exceeds', () => {
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        const sets = [a, b, c].map((each) => (each.kind === 'allowed' ? each.policies : undefined));
        const [granted, ...limits] = sets.filter((set) => set !== undefined);
        if (granted === undefined) return;
        const found = emptiness(subtract(a, union(b, c))).kind;
        const { verdict } = compare(granted, limits);
        expect(`${verdict}, ${found}`).not.toMatch(/^(within, inhabited|exceeds, empty)$/);
      }),
      settings(25),
    );
  });

  test('a witness is in the set', () => {
    fc.assert(
      fc.property(three, ([a, b, c]) => {
        const set = union(subtract(a, b), intersect(b, c));
        const request = witness(set);
        expect(request === undefined ? 'yes' : contains(set, request)).toBe('yes');
      }),
      settings(25),
    );
  });

  test('a Deny that is not named by the same pattern is not lost', () => {
    const left = allowing(policy('Allow', 'b/x*'), policy('Deny', 'b/*y'));
    expect(isEmpty(subtract(left, allowing(policy('Allow', 'b/x*'))))).toBe(true);
    expect(witness(subtract(allowing(policy('Allow', 'b/x*')), left))?.resource).toMatch(/^arn:aws:s3:::b\/x.*y$/);
  });

  test('the union of nothing is empty', () => {
    expect(emptiness(union())).toEqual({ kind: 'empty' });
    expect(isEmpty(intersect(allowing(policy('Allow', 'b/*')), union()))).toBe(true);
  });
});
