import { describe, expect, test } from '@jest/globals';
import type { ResourceRequest } from '../../../lib/core/activity/hook-request.ts';
import { iamCallsOf, isIamGrant } from '../../../lib/core/activity/iam-resources.ts';
import type { JsonObject } from '../../../lib/core/json.ts';

const DOCUMENT = { Version: '2012-10-17', Statement: [] };
const ARN = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

function request(
  type: string,
  action: ResourceRequest['action'],
  properties: JsonObject,
  previous?: JsonObject,
): ResourceRequest {
  return {
    target: 'resource',
    token: 't',
    account: '111122223333',
    partition: 'aws',
    region: 'us-east-1',
    stack: undefined,
    logicalId: 'Thing',
    type,
    action,
    properties,
    previous,
  };
}

function namesOf(...given: Parameters<typeof request>): readonly string[] {
  const calls = iamCallsOf(request(...given), 'thing');
  if (!calls.ok) throw new Error(calls.error);
  return calls.value.map(({ name }) => name);
}

const POLICIES = { PolicyName: 'p', PolicyDocument: DOCUMENT };

describe('the calls that a resource comes to', () => {
  test('a role is made, then given what it has', () => {
    const properties = {
      AssumeRolePolicyDocument: DOCUMENT,
      Policies: [POLICIES],
      ManagedPolicyArns: [ARN],
      PermissionsBoundary: ARN,
      Tags: [{ Key: 'k', Value: 'v' }],
    };
    expect(namesOf('AWS::IAM::Role', 'create', properties)).toEqual([
      'CreateRole',
      'UpdateAssumeRolePolicy',
      'PutRolePolicy',
      'AttachRolePolicy',
      'PutRolePermissionsBoundary',
      'TagRole',
    ]);
  });

  test('a change puts what is there and takes away what is not there any more', () => {
    const trust = { AssumeRolePolicyDocument: DOCUMENT };
    const before = { ...trust, Policies: [POLICIES], ManagedPolicyArns: [ARN], PermissionsBoundary: ARN };
    expect(namesOf('AWS::IAM::Role', 'update', trust, before)).toEqual([
      'UpdateAssumeRolePolicy',
      'DeleteRolePolicy',
      'DetachRolePolicy',
      'DeleteRolePermissionsBoundary',
    ]);
  });

  test('another name is another role: nothing is taken from the one before', () => {
    const trust = { AssumeRolePolicyDocument: DOCUMENT };
    const calls = namesOf(
      'AWS::IAM::Role',
      'update',
      { ...trust, RoleName: 'b' },
      { ...trust, RoleName: 'a', Policies: [POLICIES] },
    );
    expect(calls).toEqual(['CreateRole', 'UpdateAssumeRolePolicy']);
  });

  test('the deletion of a policy may widen: it could have been a deny', () => {
    const properties = { ...POLICIES, Roles: ['a'], Users: ['b'], Groups: ['c'] };
    expect(namesOf('AWS::IAM::Policy', 'delete', properties)).toEqual([
      'DeleteRolePolicy',
      'DeleteUserPolicy',
      'DeleteGroupPolicy',
    ]);
  });

  test.each<readonly [string, JsonObject, readonly string[]]>([
    ['AWS::IAM::User', { Groups: ['g'], Policies: [POLICIES] }, ['CreateUser', 'PutUserPolicy', 'AddUserToGroup']],
    ['AWS::IAM::Group', { ManagedPolicyArns: [ARN] }, ['CreateGroup', 'AttachGroupPolicy']],
    ['AWS::IAM::RolePolicy', { ...POLICIES, RoleName: 'r' }, ['PutRolePolicy']],
    ['AWS::IAM::UserPolicy', { ...POLICIES, UserName: 'u' }, ['PutUserPolicy']],
    ['AWS::IAM::GroupPolicy', { ...POLICIES, GroupName: 'g' }, ['PutGroupPolicy']],
    ['AWS::IAM::UserToGroupAddition', { GroupName: 'g', Users: ['a', 'b'] }, ['AddUserToGroup', 'AddUserToGroup']],
    [
      'AWS::IAM::ManagedPolicy',
      { PolicyDocument: DOCUMENT, Roles: ['r'] },
      ['CreatePolicy', 'CreatePolicyVersion', 'AttachRolePolicy'],
    ],
    ['AWS::IAM::InstanceProfile', { Roles: ['r'] }, []],
  ])('%s', (type, properties, calls) => {
    expect(namesOf(type, 'create', properties)).toEqual(calls);
    expect(isIamGrant(type)).toBe(calls.length > 0);
  });

  test.each<readonly [string, string, JsonObject]>([
    ['without a document', 'AWS::IAM::Policy', { PolicyName: 'p', Roles: ['r'] }],
    ['with a name that is no text', 'AWS::IAM::RolePolicy', { ...POLICIES, RoleName: 7 }],
    ['with a function that is left', 'AWS::IAM::RolePolicy', { ...POLICIES, RoleName: { Ref: 'Role' } }],
    ['with policies that are no list', 'AWS::IAM::Role', { AssumeRolePolicyDocument: DOCUMENT, Policies: {} }],
  ])('%s nobody can tell', (_, type, properties) => {
    expect(iamCallsOf(request(type, 'create', properties), 'thing').ok).toBe(false);
  });

  test('what was there before cannot be told either', () => {
    const after = { AssumeRolePolicyDocument: DOCUMENT };
    expect(iamCallsOf(request('AWS::IAM::Role', 'update', after, { Policies: 'x' }), 'thing').ok).toBe(false);
  });
});
