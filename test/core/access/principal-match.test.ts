import { describe, expect, test } from '@jest/globals';
import { pinsOf } from '../../../lib/core/access/pins.ts';
import {
  accountOfPrincipal,
  isIamPrincipal,
  isRoleOfSession,
  isServiceName,
  notPrincipalHits,
  reachOf,
} from '../../../lib/core/access/principal-match.ts';
import type { PrincipalElement } from '../../../lib/core/policy/statement.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/team/deploy`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/deploy/bob`;
const USER = `arn:aws:iam::${ACCOUNT}:user/bob`;
const ROOT = `arn:aws:iam::${ACCOUNT}:root`;
const OTHER_ROOT = 'arn:aws:iam::444455556666:root';
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
    [{ aws: ['AROAEXAMPLEROLEOFSOMEONE'] }, 'AROAEXAMPLEROLEOFSOMEONE', 'exact'],
    [{ aws: ['AROAEXAMPLEROLEOFSOMEONE'] }, ROLE, 'no'],
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
    [{ aws: ['nonsense', ''] }, USER, 'no'],
    [{ aws: [OTHER_ROOT] }, USER, 'no'],
    [{ aws: [`arn:aws:sts::${ACCOUNT}:root`] }, USER, 'no'],
    [{ aws: [ROOT] }, ACCOUNT, 'account'],
    [{ aws: [ROOT] }, ROOT, 'exact'],
    [{ service: ['*'] }, 'lambda.amazonaws.com', 'everyone'],
    [{ federated: ['*'] }, 'lambda.amazonaws.com', 'no'],
    [{ federated: ['*'] }, 'accounts.google.com', 'everyone'],
    [{ federated: ['cognito-identity.amazonaws.com'] }, 'cognito-identity.amazonaws.com', 'exact'],
    [{ canonicalUser: ['*'] }, CANONICAL, 'everyone'],
    [{ canonicalUser: [`${CANONICAL}a`] }, `${CANONICAL}a`, 'no'],
    [{ canonicalUser: [`z${CANONICAL}`] }, `z${CANONICAL}`, 'no'],
    [{}, USER, 'no'],
  ])('%j, %s: %s', (element, principal, expected) => {
    expect(reachOf({ ...NOBODY, ...element }, principal)).toBe(expected);
  });

  test.each([
    [USER, ACCOUNT],
    [ACCOUNT, ACCOUNT],
    [`${ACCOUNT}4`, undefined],
    [`x${ACCOUNT}`, undefined],
    ['lambda.amazonaws.com', undefined],
    ['arn:aws:s3:::bucket', undefined],
  ])('the account of %s is %s', (principal, expected) => {
    expect(accountOfPrincipal(principal)).toBe(expected);
  });
});

describe('what kind a principal is of', () => {
  test.each([
    ['lambda.amazonaws.com', 'service'],
    ['lambda.amazonaws.com.cn', 'service'],
    ['lambda.amazonaws.com.example', 'other'],
    ['https://lambda.amazonaws.com', 'other'],
    ['accounts.google.com', 'other'],
    [CANONICAL, 'other'],
    [SAML, 'other'],
    [USER, 'IAM'],
    [ROLE, 'IAM'],
    [SESSION, 'IAM'],
    [ROOT, 'IAM'],
    [ACCOUNT, 'IAM'],
  ])('%s: %s', (principal, expected) => {
    const kind = isServiceName(principal) ? 'service' : isIamPrincipal(principal) ? 'IAM' : 'other';
    expect([kind, isIamPrincipal(principal)]).toEqual([expected, expected === 'IAM']);
  });

  test.each([
    [ROLE, SESSION, true],
    [`arn:aws:iam::${ACCOUNT}:role/deploy`, SESSION, true],
    [`arn:aws:iam::${ACCOUNT}:role/deploy/other`, SESSION, false],
    [`arn:aws:iam::${ACCOUNT}:user/deploy`, SESSION, false],
    [`arn:aws:sts::${ACCOUNT}:role/deploy`, SESSION, false],
    ['arn:aws:iam::444455556666:role/deploy', SESSION, false],
    [`arn:aws-cn:iam::${ACCOUNT}:role/deploy`, SESSION, false],
    [ROLE, `arn:aws:iam::${ACCOUNT}:assumed-role/deploy/bob`, false],
    [ROLE, 'nonsense', false],
    ['nonsense', SESSION, false],
  ])('%s is the role of %s: %j', (role, session, expected) => {
    expect(isRoleOfSession(role, session)).toBe(expected);
  });
});

describe('whether a NotPrincipal element hits a principal', () => {
  const OPEN = { unclear: 'not-principal-hierarchy' };

  test.each([
    [{ aws: ['*'] }, USER, 'no'],
    [{ aws: [`${USER}2`, ROOT] }, USER, 'yes'],
    [{ aws: [USER, ROOT] }, USER, 'no'],
    [{ aws: [USER, ACCOUNT] }, USER, 'no'],
    [{ aws: [USER] }, USER, OPEN],
    [{ aws: [USER, OTHER_ROOT] }, USER, OPEN],
    [{ aws: [ROOT] }, USER, 'yes'],
    [{ aws: [ROOT] }, ROOT, 'no'],
    [{ aws: [ACCOUNT] }, ROOT, 'no'],
    [{ aws: [SESSION, ROLE, ROOT] }, SESSION, 'no'],
    [{ aws: [SESSION, ROOT] }, SESSION, OPEN],
    [{ aws: [ROLE, ROOT] }, SESSION, OPEN],
    [{ service: ['lambda.amazonaws.com'] }, 'lambda.amazonaws.com', 'no'],
    [{ service: ['lambda.amazonaws.com'] }, 'ec2.amazonaws.com', 'yes'],
    [{ canonicalUser: [CANONICAL] }, CANONICAL, 'no'],
  ])('%j, %s: %j', (element, principal, expected) => {
    expect(notPrincipalHits({ ...NOBODY, negated: true, ...element }, principal)).toEqual(expected);
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
