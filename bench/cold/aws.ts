import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { type Moto, startMoto } from '../../test/aws/moto.ts';

const ACCOUNT = '123456789012';
const REGION = 'us-east-1';

/** An AWS with roles that are granted something, for functions that are started for the first time. */
export interface ColdAws {
  readonly moto: Moto;
  /** The environment that the stack would set. */
  readonly environment: Readonly<Record<string, string>>;
  /** Events of SQS, each with one grant to a role of its own. */
  readonly events: readonly unknown[];
}

const trust = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};

const granted = (index: number) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:PutObject', 'iam:PassRole'], Resource: `arn:aws:s3:::team-${index}/*` }],
});

/** Starts moto with a table for Ambit and so many roles, one for each event. */
export async function startColdAws(grants: number): Promise<ColdAws> {
  const moto = await startMoto();
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' };
  const config = { endpoint: moto.endpoint, region: REGION, credentials };
  await new DynamoDBClient(config).send(
    new CreateTableCommand({
      TableName: 'Ambit',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  const iam = new IAMClient(config);
  const events: unknown[] = [];
  for (let index = 0; index < grants; index += 1) {
    const RoleName = `deploy-${index}`;
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
    const PolicyDocument = JSON.stringify(granted(index));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'grant', PolicyDocument }));
    events.push(eventOf(index, RoleName));
  }
  return { moto, environment: environmentOf(moto.endpoint), events };
}

/** The record has no document: what was granted is read from IAM. */
function recordOf(index: number, roleName: string) {
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::${ACCOUNT}:user/ada`,
      accountId: ACCOUNT,
      userName: 'ada',
    },
    eventTime: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    eventSource: 'iam.amazonaws.com',
    eventName: 'PutRolePolicy',
    awsRegion: REGION,
    sourceIPAddress: '192.0.2.1',
    userAgent: 'aws-cli',
    requestParameters: { roleName, policyName: 'grant', policyDocument: JSON.stringify(granted(index)) },
    responseElements: null,
    eventID: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
  };
}

/** As SQS hands it over. */
function eventOf(index: number, roleName: string): unknown {
  const detail = recordOf(index, roleName);
  const envelope = {
    version: '0',
    id: `event-${index}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: ACCOUNT,
    time: detail.eventTime,
    region: REGION,
    resources: [],
    detail,
  };
  const attributes = {
    ApproximateReceiveCount: '1',
    SentTimestamp: '0',
    SenderId: 'bench',
    ApproximateFirstReceiveTimestamp: '0',
  };
  return {
    Records: [{ messageId: `message-${index}`, receiptHandle: 'r', body: JSON.stringify(envelope), attributes }],
  };
}

function environmentOf(endpoint: string): Readonly<Record<string, string>> {
  const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'none',
    AMBIT_TABLE: 'Ambit',
    AMBIT_EVIDENCE_BUCKET: 'ambit-evidence',
    AMBIT_SIGNING_KEY: arn('kms', 'key/00000000-0000-4000-8000-000000000000'),
    AMBIT_BUS: 'Ambit',
    AMBIT_SCHEDULE_GROUP: 'Ambit',
    AMBIT_SCHEDULE_ROLE: `arn:aws:iam::${ACCOUNT}:role/AmbitScheduler`,
    AMBIT_DEADLINE_ARN: arn('lambda', 'function:Ambit-on-deadline'),
    AMBIT_TOPIC: arn('sns', 'Ambit-findings'),
    AMBIT_QUEUE: `${endpoint}/${ACCOUNT}/Ambit-calls`,
    AMBIT_SWEEP_QUEUE: `${endpoint}/${ACCOUNT}/Ambit-sweep-pages`,
    AMBIT_DEAD_LETTERS: `${endpoint}/${ACCOUNT}/Ambit-calls-dead-letters`,
    AMBIT_ROLE_PREFIX: 'Ambit',
    AMBIT_REGIONS: REGION,
    AMBIT_ACCOUNTS: ACCOUNT,
    AMBIT_MODE: 'observe',
    AMBIT_MOST_RECEIVES: '5',
    POWERTOOLS_DEV: 'false',
  };
}
