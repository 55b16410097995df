import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { DynamoLedger } from '../../../lib/adapters/aws/dynamo-ledger.ts';
import { EvidenceCheckpoints } from '../../../lib/adapters/aws/evidence-checkpoints.ts';
import { S3Evidence } from '../../../lib/adapters/aws/s3-evidence.ts';
import { verifyLedgerLines } from '../../../lib/core/governance/ledger/ledger-line.ts';
import { memorySigner } from '../../adapters/aws/memory-signer.ts';
import { checkpointsContract, verifierOf } from '../../contract/checkpoints.contract.ts';
import { FACTS, NOW } from '../../core/governance/approval-fixtures.ts';
import { CREDENTIALS, REGION, TablesInMoto } from './table-in-moto.ts';

const clock = { now: () => Date.now() };
let tables: TablesInMoto;
let s3: S3Client;

beforeAll(async () => {
  tables = await TablesInMoto.start();
  s3 = new S3Client({ endpoint: tables.endpoint, region: REGION, credentials: CREDENTIALS, forcePathStyle: true });
});

afterAll(() => tables.stop());

/** A ledger with a bucket of its own that is locked as the deployed one is. */
async function opened() {
  const bucket = `evidence-${Math.random().toString(36).slice(2)}`;
  const CreateBucketConfiguration = { LocationConstraint: REGION } as const;
  await s3.send(
    new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true, CreateBucketConfiguration }),
  );
  await s3.send(
    new PutObjectLockConfigurationCommand({
      Bucket: bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 400 } },
      },
    }),
  );
  const table = await tables.table();
  const evidence = new S3Evidence({ client: s3, bucket, pause: (milliseconds) => setTimeout(milliseconds) });
  const ledger = new DynamoLedger(table, clock);
  return { bucket, ledger, checkpoints: new EvidenceCheckpoints(table, evidence), signer: memorySigner() };
}

checkpointsContract('a DynamoDB table and a bucket with Object Lock', async (work) => work(await opened()));

test('what lies in the bucket cannot be replaced or taken back, and verifies by itself', async () => {
  const { bucket, ledger, checkpoints, signer } = await opened();
  for (const turn of ['a', 'b']) {
    await ledger.append([FACTS.assessed(turn), FACTS.holdIntended()]);
    await checkpoints.seal(signer, NOW);
  }
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
  expect(Versions.map(({ Key }) => Key)).toEqual(['ledger/000000000001.jsonl', 'ledger/000000000003.jsonl']);
  for (const { Key, VersionId } of Versions) {
    await expect(s3.send(new DeleteObjectCommand({ Bucket: bucket, Key, VersionId }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(
      s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: 'forged', IfNoneMatch: '*' })),
    ).rejects.toMatchObject({ name: 'PreconditionFailed' });
  }
  async function* lines() {
    for (const { Key } of Versions) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      yield* ((await Body?.transformToString()) ?? '').split('\n');
    }
  }
  const report = await verifyLedgerLines(lines(), await verifierOf(signer));
  expect(report).toMatchObject({ entries: 4, signedUntil: 4, fault: undefined });
});
