import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { setTimeout } from 'node:timers/promises';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { Table } from '../../../lib/adapters/aws/table.ts';
import { hubStack } from '../../adapters/aws/hub-stack.ts';
import { type Moto, startMoto } from '../moto.ts';

/** The account that moto takes every caller for. */
export const ACCOUNT = '123456789012';

const REGION = 'eu-west-1';
const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
  AWS_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** What a hub has, in a moto, for commands that run in this process: its stack is told, since moto makes no stacks. */
export class DeploymentInMoto {
  readonly ledger: DynamoLedger;
  readonly sqs: SQSClient;
  readonly iam: IAMClient;
  /** URLs by the names of the stack's outputs. */
  readonly queues: Readonly<Record<'CallsQueue' | 'CallsDeadLetters' | 'WatchDeadLetters', string>>;
  readonly #moto: Moto;
  readonly #before: NodeJS.ProcessEnv;
  readonly #stacks = mockClient(CloudFormationClient);

  private constructor(moto: Moto, table: Table, queues: DeploymentInMoto['queues']) {
    this.#moto = moto;
    this.#before = { ...process.env };
    this.ledger = new DynamoLedger(table, { now: () => Date.now() });
    this.queues = queues;
    this.sqs = new SQSClient(clientOf(moto));
    this.iam = new IAMClient({ ...clientOf(moto), region: 'us-east-1' });
  }

  static async start(): Promise<DeploymentInMoto> {
    const moto = await startMoto();
    const name = 'Ambit-Table';
    const client = new DynamoDBClient(clientOf(moto));
    await client.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );
    const table = new Table({ client, name, pause: (milliseconds) => setTimeout(milliseconds) });
    const queues = {
      CallsQueue: await queue(moto, 'Ambit-calls'),
      CallsDeadLetters: await queue(moto, 'Ambit-calls-dead-letters'),
      WatchDeadLetters: await queue(moto, 'Ambit-watch-dead-letters'),
    };
    const deployment = new DeploymentInMoto(moto, table, queues);
    deployment.#tell({ Table: name, ...queues });
    return deployment;
  }

  async stop(): Promise<void> {
    this.#stacks.restore();
    process.env = this.#before;
    await this.#moto.stop();
  }

  #tell(outputs: Readonly<Record<string, string>>): void {
    Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: this.#moto.endpoint });
    this.#stacks.on(DescribeStacksCommand, { StackName: 'Ambit' }).resolves({ Stacks: [hubStack(outputs)] });
    this.#stacks
      .on(DescribeStacksCommand, { StackName: 'Other' })
      .rejects(Object.assign(new Error('Stack with id Other does not exist'), { name: 'ValidationError' }));
  }
}

function clientOf({ endpoint }: Moto) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = ENVIRONMENT;
  return { endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey } };
}

async function queue(moto: Moto, QueueName: string): Promise<string> {
  const { QueueUrl = '' } = await new SQSClient(clientOf(moto)).send(new CreateQueueCommand({ QueueName }));
  return QueueUrl;
}
