import type { PolicyOrder, PolicyService, StatementOrder } from '../../../lib/core/account/plan-call.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { refused } from './mocked.ts';
import { ACCOUNT, document, OLD, NEW, old, young, type Row } from './service-row.ts';

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

const queueOf = (Policy: string) => ({
  GetQueueUrl: { QueueUrl: url },
  GetQueueAttributes: { Attributes: { Policy } },
});

/** Calls on the policies of resources. */
export const RESOURCE_ROWS: readonly Row[] = [
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
