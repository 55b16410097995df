import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../lib/core/access/compare.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { compared, isNotInside, isOutside, runs, SEED, setOf } from './reading-sets.ts';
import { randomFrom } from './random-requests.ts';
import { randomAssumption, trustPair, trustSource } from './random-trust.ts';

const REQUESTS = 100;

describe(`laws of compare for trust policies (seed ${SEED})`, () => {
  test('every trust policy is within itself', () => {
    fc.assert(
      fc.property(trustSource, (trust) => {
        expect(compared(trust, trust)).toMatchObject({ verdict: 'within', futureOnly: false });
      }),
      { numRuns: runs(100), seed: SEED },
    );
  });

  test('no call by a principal at random contradicts a within, and every witness is confirmed', () => {
    fc.assert(
      fc.property(trustPair, fc.nat(), ([left, right], seed) => {
        const [granted, limit] = [setOf(left), setOf(right)];
        const comparison = compare(granted, [limit]);
        const witnessed = comparison.verdict !== 'exceeds' || isOutside(comparison.witness, granted, [limit]);
        expect(witnessed ? 'confirmed' : comparison).toBe('confirmed');
        if (comparison.verdict !== 'within') return;
        const random = randomFrom(seed);
        for (let drawn = 0; drawn < REQUESTS; drawn += 1) {
          const request = randomAssumption(random);
          expect(isNotInside(request, granted, [limit]) ? request : 'inside').toBe('inside');
        }
      }),
      { numRuns: runs(400), seed: SEED },
    );
  });

  test('who is named with an account alone is not spared by NotPrincipal', () => {
    const account = 'arn:aws:iam::444455556666:root';
    const bob = 'arn:aws:iam::444455556666:user/bob';
    const alice = 'arn:aws:iam::444455556666:user/alice';
    const rest = { Action: 's3:GetObject', Resource: '*' };
    const deny = { ...rest, Effect: 'Deny', NotPrincipal: { AWS: [account, bob] } };
    const to = (principal: string): JsonObject => ({
      Version: '2012-10-17',
      Statement: [{ ...rest, Effect: 'Allow', Principal: { AWS: principal } }],
    });
    const limit = { Version: '2012-10-17', Statement: [{ ...rest, Effect: 'Allow', Principal: '*' }, deny] };
    expect(compared(to(alice), limit).verdict).toBe('exceeds');
    expect(compared(to(bob), limit).verdict).toBe('within');
  });
});

test('the root user is told apart from the others of its account', () => {
  const root = 'arn:aws:iam::444455556666:root';
  const rest = { Action: 's3:GetObject', Resource: '*' };
  const deny = { ...rest, Effect: 'Deny', NotPrincipal: { AWS: root } };
  const open = { ...rest, Effect: 'Allow', Principal: '*' };
  const granted = { Version: '2012-10-17', Statement: [open, deny] };
  const limit = {
    Version: '2012-10-17',
    Statement: [{ ...open, Principal: { Service: 'ec2.amazonaws.com' } }, deny],
  };
  expect(compared(granted, limit)).toMatchObject({ verdict: 'exceeds', witness: { principal: root } });
});

const ROLE = 'arn:aws:iam::111122223333:role/r';
const FEDERATED_USER = { ArnLike: { 'aws:PrincipalArn': 'arn:aws:sts::111122223333:federated-user/*' } };

function statement(effect: 'Allow' | 'Deny', principals: JsonObject, condition: JsonObject = {}): JsonObject {
  return { Effect: effect, ...principals, Action: 's3:GetObject', Resource: '*', Condition: condition };
}

function policy(...statements: readonly JsonObject[]): JsonObject {
  return { Version: '2012-10-17', Statement: statements };
}

test.each([
  [
    'who is named by an id is of no account that is named',
    policy(statement('Allow', { Principal: { AWS: 'AIDAEXAMPLEUSEROFSOMEONE' } })),
    policy(statement('Allow', { Principal: { AWS: '111122223333', Service: '*', Federated: '*' } })),
    { principal: 'AIDAEXAMPLEUSEROFSOMEONE' },
  ],
  [
    'canonical users are of no other kind',
    policy(statement('Allow', { Principal: { CanonicalUser: '*' } })),
    policy(statement('Allow', { Principal: { AWS: ROLE, Service: '*', Federated: '*' } })),
    { principal: '0'.repeat(64) },
  ],
  [
    'a Deny of canonical users takes some of everyone',
    policy(statement('Allow', { Principal: '*' })),
    policy(
      statement('Allow', { Principal: '*' }),
      statement('Deny', { Principal: { CanonicalUser: ['*', '0'.repeat(64)] } }),
    ),
    { principal: '0'.repeat(64) },
  ],
  [
    'federated users of an account are allowed by their own ARN',
    policy(statement('Allow', { Principal: { AWS: '111122223333' } }, FEDERATED_USER)),
    policy(statement('Allow', { Principal: { AWS: ROLE } })),
    { context: { 'aws:principalarn': 'arn:aws:sts::111122223333:federated-user/x' } },
  ],
  [
    'federated users of an account are denied by their own ARN',
    policy(statement('Allow', { Principal: '*' })),
    policy(statement('Allow', { Principal: '*' }), statement('Deny', { Principal: { AWS: '*' } }, FEDERATED_USER)),
    { context: { 'aws:principalarn': 'arn:aws:sts::111122223333:federated-user/x' } },
  ],
  [
    'who is of an account is of its partition',
    policy(statement('Allow', { Principal: { AWS: 'arn:aws-cn:iam::111122223333:root' } })),
    policy(
      statement('Allow', { Principal: { AWS: 'arn:aws-cn:iam::111122223333:root' } }),
      statement('Deny', { Principal: '*' }, { ArnLike: { 'aws:PrincipalArn': 'arn:aws-cn:iam::*:role/*' } }),
    ),
    { principal: 'arn:aws-cn:iam::111122223333:role/unnamed-in-these-policies' },
  ],
  [
    'an account may be named in two partitions',
    policy(
      statement('Allow', {
        Principal: { AWS: ['arn:aws:iam::111122223333:root', 'arn:aws-us-gov:iam::111122223333:root'] },
      }),
    ),
    policy(statement('Allow', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } })),
    { principal: 'arn:aws-us-gov:iam::111122223333:root' },
  ],
  [
    'RCPs do not restrict the service-linked roles of an account',
    {
      resource: { document: policy(statement('Allow', { Principal: { AWS: '111122223333' } })) },
      rcps: [[policy(statement('Deny', { Principal: '*' }))]],
    },
    policy(statement('Allow', { Principal: { AWS: ROLE } })),
    {
      principal: 'arn:aws:iam::111122223333:role/aws-service-role/unnamed.amazonaws.com/AWSServiceRoleForUnnamed',
    },
  ],
])('%s', (_name, granted, limit, witness) => {
  expect(compared(granted, limit)).toMatchObject({ verdict: 'exceeds', witness });
});

test('a role that NotPrincipal spares says nothing of its sessions, also where nobody in particular asks', () => {
  const spared = { NotPrincipal: { AWS: [ROLE, 'arn:aws:iam::111122223333:root'] } };
  const limit = policy(statement('Allow', { Principal: '*' }), statement('Deny', spared));
  const comparison = compared(policy(statement('Allow', { Principal: { AWS: ROLE } })), limit);
  expect(comparison).toMatchObject({ verdict: 'undetermined', reasons: [{ rule: 'not-principal-hierarchy' }] });
});
