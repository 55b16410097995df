import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetPublicKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { createPublicKey } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { EvidenceCheckpoints } from '../../../lib/adapters/aws/evidence-checkpoints.ts';
import { S3Evidence } from '../../../lib/adapters/aws/s3-evidence.ts';
import { Table } from '../../../lib/adapters/aws/table.ts';
import { memorySigner } from '../../adapters/aws/memory-signer.ts';
import { hubStack, type OUTPUTS } from '../../adapters/aws/hub-stack.ts';
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

const TABLE = 'Ambit-Table';
const BUCKET = 'ambit-evidence';
const pause = (milliseconds: number) => setTimeout(milliseconds);

type Outputs = { readonly [K in keyof typeof OUTPUTS]?: string };

/** Clients of a moto. */
class Clients {
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly iam: IAMClient;
  readonly s3: S3Client;

  constructor({ endpoint }: Moto) {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = ENVIRONMENT;
    const config = { endpoint, region: REGION, credentials: { accessKeyId, secretAccessKey } };
    this.dynamo = new DynamoDBClient(config);
    this.sqs = new SQSClient(config);
    this.iam = new IAMClient({ ...config, region: 'us-east-1' });
    this.s3 = new S3Client({ ...config, forcePathStyle: true });
  }
}

/**
 * What a hub has, in a moto, for commands that run in this process. Its stack and its key are told: moto makes no stacks, and
 * knows no keys of Ed25519.
 */
export class DeploymentInMoto {
  readonly clients: Clients;
  readonly ledger: DynamoLedger;
  readonly table: string = TABLE;
  readonly bucket: string = BUCKET;
  /** URLs. */
  readonly calls: string;
  readonly callsDeadLetters: string;
  readonly watchDeadLetters: string;
  readonly #moto: Moto;
  readonly #before: NodeJS.ProcessEnv;
  readonly #stacks = mockClient(CloudFormationClient);
  readonly #checkpoints: EvidenceCheckpoints;
  readonly #keys = mockClient(KMSClient);
  readonly #signer = memorySigner();

  private constructor(moto: Moto, clients: Clients, outputs: Required<Made>) {
    this.#moto = moto;
    this.#before = { ...process.env };
    this.clients = clients;
    const table = new Table({ client: clients.dynamo, name: TABLE, pause });
    this.ledger = new DynamoLedger(table, { now: () => Date.now() });
    this.#checkpoints = new EvidenceCheckpoints(table, new S3Evidence({ client: clients.s3, bucket: BUCKET, pause }));
    this.calls = outputs.CallsQueue;
    this.callsDeadLetters = outputs.CallsDeadLetters;
    this.watchDeadLetters = outputs.watchDeadLetters;
  }

  static async start(): Promise<DeploymentInMoto> {
    const moto = await startMoto();
    try {
      return await DeploymentInMoto.#in(moto);
    } catch (fault) {
      await moto.stop();
      throw fault;
    }
  }

  static async #in(moto: Moto): Promise<DeploymentInMoto> {
    const clients = new Clients(moto);
    await makeTable(clients);
    await clients.s3.send(
      new CreateBucketCommand({
        Bucket: BUCKET,
        ObjectLockEnabledForBucket: true,
        CreateBucketConfiguration: { LocationConstraint: REGION },
      }),
    );
    const made = {
      CallsQueue: await makeQueue(clients, 'Ambit-calls'),
      CallsDeadLetters: await makeQueue(clients, 'Ambit-calls-dead-letters'),
      watchDeadLetters: await makeQueue(clients, 'Ambit-watch-dead-letters'),
    };
    const deployment = new DeploymentInMoto(moto, clients, made);
    const { watchDeadLetters: _, ...outputs } = made;
    await deployment.#tell({ Table: TABLE, EvidenceBucket: BUCKET, ...outputs });
    return deployment;
  }

  /** Signs the ledger as it is, and copies it into the bucket. */
  async seal(): Promise<void> {
    await this.#checkpoints.seal(this.#signer, Date.now());
  }

  async stop(): Promise<void> {
    this.#stacks.restore();
    this.#keys.restore();
    process.env = this.#before;
    await this.#moto.stop();
  }

  async #tell(outputs: Outputs): Promise<void> {
    Object.assign(process.env, ENVIRONMENT, { AWS_ENDPOINT_URL: this.#moto.endpoint });
    this.#stacks.on(DescribeStacksCommand, { StackName: 'Ambit' }).resolves({ Stacks: [hubStack(outputs)] });
    this.#stacks
      .on(DescribeStacksCommand, { StackName: 'Other' })
      .rejects(Object.assign(new Error('Stack with id Other does not exist'), { name: 'ValidationError' }));
    const key = createPublicKey(await this.#signer.publicKey()).export({ format: 'der', type: 'spki' });
    this.#keys.on(GetPublicKeyCommand).resolves({ PublicKey: key });
  }
}

interface Made extends Pick<Outputs, 'CallsQueue' | 'CallsDeadLetters'> {
  readonly watchDeadLetters: string;
}

async function makeTable({ dynamo }: Clients): Promise<void> {
  await dynamo.send(
    new CreateTableCommand({
      TableName: TABLE,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
}

async function makeQueue({ sqs }: Clients, QueueName: string): Promise<string> {
  return (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
}
