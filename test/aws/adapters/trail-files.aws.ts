import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { TrailFiles } from '../../../lib/adapters/aws/trail-files.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import type { TrailPlace } from '../../../lib/ports/missed-records.ts';
import { missedRecordsContract, recordNamed } from '../../contract/missed-records.contract.ts';
import { startMoto, type Moto } from '../moto.ts';
import { CLOCK } from './moto-accounts.ts';

const HERE: TrailPlace = { account: '111122223333', region: 'us-east-1' };
let moto: Moto;
let buckets = 0;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

/** A trail's bucket; files are named as CloudTrail names them, below `root`. */
async function trail(root = 'AWSLogs/') {
  buckets += 1;
  const Bucket = `trail-${buckets}`;
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const s3 = new S3Client({ endpoint: moto.endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
  let files = 0;
  const put = async ({ account, region }: TrailPlace, Body: Uint8Array) => {
    files += 1;
    const [day = '', time = ''] = new Date().toISOString().split('T');
    const name = `${account}_CloudTrail_${region}_${day.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z_${99 - files}.json.gz`;
    const Key = `${root}${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}/${name}`;
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    // what is read is what was written in seconds that are over
    await new Promise((resolve) => setTimeout(resolve, 1_001 - (Date.now() % 1_000)));
  };
  const write = (place: TrailPlace, records: readonly JsonObject[]) =>
    put(place, gzipSync(JSON.stringify({ Records: records })));
  const budget = new CallBudget({ attempts: 10_000, milliseconds: 60_000 }, CLOCK);
  const prefix = root.slice(0, root.indexOf('AWSLogs/'));
  return { records: new TrailFiles({ s3, bucket: Bucket, prefix, budget }), write, put, now: CLOCK.now };
}

async function recordsOf({ records }: Awaited<ReturnType<typeof trail>>): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for await (const stretch of records.recorded(HERE, { since: Date.now() - 3_600_000 }, Date.now())) {
    found.push(...stretch.records);
  }
  return found;
}

missedRecordsContract("a trail's bucket in moto", async (work) => work(await trail()));

describe("a trail's bucket", () => {
  test.each(['AWSLogs/o-exampleorgid/', 'some/prefix/AWSLogs/', 'some/prefix/AWSLogs/o-exampleorgid/'])(
    'is read below %s',
    async (root) => {
      const below = await trail(root);
      await below.write(HERE, [recordNamed('one')]);
      expect(await recordsOf(below)).toEqual([recordNamed('one')]);
    },
  );

  test('gives what is in the other files where one is broken, and says which', async () => {
    const files = await trail();
    await files.write(HERE, [recordNamed('before')]);
    await files.put(HERE, gzipSync(`{"Records":[${JSON.stringify(recordNamed('whole'))},{"eventID":"cu`));
    await files.put(HERE, gzipSync(JSON.stringify({ Records: [recordNamed('lost')] })).subarray(0, 20));
    await files.put(HERE, Buffer.from('no gzip'));
    await files.write(HERE, [recordNamed('after')]);
    const found = await recordsOf(files);
    const broken = expect.objectContaining({ brokenLogFile: expect.stringContaining('CloudTrail') });
    for (const record of ['before', 'whole', 'after']) expect(found).toContainEqual(recordNamed(record));
    expect(found.filter((record) => broken.asymmetricMatch(record))).toHaveLength(3);
  });
});
