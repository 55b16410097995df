import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { ACCOUNT, ADMIN, allow } from '../usecases/company.ts';
import { denying } from '../core/governance/organizations.ts';

/** Where Identity Center is, */
export const INSTANCE = { instanceArn: 'arn:aws:sso:::instance/ssoins-1' };

/** and a permission set in it. */
export const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';

const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

const TEAM = `arn:aws:iam::${ACCOUNT}:policy/team`;

const ON_SET = { ...INSTANCE, permissionSetArn: SET };

/** What the world was told before, and the call that gives too much. */
export interface Grant {
  readonly name: string;
  /** What is there before anything is watched; absent: nothing. */
  readonly there?: readonly Made[];
  readonly before: readonly Made[];
  readonly grant: Made;
}

/** A call, as it was made. */
export interface Made {
  readonly source: string;
  readonly name: string;
  readonly asked: JsonObject;
  readonly response: JsonValue;
  /** The service that calls for somebody; absent: nobody stands between. */
  readonly via?: string;
}

/** A call of a service (`sso`), with its parameters and its answer. */
export function recorded(source: string, name: string, asked: JsonObject, response: JsonValue = null): Made {
  return { source, name, asked, response };
}

/** The permission set is made, */
export const created = recorded(
  'sso',
  'CreatePermissionSet',
  { ...INSTANCE, name: 'Engineer' },
  {
    permissionSet: { permissionSetArn: SET, name: 'Engineer' },
  },
);

/** allows an action, */
export const inline = (action: string) =>
  recorded('sso', 'PutInlinePolicyToPermissionSet', { ...ON_SET, inlinePolicy: JSON.stringify(allow(action)) });

/** is provisioned where it is assigned, */
export const provisioned = recorded('sso', 'ProvisionPermissionSet', {
  ...ON_SET,
  targetType: 'ALL_PROVISIONED_ACCOUNTS',
});

/** and gets a policy that allows everything. */
export const attached = recorded('sso', 'AttachManagedPolicyToPermissionSet', { ...ON_SET, managedPolicyArn: ADMIN });

const guardrail = (name: string, content: JsonObject, policyId = 'p-1') =>
  recorded(
    'organizations',
    name,
    { policyId, name: 'Stay', type: 'SERVICE_CONTROL_POLICY', content: JSON.stringify(content) },
    {
      policy: { policySummary: { id: policyId } },
    },
  );

/** A policy of Organizations is attached to a place, or detached from it. */
export const onTarget = (name: string, policyId = 'p-1', targetId = 'ou-prod') =>
  recorded('organizations', name, { policyId, targetId });

const bucketPolicy = (principal: JsonValue) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' }],
});

/** A bucket is shared with somebody. */
export const shared = (principal: JsonValue) =>
  recorded('s3', 'PutBucketPolicy', { bucketName: 'logs', bucketPolicy: bucketPolicy(principal) });

/** The permission set is assigned to a user or group in the account. */
export const assigned = (principalId: string, principalType: string) =>
  recorded('sso', 'CreateAccountAssignment', {
    ...ON_SET,
    principalId,
    principalType,
    targetId: ACCOUNT,
    targetType: 'AWS_ACCOUNT',
  });

/** It refers to a policy of each account, */
export const referring = recorded('sso', 'AttachCustomerManagedPolicyReferenceToPermissionSet', {
  ...ON_SET,
  customerManagedPolicyReference: { name: 'team', path: '/' },
});

const joining = (userId: string) =>
  recorded('identitystore', 'CreateGroupMembership', {
    identityStoreId: 'd-1',
    groupId: 'g-1',
    memberId: { userId },
  });

/** A permission set that is provisioned, and allows something. */
export const set = [created, inline('sqs:*'), provisioned];

/** which somebody makes, or changes. */
export const version = (name: string, action: string) =>
  recorded(
    'iam',
    name,
    {
      ...(name === 'CreatePolicy' ? { policyName: 'team' } : { policyArn: TEAM, setAsDefault: true }),
      policyDocument: JSON.stringify(allow(action)),
    },
    { policy: { arn: TEAM }, policyVersion: { versionId: 'v2' } },
  );

const elsewhere = ({ source, name, asked }: Made) => recorded(source, name, { ...asked, targetId: '444455556666' });

const refersToTeam = [created, provisioned, assigned('u-9', 'USER'), version('CreatePolicy', 'sqs:*')];

/** Grants beyond IAM, each with what was there before it. */
export const GRANTS: readonly Grant[] = [
  {
    name: 'a policy of AWS on a permission set',
    before: [created, inline('s3:GetObject'), provisioned],
    grant: attached,
  },
  {
    name: 'an inline policy of a permission set',
    before: [created, inline('s3:GetObject'), provisioned],
    grant: inline('iam:*'),
  },
  {
    name: 'an assignment of a permission set of which nothing is known',
    before: [],
    grant: recorded('sso', 'CreateAccountAssignment', {
      ...ON_SET,
      principalId: 'u-1',
      principalType: 'USER',
      targetId: ACCOUNT,
      targetType: 'AWS_ACCOUNT',
    }),
  },
  {
    name: 'an SCP that is detached',
    before: [guardrail('CreatePolicy', denying('cloudtrail:*')), onTarget('AttachPolicy')],
    grant: onTarget('DetachPolicy'),
  },
  {
    name: 'an SCP that denies less',
    before: [guardrail('CreatePolicy', denying(['cloudtrail:*', 'config:*'])), onTarget('AttachPolicy')],
    grant: guardrail('UpdatePolicy', denying('config:*')),
  },
  { name: 'an assignment of a permission set', there: set, before: [], grant: assigned('u-1', 'USER') },
  {
    name: 'a membership in a group that is assigned something',
    there: [...set, assigned('g-1', 'GROUP'), joining('u-9')],
    before: [],
    grant: joining('u-1'),
  },
  { name: 'a reference to a policy of each account', there: refersToTeam, before: [], grant: referring },
  { name: 'the policy of a bucket', before: [shared({ AWS: `arn:aws:iam::${ACCOUNT}:root` })], grant: shared('*') },
];

/** What grew behind a grant while it was held, without a word, and what people are told who signed it. */
interface Grown extends Omit<Grant, 'before'> {
  readonly grows: readonly Made[];
  readonly says: RegExp;
}

/** Grants behind which something grew. */
export const GROWN: readonly Grown[] = [
  {
    name: 'a permission set that came to hold more',
    there: set,
    grant: assigned('u-1', 'USER'),
    grows: [attached],
    says: /Engineer gives more in 111122223333 than what was signed/,
  },
  {
    name: 'a group that came to be assigned more',
    there: [...set, assigned('g-1', 'GROUP')],
    grant: joining('u-1'),
    grows: [elsewhere(assigned('g-1', 'GROUP'))],
    says: /Engineer gives more in 444455556666 than what was signed/,
  },
  {
    name: 'a group that somebody came into',
    there: [...set, joining('u-1')],
    grant: assigned('g-1', 'GROUP'),
    grows: [joining('u-2')],
    says: /u-2 came into the group g-1/,
  },
  {
    name: 'the number of those who are assigned a permission set',
    there: [...set, assigned('u-1', 'USER')],
    grant: attached,
    grows: [assigned('u-2', 'USER')],
    says: /u-2 got the permission set Engineer in 111122223333 since/,
  },
  {
    name: 'a group that is assigned a permission set',
    there: [...set, assigned('g-1', 'GROUP'), joining('u-1')],
    grant: attached,
    grows: [joining('u-2')],
    says: /u-2 got the permission set Engineer in 111122223333 since/,
  },
  {
    name: 'the accounts in which somebody is assigned a permission set',
    there: [...set, assigned('u-1', 'USER'), elsewhere(assigned('u-2', 'USER'))],
    grant: attached,
    grows: [elsewhere(assigned('u-1', 'USER'))],
    says: /u-1 got the permission set Engineer in 444455556666 since/,
  },
  {
    name: 'what else a permission set holds',
    there: [created, provisioned],
    grant: recorded('sso', 'AttachManagedPolicyToPermissionSet', { ...ON_SET, managedPolicyArn: READ_ONLY }),
    grows: [inline('iam:*'), provisioned],
    says: /Engineer gives more than what was signed/,
  },
  {
    name: 'what was denied beside a guardrail',
    there: [
      guardrail('CreatePolicy', denying(['cloudtrail:*', 'config:*'])),
      onTarget('AttachPolicy'),
      guardrail('CreatePolicy', denying('config:*'), 'p-2'),
      onTarget('AttachPolicy', 'p-2'),
    ],
    grant: onTarget('DetachPolicy'),
    grows: [onTarget('DetachPolicy', 'p-2')],
    says: /^accounts \(ou-prod\) would be let do more than what was signed .*config:\*/,
  },
  {
    name: "an account's own policy that a permission set refers to",
    there: refersToTeam,
    grant: referring,
    grows: [version('CreatePolicyVersion', '*')],
    says: /Engineer gives more in 111122223333 than what was signed/,
  },
  {
    name: 'nothing that anybody can read any more',
    there: refersToTeam,
    grant: referring,
    grows: [recorded('iam', 'DeletePolicy', { policyArn: TEAM })],
    says: /what arn:aws:iam::111122223333:policy\/team says is not known/,
  },
];

/** The account is moved from production to development. */
export const moved = recorded('organizations', 'MoveAccount', {
  accountId: ACCOUNT,
  sourceParentId: 'ou-prod',
  destinationParentId: 'ou-dev',
});

const scp = (id: string, action: string) => ({ id, type: 'SERVICE_CONTROL_POLICY', document: denying(action) });
const full = { id: 'p-FullAWSAccess', type: 'SERVICE_CONTROL_POLICY', document: allow('*') };

/** A policy that denies, and allows all the rest. */
const denyingBeside = (action: string) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: action, Resource: '*' },
  ],
});

/** Production is limited by a policy that denies and allows; there is another that allows little, and is attached nowhere yet. */
export const ALLOWING: JsonObject = {
  coverage: 'whole',
  id: 'o-exampleorgid',
  managementAccount: '999900001111',
  places: [
    { id: 'r-root', policies: [full.id] },
    { id: 'ou-prod', parent: 'r-root', policies: [full.id, 'p-1'] },
    { id: ACCOUNT, parent: 'ou-prod', policies: [full.id] },
  ],
  policies: [
    full,
    { id: 'p-1', type: 'SERVICE_CONTROL_POLICY', document: denyingBeside('cloudtrail:*') },
    { id: 'p-little', type: 'SERVICE_CONTROL_POLICY', document: allow('ec2:*') },
  ],
  disabled: ['RESOURCE_CONTROL_POLICY'],
};

/** Production is limited by two policies, development by one of them. */
export const TWO_UNITS: JsonObject = {
  coverage: 'whole',
  id: 'o-exampleorgid',
  managementAccount: '999900001111',
  places: [
    { id: 'r-root', policies: [full.id] },
    { id: 'ou-prod', parent: 'r-root', policies: [full.id, 'p-1', 'p-2'] },
    { id: 'ou-dev', parent: 'r-root', policies: [full.id, 'p-2'] },
    { id: ACCOUNT, parent: 'ou-prod', policies: [full.id] },
  ],
  policies: [full, scp('p-1', 'cloudtrail:*'), scp('p-2', 'config:*')],
  disabled: ['RESOURCE_CONTROL_POLICY'],
};
