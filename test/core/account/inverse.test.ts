import { describe, expect, test } from '@jest/globals';
import { applyCall } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { emptyAccount } from '../../../lib/core/account/empty-account.ts';
import { DENY_ALL, holdPolicyName, isHoldPolicyName } from '../../../lib/core/account/hold-policy.ts';
import { type Inverse, inverseOf } from '../../../lib/core/account/inverse.ts';
import { withStub } from '../../../lib/core/account/missing.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import {
  ACCOUNT,
  allow,
  EXAMPLE_CALLS,
  EXAMPLES,
  LOCAL_LIMIT,
  LOCAL_READ,
  LOCAL_SPARE,
  SAMPLE,
  trust,
} from './sample-account.ts';

/** What each call of the sample account has as its inverse: how sure it is, and the calls by name. */
const KINDS: { readonly [N in IamCall['name']]: readonly [Inverse['kind'], ...IamCall['name'][]] } = {
  CreateRole: ['contain', 'PutRolePolicy'],
  CreateServiceLinkedRole: ['none'],
  DeleteRole: ['none'],
  DeleteServiceLinkedRole: ['none'],
  UpdateRole: ['exact', 'UpdateRole'],
  UpdateRoleDescription: ['exact', 'UpdateRoleDescription'],
  UpdateAssumeRolePolicy: ['exact', 'UpdateAssumeRolePolicy'],
  TagRole: ['exact', 'TagRole'],
  UntagRole: ['exact', 'TagRole'],
  AttachRolePolicy: ['exact', 'DetachRolePolicy'],
  DetachRolePolicy: ['exact', 'AttachRolePolicy'],
  PutRolePolicy: ['exact', 'PutRolePolicy'],
  DeleteRolePolicy: ['exact', 'PutRolePolicy'],
  PutRolePermissionsBoundary: ['exact', 'PutRolePermissionsBoundary'],
  DeleteRolePermissionsBoundary: ['exact', 'PutRolePermissionsBoundary'],
  CreateInstanceProfile: ['exact', 'DeleteInstanceProfile'],
  DeleteInstanceProfile: ['exact', 'CreateInstanceProfile'],
  AddRoleToInstanceProfile: ['exact', 'RemoveRoleFromInstanceProfile'],
  RemoveRoleFromInstanceProfile: ['exact', 'AddRoleToInstanceProfile'],
  CreateUser: ['contain', 'PutUserPolicy'],
  DeleteUser: ['none'],
  UpdateUser: ['exact', 'UpdateUser'],
  TagUser: ['exact', 'TagUser'],
  UntagUser: ['exact', 'TagUser'],
  AttachUserPolicy: ['exact', 'DetachUserPolicy'],
  DetachUserPolicy: ['exact', 'AttachUserPolicy'],
  PutUserPolicy: ['exact', 'DeleteUserPolicy'],
  DeleteUserPolicy: ['exact', 'PutUserPolicy'],
  PutUserPermissionsBoundary: ['exact', 'DeleteUserPermissionsBoundary'],
  DeleteUserPermissionsBoundary: ['exact', 'PutUserPermissionsBoundary'],
  AddUserToGroup: ['exact', 'RemoveUserFromGroup'],
  RemoveUserFromGroup: ['exact', 'AddUserToGroup'],
  CreateAccessKey: ['contain', 'UpdateAccessKey'],
  UpdateAccessKey: ['exact', 'UpdateAccessKey'],
  DeleteAccessKey: ['none'],
  CreateLoginProfile: ['contain', 'DeleteLoginProfile'],
  UpdateLoginProfile: ['none'],
  DeleteLoginProfile: ['none'],
  CreateServiceSpecificCredential: ['none'],
  ResetServiceSpecificCredential: ['none'],
  UpdateServiceSpecificCredential: ['none'],
  UploadSSHPublicKey: ['none'],
  UpdateSSHPublicKey: ['none'],
  UploadSigningCertificate: ['none'],
  UpdateSigningCertificate: ['none'],
  CreateGroup: ['exact', 'DeleteGroup'],
  DeleteGroup: ['exact', 'CreateGroup'],
  UpdateGroup: ['exact', 'UpdateGroup'],
  AttachGroupPolicy: ['exact', 'DetachGroupPolicy'],
  DetachGroupPolicy: ['exact', 'AttachGroupPolicy'],
  PutGroupPolicy: ['exact', 'PutGroupPolicy'],
  DeleteGroupPolicy: ['exact', 'PutGroupPolicy'],
  CreatePolicy: ['exact', 'DeletePolicy'],
  DeletePolicy: ['exact', 'CreatePolicy'],
  CreatePolicyVersion: ['exact', 'SetDefaultPolicyVersion', 'DeletePolicyVersion'],
  DeletePolicyVersion: ['exact', 'CreatePolicyVersion'],
  SetDefaultPolicyVersion: ['exact', 'SetDefaultPolicyVersion'],
  TagPolicy: ['exact', 'UntagPolicy'],
  UntagPolicy: ['exact', 'TagPolicy'],
};

function callsOf(inverse: Inverse): readonly IamCall[] {
  return inverse.kind === 'none' ? [] : inverse.calls;
}

test('a version that is the default one is not deleted, where a policy is known only from calls', () => {
  const policyArn = LOCAL_SPARE;
  const call = { name: 'SetDefaultPolicyVersion', policyArn, versionId: 'v2' } as const;
  const seen = applyCall(withStub(emptyAccount(ACCOUNT, 'aws'), call), call);
  expect(seen.ok).toBe(true);
  if (!seen.ok) return;
  const made = { name: 'CreatePolicyVersion', policyArn, policyDocument: allow('*'), versionId: 'v2' } as const;
  expect(inverseOf({ ...made, setAsDefault: false }, seen.value).kind).toBe('none');
});

describe('every call', () => {
  test.each(EXAMPLE_CALLS)('$name has the inverse it should have', (call) => {
    const inverse = inverseOf(call, SAMPLE);
    expect([inverse.kind, ...callsOf(inverse).map((each) => each.name)]).toEqual(KINDS[call.name]);
  });
});

function withTrust(principals: readonly string[]): AccountState {
  const role = SAMPLE.roles.get('Deploy');
  if (role === undefined) throw new Error('no Deploy in the sample');
  const statement = { Effect: 'Allow', Principal: { AWS: principals }, Action: 'sts:AssumeRole' };
  const deploy = { ...role, trust: { Version: '2012-10-17', Statement: [statement] } };
  return { ...SAMPLE, roles: new Map([...SAMPLE.roles, ['Deploy', deploy]]) };
}

const LIVING = `arn:aws:iam::${ACCOUNT}:root`;
const EMPTY = emptyAccount(ACCOUNT, 'aws');

interface Pitfall {
  readonly what: string;
  readonly call: IamCall;
  readonly before?: AccountState;
  readonly inverse: object;
}

const PITFALLS: readonly Pitfall[] = [
  {
    what: 'a created role is quarantined by the reserved deny',
    call: EXAMPLES.CreateRole,
    inverse: {
      calls: [{ name: 'PutRolePolicy', roleName: 'New', policyName: 'AmbitHold-created', policyDocument: DENY_ALL }],
    },
  },
  {
    what: 'a new key is made inactive',
    call: EXAMPLES.CreateAccessKey,
    inverse: { calls: [{ name: 'UpdateAccessKey', userName: 'ada', accessKeyId: 'AKIANEW', status: 'Inactive' }] },
  },
  {
    what: 'an overwritten inline policy comes back with its old document',
    call: EXAMPLES.PutRolePolicy,
    inverse: {
      calls: [{ name: 'PutRolePolicy', roleName: 'Deploy', policyName: 'logs', policyDocument: allow('logs:*') }],
    },
  },
  {
    what: 'attaching what was attached changes nothing, and nothing is taken away',
    call: { ...EXAMPLES.AttachRolePolicy, policyArn: LOCAL_READ },
    inverse: { kind: 'exact', calls: [] },
  },
  {
    what: 'adding a member again changes nothing, and nobody is removed',
    call: { ...EXAMPLES.AddUserToGroup, userName: 'ada' },
    inverse: { kind: 'exact', calls: [] },
  },
  {
    what: 'the default version goes back before the new one is deleted',
    call: EXAMPLES.CreatePolicyVersion,
    inverse: {
      calls: [
        { name: 'SetDefaultPolicyVersion', policyArn: LOCAL_READ, versionId: 'v1' },
        { name: 'DeletePolicyVersion', policyArn: LOCAL_READ, versionId: 'v3' },
      ],
    },
  },
  {
    what: 'a new version whose id nobody told is never deleted by guess',
    call: { name: 'CreatePolicyVersion', policyArn: LOCAL_READ, policyDocument: allow('*'), setAsDefault: true },
    inverse: {
      kind: 'contain',
      calls: [{ name: 'SetDefaultPolicyVersion', policyArn: LOCAL_READ, versionId: 'v1' }],
    },
  },
  {
    what: 'the trust policy comes back',
    call: EXAMPLES.UpdateAssumeRolePolicy,
    inverse: {
      kind: 'exact',
      calls: [{ name: 'UpdateAssumeRolePolicy', roleName: 'Deploy', policyDocument: trust('ec2.amazonaws.com') }],
    },
  },
  {
    what: 'deleted principals are left out of the trust policy, which IAM would refuse',
    call: EXAMPLES.UpdateAssumeRolePolicy,
    before: withTrust([LIVING, 'AROAEXAMPLEGONE12345']),
    inverse: {
      kind: 'contain',
      calls: [{ policyDocument: { Statement: [{ Effect: 'Allow', Principal: { AWS: [LIVING] } }] } }],
    },
  },
  {
    what: 'a trust policy of deleted principals alone cannot be written back',
    call: EXAMPLES.UpdateAssumeRolePolicy,
    before: withTrust(['AIDAEXAMPLEGONE12345']),
    inverse: { kind: 'none' },
  },
  {
    what: 'a tag is restored in the case it had',
    call: {
      ...EXAMPLES.TagRole,
      tags: [
        { key: 'team', value: 'red' },
        { key: 'new', value: '1' },
      ],
    },
    inverse: {
      calls: [
        { name: 'TagRole', roleName: 'Deploy', tags: [{ key: 'Team', value: 'blue' }] },
        { name: 'UntagRole', roleName: 'Deploy', tagKeys: ['new'] },
      ],
    },
  },
  {
    what: 'a renamed user gets its name and path back',
    call: EXAMPLES.UpdateUser,
    inverse: { calls: [{ name: 'UpdateUser', userName: 'ada.l', newUserName: 'ada', newPath: '/' }] },
  },
  {
    what: 'a removed boundary is the one before',
    call: EXAMPLES.DeleteUserPermissionsBoundary,
    inverse: {
      calls: [{ name: 'PutUserPermissionsBoundary', userName: 'ada', permissionsBoundary: LOCAL_LIMIT }],
    },
  },
  {
    what: 'a grant to a role of which nothing is known is taken away, without a claim to what was before',
    call: { ...EXAMPLES.AttachRolePolicy, policyArn: LOCAL_SPARE },
    before: withStub(EMPTY, EXAMPLES.AttachRolePolicy),
    inverse: { kind: 'contain', calls: [{ name: 'DetachRolePolicy' }] },
  },
  {
    what: 'a boundary on a role of which nothing is known is not removed: that could widen its access',
    call: EXAMPLES.PutRolePermissionsBoundary,
    before: withStub(EMPTY, EXAMPLES.PutRolePermissionsBoundary),
    inverse: { kind: 'none' },
  },
  {
    what: 'a document that nobody kept cannot come back',
    call: EXAMPLES.DeleteRolePolicy,
    before: EMPTY,
    inverse: { kind: 'none' },
  },
  {
    what: 'the policy that AWS attaches when keys leak stays',
    call: { ...EXAMPLES.AttachUserPolicy, policyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' },
    inverse: { kind: 'none' },
  },
  {
    what: 'a service-linked role is left to AWS',
    call: { ...EXAMPLES.PutRolePolicy, roleName: 'AWSServiceRoleForOps' },
    inverse: { kind: 'none' },
  },
];

describe('pitfalls', () => {
  test.each(PITFALLS)('$what', ({ call, before = SAMPLE, inverse }) => {
    expect(inverseOf(call, before)).toMatchObject(inverse);
  });
});

describe('the reserved policy name', () => {
  test('is one that IAM takes, whatever the reason', () => {
    const name = holdPolicyName(`finding/7 ü ${'x'.repeat(200)}`);
    expect(name).toMatch(/^AmbitHold-finding-7---x+$/);
    expect(name).toHaveLength(128);
    expect(isHoldPolicyName(name)).toBe(true);
  });

  test('is not claimed by others', () => {
    expect(isHoldPolicyName('ambit')).toBe(false);
  });
});
