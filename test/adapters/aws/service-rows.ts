import type { PolicyOrder, PolicyService, ServiceCall, StatementOrder } from '../../../lib/core/account/plan-call.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { refused } from './mocked.ts';

export const ACCOUNT = '111122223333';
const INSTANCE = 'arn:aws:sso:::instance/ssoins-1';
const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const statement = (action: string): JsonObject => ({ Effect: 'Allow', Action: action, Resource: '*' });
const document = (action: string): JsonObject => ({ Version: '2012-10-17', Statement: [statement(action)] });
const OLD = document('s3:GetObject');
const NEW = document('s3:*');
const [old, young] = [JSON.stringify(OLD), JSON.stringify(NEW)];

/** On the one permission set. */
export const onSet = { service: 'sso', instanceArn: INSTANCE, permissionSetArn: SET } as const;
/** As AWS is told of it. */
export const SET_INPUT = { InstanceArn: INSTANCE, PermissionSetArn: SET };
const assignment = { permissionSetArn: SET, account: ACCOUNT, assignee: { kind: 'user', id: 'u-1' } } as const;
const membership = { service: 'identitystore', identityStoreId: 'd-1', groupId: 'g-1', userId: 'u-1' } as const;
const resource = (service: PolicyService, name: string, arn: string): PolicyOrder => ({
  service,
  name,
  region: 'eu-west-1',
  resource: arn,
  document: OLD,
  expects: NEW,
});
const without = (call: PolicyOrder, name: string): PolicyOrder => ({ ...call, name, document: null });

const BUCKET = resource('s3', 'PutBucketPolicy', 'arn:aws:s3:::logs');
const KEY = resource('kms', 'PutKeyPolicy', `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k-1`);
const TOPIC = resource('sns', 'SetTopicAttributes', `arn:aws:sns:eu-west-1:${ACCOUNT}:alarms`);
const QUEUE = resource('sqs', 'SetQueueAttributes', `arn:aws:sqs:eu-west-1:${ACCOUNT}:jobs`);
const TABLE = resource('dynamodb', 'PutResourcePolicy', `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/costs`);
const SECRET_ARN = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:prod/db-a1b2c3`;
const SECRET = resource('secretsmanager', 'PutResourcePolicy', SECRET_ARN);
const REPOSITORY = resource('ecr', 'SetRepositoryPolicy', `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/team/web`);
const FUNCTION = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:work`;
const invoking = (principal: string): JsonObject => ({
  Sid: 'open',
  Effect: 'Allow',
  Principal: { AWS: principal },
  Action: ['lambda:InvokeFunction'],
  Resource: [`${FUNCTION}:live`],
  Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::logs' } },
});
const ADD: StatementOrder = {
  service: 'lambda',
  name: 'AddPermission',
  region: 'eu-west-1',
  resource: FUNCTION,
  qualifier: 'live',
  statementId: 'open',
  asked: { action: 'lambda:InvokeFunction', principal: '999988887777', sourceArn: 'arn:aws:s3:::logs' },
  statement: invoking('999988887777'),
};
const ON_STATEMENT = { FunctionName: FUNCTION, Qualifier: 'live', StatementId: 'open' };
/** As Lambda writes it: an account is its root user, and keys of conditions begin in capitals. */
const functionPolicy = (principal: string) => ({
  GetPolicy: {
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Id: 'default',
      Statement: [
        { ...invoking('999988887777'), Sid: 'other' },
        {
          ...invoking(principal),
          Action: 'lambda:InvokeFunction',
          Resource: `${FUNCTION}:live`,
          Condition: { ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::logs' } },
        },
      ],
    }),
    RevisionId: 'r-1',
  },
});
const opened = functionPolicy('arn:aws:iam::999988887777:root');
const noPolicy = { GetPolicy: refused('ResourceNotFoundException') };
const url = 'https://queue';

/** What AWS answers, by the name of the operation; an Error: it refuses. */
export type Answers = Readonly<Record<string, object | Error>>;

/** A call, and what AWS answers before it, after it, and where something else is there. */
export interface Row {
  readonly call: ServiceCall;
  /** Before the call. */
  readonly before: Answers;
  /** What is sent besides reads. */
  readonly sent: readonly JsonValue[];
  /** After the call. */
  readonly after: Answers;
  /** Where something else is there; absent: it overwrites nothing. */
  readonly changed?: Answers;
}

const EMPTY_SET: Answers = {
  DescribePermissionSet: { PermissionSet: { Name: 'Engineer' } },
  GetInlinePolicyForPermissionSet: { InlinePolicy: '' },
  ListManagedPoliciesInPermissionSet: {},
  ListCustomerManagedPolicyReferencesInPermissionSet: {},
  GetPermissionsBoundaryForPermissionSet: refused('ResourceNotFoundException'),
};
const setWith = (answers: Answers): Answers => ({ ...EMPTY_SET, ...answers });
const managed = setWith({ ListManagedPoliciesInPermissionSet: { AttachedManagedPolicies: [{ Arn: READ_ONLY }] } });
const REFERENCE = { Name: 'Tools', Path: '/a/' };
const referring = setWith({
  ListCustomerManagedPolicyReferencesInPermissionSet: { CustomerManagedPolicyReferences: [REFERENCE] },
});
const inline = (text: string) => setWith({ GetInlinePolicyForPermissionSet: { InlinePolicy: text } });
const bounded = (arn: string) =>
  setWith({ GetPermissionsBoundaryForPermissionSet: { PermissionsBoundary: { ManagedPolicyArn: arn } } });
const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const ASSIGNMENT_INPUT = {
  ...SET_INPUT,
  TargetId: ACCOUNT,
  TargetType: 'AWS_ACCOUNT',
  PrincipalType: 'USER',
  PrincipalId: 'u-1',
};
const assigned = { ListAccountAssignments: { AccountAssignments: [{ PrincipalType: 'USER', PrincipalId: 'u-1' }] } };
const notAssigned = { ListAccountAssignments: {} };
const member = { GetGroupMembershipId: { MembershipId: 'm-1' } };
const noMember = { GetGroupMembershipId: refused('ResourceNotFoundException') };
const targets = (...ids: readonly string[]) => ({
  ListTargetsForPolicy: { Targets: ids.map((TargetId) => ({ TargetId })) },
});
const scp = (Content: string) => ({ DescribePolicy: { Policy: { Content } } });
const parent = (Id: string) => ({ ListParents: { Parents: [{ Id }] } });
const queueOf = (Policy: string) => ({
  GetQueueUrl: { QueueUrl: url },
  GetQueueAttributes: { Attributes: { Policy } },
});

/** Each call of a hold or a restore of another service than IAM, once, and what AWS answers around it. */
export const ROWS: readonly Row[] = [
  {
    call: { ...onSet, name: 'DetachManagedPolicyFromPermissionSet', policyArn: READ_ONLY },
    before: managed,
    sent: [['DetachManagedPolicyFromPermissionSet', { ...SET_INPUT, ManagedPolicyArn: READ_ONLY }]],
    after: EMPTY_SET,
  },
  {
    call: { ...onSet, name: 'AttachManagedPolicyToPermissionSet', policyArn: READ_ONLY },
    before: EMPTY_SET,
    sent: [['AttachManagedPolicyToPermissionSet', { ...SET_INPUT, ManagedPolicyArn: READ_ONLY }]],
    after: managed,
  },
  {
    call: {
      ...onSet,
      name: 'DetachCustomerManagedPolicyReferenceFromPermissionSet',
      reference: { name: 'Tools', path: '/a/' },
    },
    before: referring,
    sent: [
      [
        'DetachCustomerManagedPolicyReferenceFromPermissionSet',
        { ...SET_INPUT, CustomerManagedPolicyReference: REFERENCE },
      ],
    ],
    after: EMPTY_SET,
  },
  {
    call: {
      ...onSet,
      name: 'AttachCustomerManagedPolicyReferenceToPermissionSet',
      reference: { name: 'Tools', path: '/a/' },
    },
    before: EMPTY_SET,
    sent: [
      [
        'AttachCustomerManagedPolicyReferenceToPermissionSet',
        { ...SET_INPUT, CustomerManagedPolicyReference: REFERENCE },
      ],
    ],
    after: referring,
  },
  {
    call: { ...onSet, name: 'PutInlinePolicyToPermissionSet', document: OLD, expects: NEW },
    before: inline(young),
    sent: [['PutInlinePolicyToPermissionSet', { ...SET_INPUT, InlinePolicy: old }]],
    after: inline(old),
    changed: inline(JSON.stringify(document('sqs:*'))),
  },
  {
    call: { ...onSet, name: 'DeleteInlinePolicyFromPermissionSet', expects: NEW },
    before: inline(young),
    sent: [['DeleteInlinePolicyFromPermissionSet', SET_INPUT]],
    after: EMPTY_SET,
    changed: inline(old),
  },
  {
    call: {
      ...onSet,
      name: 'PutPermissionsBoundaryToPermissionSet',
      boundary: { managed: READ_ONLY },
      expects: { managed: ADMIN },
    },
    before: bounded(ADMIN),
    sent: [
      ['PutPermissionsBoundaryToPermissionSet', { ...SET_INPUT, PermissionsBoundary: { ManagedPolicyArn: READ_ONLY } }],
    ],
    after: bounded(READ_ONLY),
    changed: EMPTY_SET,
  },
  {
    call: { ...onSet, name: 'DeletePermissionsBoundaryFromPermissionSet', expects: { managed: READ_ONLY } },
    before: bounded(READ_ONLY),
    sent: [['DeletePermissionsBoundaryFromPermissionSet', SET_INPUT]],
    after: EMPTY_SET,
    changed: bounded(ADMIN),
  },
  {
    call: { service: 'sso', instanceArn: INSTANCE, name: 'DeleteAccountAssignment', assignment },
    before: assigned,
    sent: [['DeleteAccountAssignment', ASSIGNMENT_INPUT]],
    after: notAssigned,
  },
  {
    call: { service: 'sso', instanceArn: INSTANCE, name: 'CreateAccountAssignment', assignment },
    before: notAssigned,
    sent: [['CreateAccountAssignment', ASSIGNMENT_INPUT]],
    after: assigned,
  },
  {
    call: { ...membership, name: 'DeleteGroupMembership' },
    before: member,
    sent: [['DeleteGroupMembership', { IdentityStoreId: 'd-1', MembershipId: 'm-1' }]],
    after: noMember,
  },
  {
    call: { ...membership, name: 'CreateGroupMembership' },
    before: noMember,
    sent: [['CreateGroupMembership', { IdentityStoreId: 'd-1', GroupId: 'g-1', MemberId: { UserId: 'u-1' } }]],
    after: member,
  },
  {
    call: { service: 'organizations', name: 'AttachPolicy', policyId: 'p-1', targetId: 'ou-1' },
    before: targets('ou-2'),
    sent: [['AttachPolicy', { PolicyId: 'p-1', TargetId: 'ou-1' }]],
    after: targets('ou-2', 'ou-1'),
  },
  {
    call: { service: 'organizations', name: 'DetachPolicy', policyId: 'p-1', targetId: 'ou-1' },
    before: targets('ou-2', 'ou-1'),
    sent: [['DetachPolicy', { PolicyId: 'p-1', TargetId: 'ou-1' }]],
    after: targets('ou-2'),
  },
  {
    call: { service: 'organizations', name: 'AttachPolicy', policyId: 'p-1', targetId: 'ou-1', expects: NEW },
    before: { ...targets('ou-2'), ...scp(young) },
    sent: [['AttachPolicy', { PolicyId: 'p-1', TargetId: 'ou-1' }]],
    after: targets('ou-2', 'ou-1'),
    changed: { ...targets('ou-2'), ...scp(old) },
  },
  {
    call: { service: 'organizations', name: 'UpdatePolicy', policyId: 'p-1', document: OLD, expects: NEW },
    before: scp(young),
    sent: [['UpdatePolicy', { PolicyId: 'p-1', Content: old }]],
    after: scp(old),
    changed: scp(JSON.stringify(document('sqs:*'))),
  },
  {
    call: { service: 'organizations', name: 'MoveAccount', account: ACCOUNT, from: 'ou-2', to: 'ou-1' },
    before: parent('ou-2'),
    sent: [['MoveAccount', { AccountId: ACCOUNT, SourceParentId: 'ou-2', DestinationParentId: 'ou-1' }]],
    after: parent('ou-1'),
    changed: parent('ou-3'),
  },
  {
    call: BUCKET,
    before: { GetBucketPolicy: { Policy: young } },
    sent: [['PutBucketPolicy', { Bucket: 'logs', Policy: old }]],
    after: { GetBucketPolicy: { Policy: old } },
    changed: { GetBucketPolicy: refused('NoSuchBucketPolicy') },
  },
  {
    call: without(BUCKET, 'DeleteBucketPolicy'),
    before: { GetBucketPolicy: { Policy: young } },
    sent: [['DeleteBucketPolicy', { Bucket: 'logs' }]],
    after: { GetBucketPolicy: refused('NoSuchBucketPolicy') },
    changed: { GetBucketPolicy: { Policy: old } },
  },
  {
    call: KEY,
    before: { GetKeyPolicy: { Policy: young } },
    sent: [['PutKeyPolicy', { KeyId: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/k-1`, PolicyName: 'default', Policy: old }]],
    after: { GetKeyPolicy: { Policy: old } },
    changed: { GetKeyPolicy: { Policy: JSON.stringify(document('kms:*')) } },
  },
  {
    call: TOPIC,
    before: { GetTopicAttributes: { Attributes: { Policy: young } } },
    sent: [
      [
        'SetTopicAttributes',
        { TopicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:alarms`, AttributeName: 'Policy', AttributeValue: old },
      ],
    ],
    after: { GetTopicAttributes: { Attributes: { Policy: old } } },
    changed: { GetTopicAttributes: { Attributes: { Policy: JSON.stringify(document('sns:*')) } } },
  },
  {
    call: QUEUE,
    before: queueOf(young),
    sent: [['SetQueueAttributes', { QueueUrl: url, Attributes: { Policy: old } }]],
    after: queueOf(old),
    changed: queueOf(''),
  },
  {
    call: without(QUEUE, 'SetQueueAttributes'),
    before: queueOf(young),
    sent: [['SetQueueAttributes', { QueueUrl: url, Attributes: { Policy: '' } }]],
    after: queueOf(''),
    changed: queueOf(old),
  },
  {
    call: TABLE,
    before: { GetResourcePolicy: { Policy: young } },
    sent: [['PutResourcePolicy', { ResourceArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/costs`, Policy: old }]],
    after: { GetResourcePolicy: { Policy: old } },
    changed: { GetResourcePolicy: refused('PolicyNotFoundException') },
  },
  {
    call: without(TABLE, 'DeleteResourcePolicy'),
    before: { GetResourcePolicy: { Policy: young } },
    sent: [['DeleteResourcePolicy', { ResourceArn: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/costs` }]],
    after: { GetResourcePolicy: refused('PolicyNotFoundException') },
    changed: { GetResourcePolicy: { Policy: old } },
  },
  {
    call: SECRET,
    before: { GetResourcePolicy: { ResourcePolicy: young } },
    sent: [['PutResourcePolicy', { SecretId: SECRET_ARN, ResourcePolicy: old }]],
    after: { GetResourcePolicy: { ResourcePolicy: old } },
    changed: { GetResourcePolicy: {} },
  },
  {
    // of a secret that the record names by its name, six characters of the ARN are not known
    call: without({ ...SECRET, resource: SECRET_ARN.replace(/-\w+$/, '-*') }, 'DeleteResourcePolicy'),
    before: { GetResourcePolicy: { ResourcePolicy: young } },
    sent: [['DeleteResourcePolicy', { SecretId: 'prod/db' }]],
    after: { GetResourcePolicy: {} },
    changed: { GetResourcePolicy: { ResourcePolicy: old } },
  },
  {
    call: REPOSITORY,
    before: { GetRepositoryPolicy: { policyText: young } },
    sent: [['SetRepositoryPolicy', { repositoryName: 'team/web', policyText: old }]],
    after: { GetRepositoryPolicy: { policyText: old } },
    changed: { GetRepositoryPolicy: refused('RepositoryPolicyNotFoundException') },
  },
  {
    call: without(REPOSITORY, 'DeleteRepositoryPolicy'),
    before: { GetRepositoryPolicy: { policyText: young } },
    sent: [['DeleteRepositoryPolicy', { repositoryName: 'team/web' }]],
    after: { GetRepositoryPolicy: refused('RepositoryPolicyNotFoundException') },
    changed: { GetRepositoryPolicy: { policyText: old } },
  },
  {
    call: { ...ADD, name: 'RemovePermission' },
    before: opened,
    sent: [['RemovePermission', { ...ON_STATEMENT, RevisionId: 'r-1' }]],
    after: noPolicy,
    changed: functionPolicy('arn:aws:iam::999988887777:role/other'),
  },
  {
    call: ADD,
    before: noPolicy,
    sent: [
      [
        'AddPermission',
        {
          ...ON_STATEMENT,
          Action: 'lambda:InvokeFunction',
          Principal: '999988887777',
          SourceArn: 'arn:aws:s3:::logs',
        },
      ],
    ],
    after: opened,
    changed: functionPolicy('arn:aws:iam::999988887777:role/other'),
  },
];
