import { describe, expect, test } from '@jest/globals';
import type { JsonObject } from '../../../lib/core/json.ts';
import { compared } from './reading-sets.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/agents/r`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/r/s`;

/** Access of the role to a bucket of its own account, whose policy has this statement. */
function roleWith(statement: JsonObject, identity: readonly JsonObject[] = []): JsonObject {
  const { Effect, Principal, NotPrincipal } = statement;
  const named = Principal === undefined ? { NotPrincipal: NotPrincipal ?? '*' } : { Principal };
  const whole = { Effect: Effect ?? 'Allow', ...named, Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
  return {
    principal: { arn: ROLE },
    identity,
    resource: {
      document: { Version: '2012-10-17', Statement: [whole] },
      arn: 'arn:aws:s3:::b',
      account: ACCOUNT,
    },
  };
}

const READS = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }],
};

describe('sessions of a role, in the policy of a resource', () => {
  test('what only one session of the role is given is in excess, and that session shows it', () => {
    expect(compared(roleWith({ Principal: { AWS: SESSION } }), { identity: [] })).toMatchObject({
      verdict: 'exceeds',
      witness: { principal: SESSION, action: 's3:GetObject' },
    });
  });

  test.each([
    ['of another role', `arn:aws:sts::${ACCOUNT}:assumed-role/q/s`],
    ['of a role of that name in another account', 'arn:aws:sts::444455556666:assumed-role/r/s'],
  ])('a session %s is not the role', (_name, session) => {
    expect(compared(roleWith({ Principal: { AWS: session } }), { identity: [] }).verdict).toBe('within');
  });

  test('a standard that denies one session is exceeded by it, where the access does not', () => {
    const standard = roleWith({ Effect: 'Deny', Principal: { AWS: SESSION } }, [READS]);
    expect(compared({ principal: { arn: ROLE }, identity: [READS] }, standard)).toMatchObject({
      verdict: 'exceeds',
      witness: { principal: SESSION },
    });
  });

  test('whether NotPrincipal spares the sessions of a role that it lists is not settled', () => {
    const listed = { NotPrincipal: { AWS: [ROLE, `arn:aws:iam::${ACCOUNT}:root`] } };
    const standard = roleWith({ Effect: 'Deny', ...listed }, [READS]);
    const comparison = compared({ principal: { arn: ROLE }, identity: [READS] }, standard);
    expect(comparison).toMatchObject({ verdict: 'undetermined', reasons: [{ rule: 'not-principal-hierarchy' }] });
  });
});
