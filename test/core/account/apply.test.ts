import { describe, expect, test } from '@jest/globals';
import { applyCall, type CallRefusal } from '../../../lib/core/account/apply.ts';
import type { IamCall } from '../../../lib/core/account/call.ts';
import { emptyAccount } from '../../../lib/core/account/empty-account.ts';
import { missingFor, withStub } from '../../../lib/core/account/missing.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import { stateToJson } from '../../../lib/core/account/state-json.ts';
import {
  ACCOUNT,
  allow,
  AWS_ADMIN,
  EXAMPLE_CALLS,
  EXAMPLES,
  LOCAL_LIMIT,
  LOCAL_READ,
  LOCAL_SPARE,
  SAMPLE,
  trust,
} from './sample-account.ts';

function applied(call: IamCall, state: AccountState = SAMPLE): AccountState {
  const result = applyCall(state, call);
  if (!result.ok) throw new Error(`${call.name}: ${result.error.code}: ${result.error.detail}`);
  return result.value;
}

function refusal(call: IamCall, state: AccountState = SAMPLE): CallRefusal['code'] | undefined {
  const result = applyCall(state, call);
  return result.ok ? undefined : result.error.code;
}

/** A second password reset looks like the first one, and of these credentials none is kept. */
const LEAVES_THE_STATE = /^UpdateLoginProfile$|ServiceSpecificCredential$|SSHPublicKey$|SigningCertificate$/;

describe('every call', () => {
  test.each(EXAMPLE_CALLS)('$name applies, and leaves the state it was given as it was', (call) => {
    const before = stateToJson(SAMPLE);
    applied(call);
    expect(stateToJson(SAMPLE)).toEqual(before);
  });

  test.each(EXAMPLE_CALLS.filter(({ name }) => !LEAVES_THE_STATE.test(name)))('$name changes the state', (call) => {
    expect(stateToJson(applied(call))).not.toEqual(stateToJson(SAMPLE));
  });

  test.each(EXAMPLE_CALLS)('$name applies to an account of which nothing is known, once stubs stand in', (call) => {
    const empty = emptyAccount(ACCOUNT, 'aws');
    expect(refusal(call, empty)).toBe(missingFor(call, empty) === undefined ? undefined : 'NoSuchEntity');
    const stubbed = withStub(empty, call);
    expect(missingFor(call, stubbed)).toBeUndefined();
    expect(applyCall(stubbed, call)).toMatchObject({ ok: call.name !== 'RemoveRoleFromInstanceProfile' });
  });
});

interface Effect {
  readonly what: string;
  readonly call: IamCall;
  readonly look: (state: AccountState) => unknown;
  readonly seen: unknown;
}

const EFFECTS: readonly Effect[] = [
  {
    what: 'a created role has its ARN, boundary and tags',
    call: EXAMPLES.CreateRole,
    look: (state) => state.roles.get('New'),
    seen: expect.objectContaining({
      arn: `arn:aws:iam::${ACCOUNT}:role/New`,
      boundary: LOCAL_LIMIT,
      tags: new Map([['Team', 'red']]),
      attached: [],
      maxSessionDuration: 3600,
    }),
  },
  {
    what: 'a service-linked role may hold what the call does not name',
    call: EXAMPLES.CreateServiceLinkedRole,
    look: (state) => state.roles.get('AWSServiceRoleForX')?.seenOnlyInCalls,
    seen: true,
  },
  {
    what: 'UpdateRole without a session length sets an hour and keeps the description',
    call: { name: 'UpdateRole', roleName: 'Deploy' },
    look: (state) => state.roles.get('Deploy'),
    seen: expect.objectContaining({ description: 'deploys', maxSessionDuration: 3600 }),
  },
  {
    what: 'a name in another case is the same role',
    call: { name: 'DetachRolePolicy', roleName: 'DEPLOY', policyArn: LOCAL_READ },
    look: (state) => state.roles.get('Deploy')?.attached,
    seen: [],
  },
  {
    what: 'attaching twice is once',
    call: { name: 'AttachRolePolicy', roleName: 'Deploy', policyArn: LOCAL_READ },
    look: (state) => state.roles.get('Deploy')?.attached,
    seen: [LOCAL_READ],
  },
  {
    what: 'an AWS managed policy is attached although nobody knows its document',
    call: EXAMPLES.AttachRolePolicy,
    look: (state) => [state.roles.get('Deploy')?.attached, state.policies.has(AWS_ADMIN)],
    seen: [[LOCAL_READ, AWS_ADMIN].sort(), false],
  },
  {
    what: 'a document that comes encoded is kept parsed',
    call: {
      name: 'PutRolePolicy',
      roleName: 'Idle',
      policyName: 'p',
      policyDocument: encodeURIComponent(JSON.stringify(allow('s3:*'))),
    },
    look: (state) => state.roles.get('Idle')?.inline.get('p'),
    seen: allow('s3:*'),
  },
  {
    what: 'tag keys of a role ignore case',
    call: { name: 'TagRole', roleName: 'Deploy', tags: [{ key: 'team', value: 'red' }] },
    look: (state) => state.roles.get('Deploy')?.tags,
    seen: new Map([['team', 'red']]),
  },
  {
    what: 'tag keys of a managed policy do not ignore case',
    call: { name: 'TagPolicy', policyArn: LOCAL_READ, tags: [{ key: 'Owner', value: 'x' }] },
    look: (state) => state.policies.get(LOCAL_READ)?.tags.size,
    seen: 2,
  },
  {
    what: 'a renamed user keeps its groups under its new ARN',
    call: EXAMPLES.UpdateUser,
    look: (state) => [state.users.has('ada'), state.users.get('ada.l')],
    seen: [
      false,
      expect.objectContaining({ arn: `arn:aws:iam::${ACCOUNT}:user/staff/ada.l`, groups: ['staff'], id: 'AIDAADA' }),
    ],
  },
  {
    what: 'a renamed group keeps its members',
    call: EXAMPLES.UpdateGroup,
    look: (state) => [state.users.get('ada')?.groups, state.groups.get('crew')?.arn],
    seen: [['crew'], `arn:aws:iam::${ACCOUNT}:group/crew`],
  },
  {
    what: 'a version without an id in the response gets the next number',
    call: { name: 'CreatePolicyVersion', policyArn: LOCAL_READ, policyDocument: allow('*'), setAsDefault: false },
    look: (state) => [[...(state.policies.get(LOCAL_READ)?.versions.keys() ?? [])], defaultOf(state)],
    seen: [['v1', 'v2', 'v3'], 'v1'],
  },
  {
    what: 'a version set as default is the default',
    call: EXAMPLES.CreatePolicyVersion,
    look: defaultOf,
    seen: 'v3',
  },
  {
    what: 'a deleted password is known to be gone',
    call: EXAMPLES.DeleteLoginProfile,
    look: (state) => state.users.get('ada')?.loginProfile,
    seen: false,
  },
];

function defaultOf(state: AccountState) {
  return state.policies.get(LOCAL_READ)?.defaultVersion;
}

describe('effects', () => {
  test.each(EFFECTS)('$what', ({ call, look, seen }) => {
    expect(look(applied(call))).toEqual(seen);
  });

  test('an AWS managed policy that the options know comes into the state', () => {
    const known = { ...policyOf(LOCAL_READ), arn: AWS_ADMIN };
    const result = applyCall(SAMPLE, EXAMPLES.AttachRolePolicy, {
      managedPolicy: (arn) => (arn === AWS_ADMIN ? known : undefined),
    });
    expect(result.ok && result.value.policies.get(AWS_ADMIN)).toEqual(known);
  });

  test('a role keeps what was attached before its late creation, and is known from then on', () => {
    const attach: IamCall = { name: 'AttachRolePolicy', roleName: 'Late', policyArn: AWS_ADMIN };
    const attached = applied(attach, withStub(SAMPLE, attach));
    const created = applied({ ...EXAMPLES.CreateRole, roleName: 'Late', path: '/x/' }, attached);
    expect(attached.roles.get('Late')?.seenOnlyInCalls).toBe(true);
    expect(created.roles.get('Late')).toMatchObject({
      arn: `arn:aws:iam::${ACCOUNT}:role/x/Late`,
      attached: [AWS_ADMIN],
      trust: trust('lambda.amazonaws.com'),
    });
    expect(created.roles.get('Late')?.seenOnlyInCalls).toBeUndefined();
  });
});

function policyOf(arn: string) {
  const policy = SAMPLE.policies.get(arn);
  if (policy === undefined) throw new Error(`no ${arn} in the sample`);
  return policy;
}

function many(count: number, call: (index: number) => IamCall): AccountState {
  return Array.from({ length: count }, (_, index) => call(index)).reduce(
    (state, each) => applied(each, withStub(state, each)),
    SAMPLE,
  );
}

const ABSENT_POLICY = `arn:aws:iam::${ACCOUNT}:policy/Absent`;

const REFUSALS: readonly (readonly [CallRefusal['code'], string, IamCall, AccountState?])[] = [
  ['EntityAlreadyExists', 'a role of that name on another path', { ...EXAMPLES.CreateRole, roleName: 'deploy' }],
  ['EntityAlreadyExists', 'a user of that name in another case', { ...EXAMPLES.CreateUser, userName: 'ADA' }],
  ['EntityAlreadyExists', 'a group of that name', { ...EXAMPLES.CreateGroup, groupName: 'staff' }],
  [
    'EntityAlreadyExists',
    'a policy of that name on another path',
    { ...EXAMPLES.CreatePolicy, policyName: 'LocalLimit' },
  ],
  ['EntityAlreadyExists', 'an instance profile', { ...EXAMPLES.CreateInstanceProfile, instanceProfileName: 'WEB' }],
  ['EntityAlreadyExists', 'a name taken by another user', { ...EXAMPLES.UpdateUser, newUserName: 'bob' }],
  ['EntityAlreadyExists', 'a name taken by another group', { ...EXAMPLES.UpdateGroup, newGroupName: 'Empty' }],
  ['EntityAlreadyExists', 'a second password', { ...EXAMPLES.CreateLoginProfile, userName: 'ada' }],
  ['NoSuchEntity', 'a role nobody has', { ...EXAMPLES.TagRole, roleName: 'Nobody' }],
  ['NoSuchEntity', 'a policy nobody has', { ...EXAMPLES.AttachRolePolicy, policyArn: ABSENT_POLICY }],
  [
    'NoSuchEntity',
    'a boundary nobody has',
    { ...EXAMPLES.PutRolePermissionsBoundary, permissionsBoundary: ABSENT_POLICY },
  ],
  ['NoSuchEntity', 'what is not attached', { ...EXAMPLES.DetachRolePolicy, policyArn: LOCAL_SPARE }],
  ['NoSuchEntity', 'an inline policy that is not there', { ...EXAMPLES.DeleteRolePolicy, policyName: 'other' }],
  ['NoSuchEntity', 'a membership that is not there', { ...EXAMPLES.RemoveUserFromGroup, userName: 'Bob' }],
  ['NoSuchEntity', 'a version that is not there', { ...EXAMPLES.SetDefaultPolicyVersion, versionId: 'v9' }],
  ['NoSuchEntity', 'a password that is known not to be there', { ...EXAMPLES.UpdateLoginProfile, userName: 'Bob' }],
  ['DeleteConflict', 'a role with policies', { ...EXAMPLES.DeleteRole, roleName: 'Deploy' }],
  ['DeleteConflict', 'a role in an instance profile', EXAMPLES.DeleteRole, applied(EXAMPLES.AddRoleToInstanceProfile)],
  ['DeleteConflict', 'a user with everything', { ...EXAMPLES.DeleteUser, userName: 'ada' }],
  ['DeleteConflict', 'a group with policies', { ...EXAMPLES.DeleteGroup, groupName: 'staff' }],
  [
    'DeleteConflict',
    'a group with members',
    EXAMPLES.DeleteGroup,
    applied({ ...EXAMPLES.AddUserToGroup, groupName: 'empty' }),
  ],
  ['DeleteConflict', 'an attached policy', { ...EXAMPLES.DeletePolicy, policyArn: LOCAL_READ }],
  ['DeleteConflict', 'a policy that is a boundary', { ...EXAMPLES.DeletePolicy, policyArn: LOCAL_LIMIT }],
  [
    'DeleteConflict',
    'a policy with two versions',
    EXAMPLES.DeletePolicy,
    applied({ ...EXAMPLES.CreatePolicyVersion, policyArn: LOCAL_SPARE, versionId: 'v2' }),
  ],
  ['DeleteConflict', 'the default version', { ...EXAMPLES.DeletePolicyVersion, versionId: 'v1' }],
  [
    'DeleteConflict',
    'an instance profile with a role',
    { ...EXAMPLES.DeleteInstanceProfile, instanceProfileName: 'web' },
  ],
  ['LimitExceeded', 'a second role', { ...EXAMPLES.AddRoleToInstanceProfile, instanceProfileName: 'web' }],
  [
    'LimitExceeded',
    'a sixth version',
    { ...EXAMPLES.CreatePolicyVersion, versionId: 'v6' },
    many(3, (index) => ({ ...EXAMPLES.CreatePolicyVersion, versionId: `v${index + 3}` })),
  ],
  [
    'LimitExceeded',
    'a twenty-first attached policy',
    { ...EXAMPLES.AttachRolePolicy, roleName: 'Idle' },
    many(20, (index) => ({ ...EXAMPLES.AttachRolePolicy, roleName: 'Idle', policyArn: `${AWS_ADMIN}${index}` })),
  ],
  [
    'LimitExceeded',
    'an eleventh group',
    { ...EXAMPLES.AddUserToGroup, groupName: 'empty' },
    many(10, (index) => ({ ...EXAMPLES.AddUserToGroup, groupName: `g${index}` })),
  ],
];

describe('refusals', () => {
  test.each(REFUSALS)('%s: %s', (code, _what, call, state = SAMPLE) => {
    expect(refusal(call, state)).toBe(code);
  });
});
