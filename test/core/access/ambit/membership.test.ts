import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ambitOf, contains } from '../../../../lib/core/access/ambit/ambit.ts';
import { decide } from '../../../../lib/core/access/decide.ts';
import type { AccessRequest, PolicySet } from '../../../../lib/core/access/policy-set.ts';
import { mixedPair, rcpSetSource } from '../random-mixed.ts';
import { setSource } from '../random-policies.ts';
import { randomCall, randomFrom, randomRequest } from '../random-requests.ts';
import { runs, SEED, setOf } from '../reading-sets.ts';

/** Requests drawn for each set: in the suite some ten thousand pairs, with AMBIT_RUNS=40 a million. */
const REQUESTS = 100;

/** Which of so many requests that are drawn the two answer differently. */
const disagreements = (policies: PolicySet, draw: () => AccessRequest): readonly object[] =>
  Array.from({ length: REQUESTS }, () => disagreement(policies, draw())).filter((each) => each !== undefined);

/** The answer of the symbolic engine in the words of `decide`, where the two differ. */
function disagreement(policies: PolicySet, request: AccessRequest): object | undefined {
  const { decision } = decide(policies, request);
  const member = contains(ambitOf(policies), request);
  const symbolic = typeof member === 'object' ? 'undetermined' : member === 'yes' ? 'allow' : 'deny';
  return decision.endsWith(symbolic) ? undefined : { request, decision, member };
}

describe(`symbolic membership says what decide says (seed ${SEED})`, () => {
  test.each([
    ['of policies of a principal', setSource],
    ['under resource control policies', rcpSetSource],
  ] as const)('%s', (_name, source) => {
    fc.assert(
      fc.property(source, fc.nat(), (set, seed) => {
        const [policies, random] = [setOf(set), randomFrom(seed)];
        const who = policies.principal.arn === undefined ? 'anyone' : 'known';
        expect(disagreements(policies, () => randomRequest(random, who))).toEqual([]);
      }),
      { numRuns: runs(100), seed: SEED },
    );
  });

  test('beside the policy of a resource', () => {
    fc.assert(
      fc.property(mixedPair, fc.nat(), ({ granted, place }, seed) => {
        const [policies, random] = [setOf(granted), randomFrom(seed)];
        expect(disagreements(policies, () => randomCall(random, policies.principal.arn ?? '', place))).toEqual([]);
      }),
      { numRuns: runs(100), seed: SEED },
    );
  });
});
