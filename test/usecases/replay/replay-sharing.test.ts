import { expect, test } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { MINUTE, NOW, record } from '../company.ts';
import { findingsOfReplay } from '../findings-of-replay.ts';

const STRANGER = 'arn:aws:iam::999988887777:root';

/** What a replay finds of sharing, as the calls that made it. */
async function found(...records: readonly JsonValue[]): Promise<readonly string[]> {
  return (await findingsOfReplay(records)).map(({ kind, call }) => `${call?.id ?? ''} ${kind}`);
}

const source = 's3.amazonaws.com';
const open: JsonObject = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: STRANGER }, Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' },
  ],
};
const put = (id: string, minute: number, bucketPolicy = open) =>
  record('PutBucketPolicy', { bucketName: 'logs', bucketPolicy }, { source, id, time: NOW + minute * MINUTE });
const remove = (id: string, minute: number) =>
  record('DeleteBucketPolicy', { bucketName: 'logs' }, { source, id, time: NOW + minute * MINUTE });
const destroy = (id: string, minute: number) =>
  record('DeleteBucket', { bucketName: 'logs' }, { source, id, time: NOW + minute * MINUTE });

test('a policy that is put again says nothing new, in whatever order the records come', async () => {
  const records = [put('1', 1), put('2', 2), put('3', 3), put('1', 1)];
  expect(await found(...records)).toEqual(['1 excess-sharing']);
  expect(await found(...records.toReversed())).toEqual(['1 excess-sharing']);
});

test('a policy that is put again after it was removed is a finding again', async () => {
  expect(await found(put('1', 1), remove('2', 2), put('3', 3))).toEqual(['1 excess-sharing', '3 excess-sharing']);
});

test('the policy of a bucket that was made anew is a finding again', async () => {
  const findings = await found(put('1', 1), destroy('2', 2), put('3', 3));
  expect(findings.filter((each) => each.endsWith('excess-sharing'))).toEqual(['1 excess-sharing', '3 excess-sharing']);
});

test('the removal of a policy that only allowed says nothing', async () => {
  expect(await found(put('1', 1), remove('2', 2))).toEqual(['1 excess-sharing']);
});
