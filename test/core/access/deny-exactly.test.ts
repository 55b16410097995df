import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../lib/core/access/compare.ts';
import { decide } from '../../../lib/core/access/decide.ts';
import { denyExactly } from '../../../lib/core/access/deny-exactly.ts';
import { denyExcess } from '../../../lib/core/access/deny-excess.ts';
import type { AccessRequest, PolicySet } from '../../../lib/core/access/policy-set.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { type SetSource, alikeSources } from './random-policies.ts';
import { randomFrom, randomRequest } from './random-requests.ts';
import { runs, SEED, setOf } from './reading-sets.ts';

function policy(...statements: readonly JsonObject[]): PolicySet {
  return setOf({ Version: '2012-10-17', Statement: statements });
}

function allow(
  action: string | readonly string[],
  resource: string | readonly string[],
  condition?: JsonObject,
): JsonObject {
  const when = condition === undefined ? {} : { Condition: condition };
  return { Effect: 'Allow', Action: action, Resource: resource, ...when };
}

const REPORTS = 'arn:aws:s3:::reports/*';

/** What is granted, what may be at most, and the denies that make the one the other. */
const CASES: readonly (readonly [string, PolicySet, PolicySet, readonly JsonObject[]])[] = [
  [
    'an action that the standard does not name is denied everywhere',
    policy(allow(['s3:GetObject', 's3:PutObject'], REPORTS)),
    policy(allow('s3:GetObject', '*')),
    [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }],
  ],
  [
    'an action that it allows elsewhere is denied outside of that',
    policy(allow('s3:GetObject', '*')),
    policy(allow('s3:GetObject', REPORTS), allow('s3:GetObject', 'arn:aws:s3:::public/*')),
    [{ Effect: 'Deny', Action: 's3:GetObject', NotResource: [REPORTS, 'arn:aws:s3:::public/*'] }],
  ],
  [
    'a condition is turned around, so that a request without the key is denied as well',
    policy(allow('s3:GetObject', REPORTS)),
    policy(allow('s3:GetObject', '*', { StringEquals: { 'aws:PrincipalTag/team': ['cost', 'billing'] } })),
    [
      {
        Effect: 'Deny',
        Action: 's3:GetObject',
        Resource: '*',
        Condition: { StringNotEquals: { 'aws:PrincipalTag/team': ['cost', 'billing'] } },
      },
    ],
  ],
  [
    'what the standard denies is denied as it says it',
    policy(allow('s3:GetObject', '*')),
    policy(allow('s3:*', '*'), { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::secret/*' }),
    [{ Effect: 'Deny', Action: 's3:GetObject', Resource: ['arn:aws:s3:::secret/*'] }],
  ],
  [
    'a number over a bound, or no number, is outside of what is at most the bound',
    policy(allow('s3:ListBucket', '*')),
    policy(allow('s3:ListBucket', '*', { NumericLessThanEquals: { 's3:max-keys': '10' } })),
    [
      {
        Effect: 'Deny',
        Action: 's3:ListBucket',
        Resource: '*',
        Condition: { NumericGreaterThanIfExists: { 's3:max-keys': ['10'] } },
      },
    ],
  ],
  ['access that is within needs no deny', policy(allow('s3:GetObject', REPORTS)), policy(allow('s3:*', '*')), []],
];

const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

describe(`the policy that takes just the excess away (seed ${SEED})`, () => {
  test.each(CASES)('%s', (_name, granted, limit, statements) => {
    expect(denyExactly(granted, [limit])).toEqual({
      ok: true,
      value: { Version: '2012-10-17', Statement: statements },
    });
  });

  test('actions are written out where the standard allows new ones that begin alike', () => {
    const granted = policy(allow('sqs:*', '*'));
    const limit = policy(allow('sqs:*', '*'), { Effect: 'Deny', NotAction: 'sqs:SendMessage', Resource: '*' });
    const made = denyExactly(granted, [limit]);
    expect(made.ok && JSON.stringify(made.value)).not.toContain('sqs:Send*');
  });

  test('what IAM has no words for is named', () => {
    const limit = policy(allow('s3:GetObject', '*', { BinaryEquals: { 'example:Blob': 'YQ==' } }));
    expect(denyExactly(policy(allow('s3:GetObject', '*')), [limit])).toMatchObject({
      ok: false,
      error: { code: 'NOT_EXPRESSIBLE', what: expect.stringContaining('BinaryEquals') },
    });
  });

  test('a policy over the size that IAM takes is refused with its size', () => {
    const places = Array.from({ length: 400 }, (_none, index) => `arn:aws:s3:::bucket-with-a-long-name-${index}/*`);
    const made = denyExactly(policy(allow('s3:GetObject', '*')), [policy(allow('s3:GetObject', places))]);
    expect(made).toMatchObject({ ok: false, error: { code: 'TOO_LARGE', most: 10_240 } });
  });

  test('with it the access is what both sides allow, request by request', () => {
    fc.assert(
      fc.property(alikeSources, fc.nat(), ([left, right], seed) => {
        const [granted, limit] = [setOf(left), setOf(sameCaller(left, right))];
        const made = denyExactly(granted, [limit]);
        if (!made.ok) return;
        const held = { ...granted, identity: [...granted.identity, ...setOf(made.value).identity] };
        const random = randomFrom(seed);
        for (let drawn = 0; drawn < 60; drawn += 1) {
          const request = randomRequest(random, granted.principal.arn === undefined ? 'anyone' : 'known');
          const right = both(granted, limit, request).includes(answer(held, request));
          expect(right ? 'right' : { request, document: made.value }).toBe('right');
        }
      }),
      settings(40),
    );
  });

  test('what a boundary kept of a whole service is denied in a few words when the boundary is gone', () => {
    const within = ['s3:GetObject', 's3:ListBucket', 'dynamodb:GetItem', 'logs:GetLogEvents'];
    const granted = policy(allow('s3:GetObject', '*'), allow('ec2:*', '*'));
    const { identity: boundary } = policy(allow(within, '*'));
    const limits = [policy(allow(within, '*')), { ...granted, boundary }];
    const denied = { Effect: 'Deny', NotAction: within, Resource: '*' };
    expect(denyExcess(granted, limits, 2000)).toEqual({
      ok: true,
      value: { Version: '2012-10-17', Statement: [denied] },
    });
  });

  test('most excess that is found can be taken away exactly', () => {
    const drawn = fc.sample(alikeSources, { numRuns: runs(80), seed: SEED });
    const exceeding = drawn
      .map(([left, right]) => [setOf(left), setOf(sameCaller(left, right))] as const)
      .filter(([granted, limit]) => compare(granted, [limit]).verdict === 'exceeds');
    const exact = exceeding.filter(([granted, limit]) => denyExactly(granted, [limit]).ok);
    expect(exact.length / exceeding.length).toBeGreaterThan(0.5);
  });
});

function sameCaller({ principal }: SetSource, { principal: _other, ...set }: SetSource): SetSource {
  return principal === undefined ? set : { ...set, principal };
}

function answer(policies: PolicySet, request: AccessRequest): string {
  return decide(policies, request).decision.replace(/^.*-deny$/, 'deny');
}

/** What may be answered where both sides must allow; what is open on a side that matters may be anything. */
function both(granted: PolicySet, limit: PolicySet, request: AccessRequest): readonly string[] {
  const [own, most] = [answer(granted, request), answer(limit, request)];
  if (own === 'undetermined' || (own === 'allow' && most === 'undetermined')) return ['allow', 'deny', 'undetermined'];
  if (own === 'allow' && most === 'allow') return ['allow'];
  return ['deny'];
}
