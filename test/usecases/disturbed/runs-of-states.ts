import type { JsonObject } from '../../../lib/core/json.ts';
import { ACCOUNT, ADMIN, allow, NOW, record } from '../company.ts';
import { agentRecord } from '../agents.ts';
import { inTurn, type Told } from './in-turn.ts';

const SETS = 'arn:aws:sso:::permissionSet/ssoins-1';
const INSTANCE = { instanceArn: 'arn:aws:sso:::instance/ssoins-1' };
const set = (name: string): JsonObject => ({ ...INSTANCE, permissionSetArn: `${SETS}/ps-${name}` });
const assign = (name: string, principalType: 'USER' | 'GROUP', principalId: string): Told => [
  'sso',
  'CreateAccountAssignment',
  { ...set(name), principalType, principalId, targetId: ACCOUNT, targetType: 'AWS_ACCOUNT' },
];

const denying = (action: string): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }] });
const guard = { policyId: 'p-guard', targetId: 'ou-ab12-12345678' };

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const STRONG = `arn:aws:iam::${ACCOUNT}:role/strong`;

/** Calls of which each says what the ones after it mean. */
export const RUNS_OF_STATES: Readonly<Record<string, readonly JsonObject[]>> = {
  'a permission set that is made, filled and assigned': inTurn(
    [
      'sso',
      'CreatePermissionSet',
      { ...INSTANCE, name: 'Ops' },
      { permissionSet: { permissionSetArn: `${SETS}/ps-ops`, name: 'Ops' } },
    ],
    ['sso', 'PutInlinePolicyToPermissionSet', { ...set('ops'), inlinePolicy: JSON.stringify(allow('sqs:*')) }],
    assign('ops', 'GROUP', 'g-ops'),
    ['sso', 'AttachManagedPolicyToPermissionSet', { ...set('ops'), managedPolicyArn: ADMIN }],
    [
      'identitystore',
      'CreateGroupMembership',
      { identityStoreId: 'd-1', groupId: 'g-ops', memberId: { userId: 'u-1' } },
    ],
  ),
  'a guardrail that is made, attached, loosened and taken off': inTurn(
    [
      'organizations',
      'CreatePolicy',
      { name: 'Guard', type: 'SERVICE_CONTROL_POLICY', content: denying('*') },
      { policy: { policySummary: { id: 'p-guard' } } },
    ],
    ['organizations', 'AttachPolicy', guard],
    ['organizations', 'UpdatePolicy', { policyId: 'p-guard', content: denying('cloudtrail:*') }],
    ['organizations', 'DetachPolicy', guard],
  ),
  'a role that is made, filled and handed to a function, whose code is changed': inTurn(
    [
      'iam',
      'CreateRole',
      { roleName: 'strong', assumeRolePolicyDocument: trust },
      { role: { roleId: 'AROASTRONG', arn: STRONG } },
    ],
    ['iam', 'AttachRolePolicy', { roleName: 'strong', policyArn: ADMIN }],
    [
      'lambda',
      'CreateFunction20150331',
      { functionName: 'work', role: STRONG },
      { functionArn: `arn:aws:lambda:us-east-1:${ACCOUNT}:function:work` },
    ],
    ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'work' }],
  ),
  'a policy of a bucket that is put, widened and deleted': inTurn(
    ...['111122224444', '*'].map(
      (principal): Told => [
        's3',
        'PutBucketPolicy',
        {
          bucketName: 'reports',
          bucketPolicy: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: principal },
                Action: 's3:GetObject',
                Resource: 'arn:aws:s3:::reports/*',
              },
            ],
          },
        },
      ],
    ),
    ['s3', 'DeleteBucketPolicy', { bucketName: 'reports' }],
  ),
  "an agent in an engineer's session, which changes access": [
    agentRecord(
      'PutBucketTagging',
      { bucketName: 'reports' },
      { source: 's3.amazonaws.com', id: 'agent-0', time: NOW - 30_000 },
    ),
    agentRecord(
      'PutRolePolicy',
      { roleName: 'engineer', policyName: 'more', policyDocument: JSON.stringify(allow('sqs:*')) },
      { id: 'agent-1', time: NOW - 20_000 },
    ),
    record(
      'StopLogging',
      { name: 'org-trail' },
      { source: 'cloudtrail.amazonaws.com', id: 'agent-2', time: NOW - 10_000 },
    ),
  ],
};
