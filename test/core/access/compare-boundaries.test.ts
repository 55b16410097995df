import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ambitOf, contains } from '../../../lib/core/access/ambit/ambit.ts';
import { compare } from '../../../lib/core/access/compare.ts';
import { decide, decideUnder } from '../../../lib/core/access/decide.ts';
import type { AccessRequest, PolicySet } from '../../../lib/core/access/policy-set.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { neighbours, requestAmong } from './random-boundaries.ts';
import { randomFrom } from './random-requests.ts';
import { compared, isOutside, runs, SEED, setOf } from './reading-sets.ts';

const REQUESTS = 60;
const READINGS = ['segment-wise', 'crossing'] as const;

/** Sets about the same keys, read once, and requests that say something of these keys. */
const asked = fc.tuple(neighbours, fc.nat()).map(([drawn, seed]) => {
  const random = randomFrom(seed);
  return {
    pairs: drawn.pairs,
    sets: drawn.sets.map((source) => setOf(source)),
    requests: Array.from({ length: REQUESTS }, () => requestAmong(drawn, random)),
  };
});

/** What shows an answer to be wrong, or says nothing where it should. */
function faultOf(granted: PolicySet, limit: PolicySet, requests: readonly AccessRequest[]): object | undefined {
  const comparison = compare(granted, [limit]);
  switch (comparison.verdict) {
    case 'within':
      return requests.find((request) => isOutsideUnderOne(request, granted, limit));
    case 'exceeds':
      return isOutside(comparison.witness, granted, [limit]) ? undefined : comparison.witness;
    case 'undetermined':
      return comparison.reasons.length > 0 ? undefined : comparison;
  }
}

/** What is within is so under either reading of ARN stars. */
function isOutsideUnderOne(request: AccessRequest, granted: PolicySet, limit: PolicySet): boolean {
  return READINGS.some(
    (reading) =>
      decideUnder(reading, granted, request).decision === 'allow' &&
      decideUnder(reading, limit, request).decision !== 'allow',
  );
}

describe(`laws of compare where kinds of values meet (seed ${SEED})`, () => {
  test('no request contradicts a within, every witness is confirmed, and what is open names its rules', () => {
    fc.assert(
      fc.property(asked, ({ sets, pairs, requests }) => {
        for (const [left, right] of pairs) {
          const [granted, limit] = [sets[left], sets[right]];
          if (granted === undefined || limit === undefined) throw new RangeError(`no sets ${left} and ${right}`);
          expect({ left, right, fault: faultOf(granted, limit, requests) }).toEqual({ left, right });
        }
      }),
      { numRuns: runs(250), seed: SEED },
    );
  });

  test('symbolic membership says what decide says', () => {
    fc.assert(
      fc.property(asked, ({ sets, requests }) => {
        for (const set of sets.slice(1, 4)) {
          for (const request of requests) {
            const member = contains(ambitOf(set), request);
            const symbolic = typeof member === 'object' ? 'undetermined' : member === 'yes' ? 'allow' : 'deny';
            const { decision } = decide(set, request);
            expect(decision.endsWith(symbolic) ? 'alike' : { request, decision, member }).toBe('alike');
          }
        }
      }),
      { numRuns: runs(12), seed: SEED },
    );
  });
});

describe('what a policy allows is in excess', () => {
  test.each([
    [
      'where the shortest text is empty, which is no value to set operators',
      { 'ForAnyValue:StringNotLike': { 'aws:UserAgent': 's' }, StringNotLike: { 'aws:UserAgent': ['?', 's'] } },
    ],
  ])('%s', (_name, condition: JsonObject) => {
    const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: condition };
    expect(compared({ Version: '2012-10-17', Statement: allow }, { identity: [] }).verdict).toBe('exceeds');
  });
});

test('a negated ARN operator leaves open what is no ARN, also where no ARN has its pattern', () => {
  const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
  const limit = { ...allow, Condition: { ArnNotLike: { 'example:Text': 'x*' } } };
  expect(
    compared({ Version: '2012-10-17', Statement: allow }, { Version: '2012-10-17', Statement: limit }),
  ).toMatchObject({ verdict: 'undetermined' });
});
