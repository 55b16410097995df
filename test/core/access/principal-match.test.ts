import { describe, expect, test } from '@jest/globals';
import { pinsOf } from '../../../lib/core/access/pins.ts';
import { accountOfPrincipal, reachOf } from '../../../lib/core/access/principal-match.ts';
import type { PrincipalElement } from '../../../lib/core/policy/statement.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/deploy`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/bob`;
const USER = `arn:aws:iam::${ACCOUNT}:user/bob`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const SAML = `arn:aws:iam::${ACCOUNT}:saml-provider/corp`;
const CANONICAL = 'a'.repeat(64);

const NOBODY: PrincipalElement = { negated: false, aws: [], service: [], federated: [], canonicalUser: [] };

describe('how a Principal element reaches a principal', () => {
  test.each([
    [{ aws: ['*'] }, USER, 'everyone'],
    [{ aws: [USER] }, USER, 'exact'],
    [{ aws: [USER] }, `${USER}2`, 'no'],
    [{ aws: [ACCOUNT] }, USER, 'account'],
    [{ aws: [ROOT] }, SESSION, 'account'],
    [{ aws: ['arn:aws-cn:iam::111122223333:root'] }, USER, 'no'],
    [{ aws: [ROLE] }, SESSION, 'role'],
    [{ aws: [ROLE] }, ROLE, 'exact'],
    [{ aws: [ROLE] }, `arn:aws:sts::${ACCOUNT}:assumed-role/deploy2/bob`, 'no'],
    [{ aws: [ROLE] }, `arn:aws:sts::444455556666:assumed-role/deploy/bob`, 'no'],
    [{ aws: [SESSION] }, SESSION, 'exact'],
    [{ aws: [SESSION] }, ROLE, 'no'],
    [{ aws: [ROLE, '*', SESSION] }, SESSION, 'exact'],
    [{ aws: [`arn:aws:iam::${ACCOUNT}:user/*`] }, USER, 'no'],
    [{ service: ['lambda.amazonaws.com'] }, 'lambda.amazonaws.com', 'exact'],
    [{ service: ['lambda.amazonaws.com'] }, 'ec2.amazonaws.com', 'no'],
    [{ aws: [ACCOUNT] }, 'lambda.amazonaws.com', 'no'],
    [{ federated: [SAML] }, SAML, 'exact'],
    [{ aws: [ACCOUNT] }, SAML, 'no'],
    [{ federated: ['accounts.google.com'] }, 'accounts.google.com', 'exact'],
    [{ service: ['*'] }, 'accounts.google.com', 'no'],
    [{ canonicalUser: [CANONICAL] }, CANONICAL, 'exact'],
    [{ aws: ['*'] }, CANONICAL, 'everyone'],
    [{}, USER, 'no'],
  ])('%j, %s: %s', (element, principal, expected) => {
    expect(reachOf({ ...NOBODY, ...element }, principal)).toBe(expected);
  });

  test.each([
    [USER, ACCOUNT],
    [ACCOUNT, ACCOUNT],
    ['lambda.amazonaws.com', undefined],
    ['arn:aws:s3:::bucket', undefined],
  ])('the account of %s is %s', (principal, expected) => {
    expect(accountOfPrincipal(principal)).toBe(expected);
  });
});

describe('what follows from who the principal is', () => {
  test.each([
    [{ arn: USER }, 'aws:username', ['bob']],
    [{ arn: `arn:aws:iam::${ACCOUNT}:user/a/b/bob` }, 'aws:username', ['bob']],
    [{ arn: USER }, 'aws:principalarn', [USER]],
    [{ arn: USER }, 'aws:principalaccount', [ACCOUNT]],
    [{ arn: USER }, 'aws:principaltype', ['User']],
    [{ arn: USER }, 'aws:principaltag/team', undefined],
    [{ arn: USER, tags: new Map([['Team', 'a']]) }, 'aws:principaltag/team', ['a']],
    [{ arn: USER, tags: new Map() }, 'aws:principaltag/team', []],
    [{ arn: ROLE }, 'aws:username', []],
    [{ arn: ROLE, tags: new Map() }, 'aws:principaltag/team', undefined],
    [{ organizationId: 'o-1' }, 'aws:principalorgid', ['o-1']],
    [{}, 'aws:principalarn', undefined],
    [{ arn: USER }, 'aws:sourceip', undefined],
  ])('%j: %s is %j', (facts, key, expected) => {
    expect(pinsOf(facts)(key)).toEqual(expected);
  });
});
