import { describe, expect, test } from '@jest/globals';
import { applyCall } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { policySetOf, trustPolicyOf } from '../../../lib/core/account/effective.ts';
import { emptyAccount } from '../../../lib/core/account/empty-account.ts';
import { withStub } from '../../../lib/core/account/missing.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { ACCOUNT, ADA, AWS_ADMIN, DEPLOY, EXAMPLES, LOCAL_LIMIT, LOCAL_READ, SAMPLE } from './sample-account.ts';

function after(call: IamCall, state: AccountState = SAMPLE): AccountState {
  const result = applyCall(state, call);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

function unreadable(state: AccountState, arn: string): readonly string[] {
  const policies = policySetOf(state, arn);
  return [...(policies?.identity ?? []), ...(policies?.boundary ?? [])]
    .filter((policy) => 'unreadable' in policy.document)
    .map((policy) => policy.name);
}

describe('policySetOf', () => {
  test('a user has its own policies and those of its groups, each once, under its boundary', () => {
    const policies = policySetOf(SAMPLE, ADA);
    expect(policies?.identity.map((policy) => policy.name)).toEqual([
      'inline:own',
      LOCAL_READ,
      'group/staff/inline:base',
    ]);
    expect(policies?.boundary?.map((policy) => policy.name)).toEqual([LOCAL_LIMIT]);
    expect(policies?.principal).toEqual({ arn: ADA, userName: 'ada', tags: new Map([['Team', 'blue']]) });
    expect(unreadable(SAMPLE, ADA)).toEqual([]);
  });

  test('a role is pinned by its ARN and tags', () => {
    expect(policySetOf(SAMPLE, DEPLOY)?.principal).toEqual({ arn: DEPLOY, tags: new Map([['Team', 'blue']]) });
  });

  test.each([
    ['lets somebody tag sessions', { Effect: 'Allow', Action: ['sts:AssumeRole', 'sts:TagSession'] }, 'open'],
    ['names that by a pattern', { Effect: 'Allow', Action: 'STS:Tag*' }, 'open'],
    [
      'lets some of them, under a condition',
      { Effect: 'Allow', Action: 'sts:*', Condition: { Bool: { a: 'true' } } },
      'open',
    ],
    ['allows all but another action', { Effect: 'Allow', NotAction: 'sts:AssumeRoleWithSAML' }, 'open'],
    ['cannot be read', { Effect: 'Perhaps' }, 'open'],
    ['only lets the role be assumed', { Effect: 'Allow', Action: 'sts:AssumeRole' }, 'pinned'],
    ['forbids to tag sessions', { Effect: 'Deny', Action: 'sts:TagSession' }, 'pinned'],
  ])('the tags of a role whose trust policy %s', (_what, statement, tags) => {
    const Statement = [{ Principal: { AWS: ACCOUNT }, ...statement }];
    const policyDocument = { Version: '2012-10-17', Statement };
    const state = after({ name: 'UpdateAssumeRolePolicy', roleName: 'Deploy', policyDocument });
    expect(policySetOf(state, DEPLOY)?.principal.tags).toEqual(
      tags === 'open' ? undefined : new Map([['Team', 'blue']]),
    );
  });

  test.each([`arn:aws:iam::${ACCOUNT}:role/Deploy`, `arn:aws:iam::${ACCOUNT}:group/staff`, 'ada', ''])(
    'there is no principal "%s"',
    (arn) => {
      expect(policySetOf(SAMPLE, arn)).toBeUndefined();
    },
  );

  test('the default version decides', () => {
    const policy = policySetOf(after(EXAMPLES.SetDefaultPolicyVersion), DEPLOY)?.identity.at(-1);
    expect(policy?.document).toMatchObject({ statements: [{ action: { patterns: ['s3:*'] } }] });
  });

  test('an attached policy that nobody has read is unreadable', () => {
    expect(unreadable(after(EXAMPLES.AttachRolePolicy), DEPLOY)).toEqual([AWS_ADMIN]);
  });

  test('a boundary that nobody has read is unreadable, not absent', () => {
    expect(unreadable(after(EXAMPLES.PutRolePermissionsBoundary), DEPLOY)).toEqual([AWS_ADMIN]);
  });

  test('a document that does not parse is unreadable, with every problem', () => {
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'allow', Action: '*', Resource: '*', Extra: 1 }] };
    const state = after({ ...EXAMPLES.PutRolePolicy, policyDocument: document });
    expect(policySetOf(state, DEPLOY)?.identity[0]).toMatchObject({
      name: 'inline:logs',
      document: { unreadable: expect.stringMatching(/Extra.*; .*Effect|Effect.*; .*Extra/) },
    });
  });

  test('a group that the state does not list is unreadable', () => {
    expect(unreadable({ ...SAMPLE, groups: new Map() }, ADA)).toEqual(['group/staff']);
  });

  test('a principal known only from calls may hold more, and its tags stay open', () => {
    const start = withStub(emptyAccount(ACCOUNT, 'aws'), EXAMPLES.PutUserPolicy);
    const state = after(EXAMPLES.PutUserPolicy, start);
    expect(unreadable(state, ADA)).toEqual(['unseen']);
    expect(policySetOf(state, ADA)?.principal).toEqual({ arn: ADA, userName: 'ada' });
  });

  test('a group known only from calls may hold more', () => {
    const join: IamCall = { name: 'AddUserToGroup', groupName: 'late', userName: 'ada' };
    expect(unreadable(after(join, withStub(SAMPLE, join)), ADA)).toEqual(['group/late/unseen']);
  });
});

describe('trustPolicyOf', () => {
  test('names the role it opens', () => {
    const role = SAMPLE.roles.get('Deploy');
    expect(role && trustPolicyOf(role)).toMatchObject({
      name: 'trust:Deploy',
      document: { statements: [{ principal: { service: ['ec2.amazonaws.com'] } }] },
    });
  });

  test('of a role known only from calls is unreadable', () => {
    const state = withStub(emptyAccount(ACCOUNT, 'aws'), EXAMPLES.TagRole);
    const role = state.roles.get('Deploy');
    expect(role && trustPolicyOf(role).document).toEqual({ unreadable: 'its document is not known' });
  });
});
