import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../../lib/core/access/compare.ts';
import type { Comparison } from '../../../../lib/core/access/excess.ts';
import type { JsonObject } from '../../../../lib/core/json.ts';
import { mixedPair } from '../random-mixed.ts';
import { type SetSource, documentSource, pairSource } from '../random-policies.ts';
import { isOutside, runs, SEED, setOf } from '../reading-sets.ts';

function allowing(...statements: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements.map((each) => ({ Effect: 'Allow', Resource: '*', ...each })) };
}

/** A single policy, of which nothing else is known: what it allows by itself is remembered with it. */
const alone = documentSource.map((document): SetSource => ({ identity: [document] }));

/** The policy of a bucket by itself, which names principals. */
const ofResource = mixedPair.map(
  ({ granted: { resource } }): SetSource => ({ identity: [], ...(resource === undefined ? {} : { resource }) }),
);

const several = fc
  .tuple(fc.array(alone, { minLength: 2, maxLength: 3 }), pairSource, ofResource)
  .map(([policies, pair, resource]) => [...policies, ...pair, resource]);

const plainStatement = fc.constantFrom(
  { Action: ['s3:GetObject'], Condition: { ArnLike: { 'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/x'] } } },
  { Action: ['s3:GetObject'], Resource: ['arn:aws:s3:${aws:username}:::b'] },
  { Action: ['s3:PutObject'] },
  { Action: ['ec2:*'] },
);

/** Policies of which each says little, beside the policy of a bucket that lets in another account. */
const plain = fc
  .array(fc.uniqueArray(plainStatement, { minLength: 1, maxLength: 2 }), { minLength: 3, maxLength: 3 })
  .map((lists): readonly JsonObject[] => [
    ...lists.map((list) => ({ identity: [allowing(...list)] })),
    {
      identity: [],
      resource: {
        document: allowing({ Action: 's3:PutObject', Principal: { AWS: 'arn:aws:iam::444455556666:root' } }),
        arn: 'arn:aws:s3:::b',
      },
    },
  ]);

/** What does not depend on the letters that were free when a witness was written. */
function essence(comparison: Comparison): object {
  if (comparison.verdict === 'within') return comparison;
  const excess = comparison.excess.map(({ witness, ...part }) => ({ ...part, isConfirmed: witness !== undefined }));
  return { verdict: comparison.verdict, excess, reasons: comparison.reasons };
}

/** Where a search stopped at its limit: with what is remembered it comes further. */
function isCapped({ reasons }: Comparison): boolean {
  return reasons.some(({ rule }) => rule === 'search-cap');
}

describe(`what is remembered of a policy (seed ${SEED})`, () => {
  test.each([
    ['of every kind', several, 6],
    ['that say little', plain, 40],
  ] as const)(
    'changes no answer: policies %s, one after the other, are as if read anew each time',
    (_name, source, inSuite) => {
      fc.assert(
        fc.property(
          source,
          fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 4, maxLength: 8 }),
          (sources, pairs) => {
            const read = sources.map((source) => setOf(source));
            for (const [left, right] of pairs) {
              const [one, other] = [left % sources.length, right % sources.length];
              const warm = compare(at(read, one), [at(read, other)]);
              const [granted, limit] = [setOf(at(sources, one)), setOf(at(sources, other))];
              expect(warm.verdict !== 'exceeds' || isOutside(warm.witness, granted, [limit])).toBe(true);
              const cold = compare(granted, [limit]);
              if (isCapped(cold)) continue;
              expect(essence(warm)).toEqual(essence(cold));
            }
          },
        ),
        { numRuns: runs(inSuite), seed: SEED },
      );
    },
  );

  test('leaves out what was not confirmed: each comparison says why', () => {
    const policy = setOf(allowing({ Action: 's3:GetObject', Resource: 'arn:aws:s3:${aws:username}:::b' }));
    for (const action of ['ec2:*', 'sqs:*', 'ec2:*']) {
      const comparison = compare(policy, [setOf(allowing({ Action: action }))]);
      expect(comparison).toMatchObject({
        verdict: 'undetermined',
        reasons: [{ rule: 'variable-in-arn-prefix' }],
      });
    }
  });

  test('is what everybody may do, not what somebody whom no policy of a resource names', () => {
    const role = 'arn:aws:iam::111122223333:role/x';
    const policy = setOf(
      allowing(
        { Action: 's3:GetObject', Condition: { ArnLike: { 'aws:PrincipalArn': role } } },
        { Action: 's3:PutObject' },
      ),
    );
    const bucket = allowing({ Action: 's3:PutObject', Principal: { AWS: 'arn:aws:iam::444455556666:root' } });
    const writing = setOf(allowing({ Action: 's3:PutObject' }));
    compare(policy, [setOf({ identity: [], resource: { document: bucket, arn: 'arn:aws:s3:::b' } })]);
    expect(compare(policy, [writing])).toMatchObject({
      verdict: 'exceeds',
      witness: { action: 's3:GetObject', context: { 'aws:principalarn': role } },
    });
  });
});

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`nothing at ${index}`);
  return item;
}
