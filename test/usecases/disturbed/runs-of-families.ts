import type { JsonObject } from '../../../lib/core/json.ts';
import { ACCOUNT, ADMIN, allow } from '../company.ts';
import { inTurn, type Told } from './in-turn.ts';

const put = (roleName: string, policyName: string, action: string): Told => [
  'iam',
  'PutRolePolicy',
  { roleName, policyName, policyDocument: JSON.stringify(allow(action)) },
];
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const stack = (name: string): JsonObject => ({
  stackName: `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/${name}/1a2b`,
});
const roleArn = `arn:aws:iam::${ACCOUNT}:role/worker`;

/** What happens in one account, by the family of the calls: each is a finding by itself. Roles are those of `company.ts`. */
export const RUNS: Readonly<Record<string, readonly JsonObject[]>> = {
  'access of two principals': inTurn(
    ['iam', 'AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN }],
    put('engineer', 'more', 'sqs:*'),
  ),
  'a boundary that goes': inTurn(['iam', 'DeleteRolePermissionsBoundary', { roleName: 'deployer' }]),
  'environment: second life': inTurn(
    ['cloudformation', 'DeleteStack', stack('cost-prod')],
    [
      'cloudformation',
      'CreateStack',
      { ...stack('cost-prod'), roleARN: roleArn },
      { stackId: stack('cost-prod')['stackName'] ?? null },
    ],
  ),
  'environment: a guard less': inTurn([
    'cloudformation',
    'UpdateTerminationProtection',
    { ...stack('cost-prod'), enableTerminationProtection: false },
  ]),
  'resource-policy': inTurn(
    [
      's3',
      'PutBucketPolicy',
      {
        bucketName: 'reports',
        bucketPolicy: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::reports/*' }],
        },
      },
    ],
    [
      'lambda',
      'AddPermission20150331v2',
      { functionName: 'work', principal: '999988887777', action: 'lambda:InvokeFunction', statementId: 'x' },
    ],
    [
      's3',
      'PutBucketPolicy',
      {
        bucketName: 'audit',
        bucketPolicy: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: 's3:*', Resource: 'arn:aws:s3:::audit/*' },
          ],
        },
      },
    ],
  ),
  'role-handed, role-used': inTurn(
    ['lambda', 'CreateFunction20150331', { functionName: 'work', role: roleArn }],
    ['lambda', 'UpdateFunctionCode20150331v2', { functionName: 'made-long-ago' }],
    ['codebuild', 'StartBuild', { projectName: 'work' }],
  ),
  trust: inTurn(
    ['rolesanywhere', 'CreateProfile', { name: 'x', roleArns: [roleArn] }],
    ['eks', 'CreateAccessEntry', { name: 'cluster', principalArn: roleArn }],
  ),
  'identity-center': inTurn(
    [
      'sso',
      'CreateAccountAssignment',
      {
        instanceArn: 'arn:aws:sso:::instance/ssoins-1',
        permissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1',
        principalId: 'u-1',
        principalType: 'USER',
        targetId: ACCOUNT,
        targetType: 'AWS_ACCOUNT',
      },
    ],
    ['identitystore', 'CreateGroupMembership', { identityStoreId: 'd-1', groupId: 'g-1', memberId: { userId: 'u-1' } }],
  ),
  organization: inTurn(
    ['organizations', 'DetachPolicy', { policyId: 'p-12345678', targetId: ACCOUNT }],
    ['organizations', 'LeaveOrganization', {}],
  ),
  credential: inTurn(
    ['secretsmanager', 'PutSecretValue', { secretId: 'prod/db' }],
    ['ec2', 'CreateKeyPair', { keyName: 'spare' }],
  ),
  guard: inTurn(
    ['s3', 'PutBucketVersioning', { bucketName: 'reports', VersioningConfiguration: { Status: 'Suspended' } }],
    ['ec2', 'ModifyInstanceAttribute', { instanceId: 'i-1', disableApiTermination: { value: false } }],
  ),
  tamper: inTurn(
    ['cloudtrail', 'StopLogging', { name: 'org-trail' }],
    ['events', 'DisableRule', { name: 'ambit-calls' }],
    ['guardduty', 'UpdateDetector', { detectorId: 'd', enable: false }],
  ),
  gate: inTurn(
    [
      'codepipeline',
      'PutApprovalResult',
      { pipelineName: 'web', stageName: 'Prod', actionName: 'Approve', result: { status: 'Approved', summary: '' } },
    ],
    ['codepipeline', 'EnableStageTransition', { pipelineName: 'web', stageName: 'Prod', transitionType: 'Inbound' }],
  ),
  deployment: inTurn(
    ['codepipeline', 'StartPipelineExecution', { name: 'web' }],
    ['codedeploy', 'CreateDeployment', { applicationName: 'web' }],
  ),
  session: inTurn(['sts', 'AssumeRole', { roleArn, roleSessionName: 'x' }]),
  'unknown to the model of IAM': inTurn(
    ['iam', 'DeactivateMFADevice', { userName: 'ana', serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/ana` }],
    ['iam', 'AcquireRole', { roleName: 'engineer' }],
  ),
};

/** Calls that lead to one finding together, which names the one that was handled first. */
export const RUNS_TOLD_TOGETHER: Readonly<Record<string, readonly JsonObject[]>> = {
  'access that one principal gets bit by bit': inTurn(
    put('engineer', 'queues', 'sqs:*'),
    put('engineer', 'topics', 'sns:*'),
    put('engineer', 'queues', 'sqs:*'),
  ),
  'access of a role that is made': inTurn(
    [
      'iam',
      'CreateRole',
      { roleName: 'new', assumeRolePolicyDocument: trust },
      { role: { roleId: 'AROANEW', arn: `arn:aws:iam::${ACCOUNT}:role/new` } },
    ],
    put('new', 'work', 'sqs:*'),
    ['iam', 'AttachRolePolicy', { roleName: 'new', policyArn: ADMIN }],
  ),
  'a credential of a user': inTurn(
    [
      'iam',
      'CreateUser',
      { userName: 'intruder' },
      { user: { userId: 'AIDAINTRUDER', arn: `arn:aws:iam::${ACCOUNT}:user/intruder` } },
    ],
    ['iam', 'AttachUserPolicy', { userName: 'intruder', policyArn: ADMIN }],
    [
      'iam',
      'CreateAccessKey',
      { userName: 'intruder' },
      { accessKey: { accessKeyId: 'AKIAEXAMPLE', status: 'Active', userName: 'intruder' } },
    ],
  ),
  'environment: a burst': inTurn(
    ...Array.from(
      { length: 14 },
      (_, index): Told => ['rds', 'DeleteDBInstance', { dBInstanceIdentifier: `db-${index}` }],
    ),
  ),
  'role-used, which is only observed': inTurn(
    ['codebuild', 'StartBuild', { projectName: 'web' }],
    ['codebuild', 'StartBuild', { projectName: 'api' }],
    ['codebuild', 'StartBuild', { projectName: 'docs' }],
  ),
};
