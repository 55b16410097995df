import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { ACCOUNT, ADMIN, allow } from '../usecases/company.ts';

/** Where Identity Center is, */
export const INSTANCE = { instanceArn: 'arn:aws:sso:::instance/ssoins-1' };

/** and a permission set in it. */
export const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';

/** A policy of the account, */
export const TEAM = `arn:aws:iam::${ACCOUNT}:policy/team`;

/** What a call names that changes the permission set. */
export const ON_SET = { ...INSTANCE, permissionSetArn: SET };

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

/** A policy of Organizations is made or changed. */
export const guardrail = (name: string, content: JsonObject, policyId = 'p-1') =>
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

/** A user comes into a group. */
export const joining = (userId: string) =>
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

/** The account is moved from production to development. */
export const moved = recorded('organizations', 'MoveAccount', {
  accountId: ACCOUNT,
  sourceParentId: 'ou-prod',
  destinationParentId: 'ou-dev',
});
