import { describe, expect, test } from '@jest/globals';
import { CallBudget } from '../../../lib/adapters/aws/call-budget.ts';
import { TrailFiles } from '../../../lib/adapters/aws/trail-files.ts';
import type { TrailStart } from '../../../lib/ports/missed-records.ts';
import { recordNamed } from '../../contract/missed-records.contract.ts';
import { FakeBucket } from './fake-bucket.ts';

const BELOW = 'AWSLogs/111122223333/CloudTrail/us-east-1';
const NOON = Date.UTC(2026, 2, 12, 12);
const SINCE: TrailStart = { since: Date.UTC(2026, 2, 11, 23) };

function trail(limits = { attempts: 1_000, milliseconds: 60_000 }) {
  const bucket = new FakeBucket();
  const budget = new CallBudget(limits, { now: () => Date.now() });
  const files = new TrailFiles({ s3: bucket.s3, bucket: 'trail', prefix: '', budget });
  const read = async (from: TrailStart = SINCE, until = NOON) => {
    const found = [];
    for await (const stretch of files.recorded({ account: '111122223333', region: 'us-east-1' }, from, until)) {
      found.push(...stretch.records.map((record) => ({ record, cursor: stretch.cursor })));
    }
    return found;
  };
  const namesIn = async (from?: TrailStart, until?: number) =>
    (await read(from, until)).map(({ record }) => JSON.stringify(record).replace(/.*"eventID":"([^"]*)".*/, '$1'));
  return { bucket, read, namesIn };
}

describe("the log files in a trail's bucket", () => {
  test('are read in the order in which they were written, from all pages and days', async () => {
    const { bucket, namesIn } = trail();
    bucket.put(`${BELOW}/2026/03/12/b.json.gz`, '2026-03-12T00:05:00Z', [recordNamed('second')]);
    bucket.put(`${BELOW}/2026/03/12/a.json.gz`, '2026-03-12T11:00:00Z', [recordNamed('fifth')]);
    bucket.put(`${BELOW}/2026/03/12/c.json.gz`, '2026-03-12T00:05:00Z', [recordNamed('third')]);
    bucket.put(`${BELOW}/2026/03/11/z.json.gz`, '2026-03-12T00:06:00Z', [recordNamed('fourth')]);
    bucket.put(`${BELOW}/2026/03/11/a.json.gz`, '2026-03-11T23:30:00Z', [recordNamed('first')]);
    expect(await namesIn()).toEqual(['first', 'second', 'third', 'fourth', 'fifth']);
  });

  test('that came late, with an early time in their names, are not lost to a reader that had gone on', async () => {
    const { bucket, read, namesIn } = trail();
    bucket.put(`${BELOW}/2026/03/12/T0900Z_x.json.gz`, '2026-03-12T09:01:00Z', [recordNamed('on time')]);
    await read(SINCE, Date.UTC(2026, 2, 12, 10));
    bucket.put(`${BELOW}/2026/03/12/T0855Z_y.json.gz`, '2026-03-12T10:30:00Z', [recordNamed('late')]);
    expect(await namesIn({ after: '2026-03-12T10:00:00.000Z ' })).toEqual(['late']);
  });

  test('are not read that were written before or after, or are no logs', async () => {
    const { bucket, namesIn } = trail();
    bucket.put(`${BELOW}/2026/03/11/early.json.gz`, '2026-03-11T22:59:59Z', [recordNamed('early')]);
    bucket.put(`${BELOW}/2026/03/12/late.json.gz`, '2026-03-12T12:00:00Z', [recordNamed('not yet')]);
    bucket.put(`${BELOW}/2026/03/12/readme.txt`, '2026-03-12T11:00:00Z', [recordNamed('no log')]);
    bucket.put(`AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/03/12/d.json.gz`, '2026-03-12T11:00:00Z', []);
    expect(await namesIn()).toEqual([]);
    expect(bucket.asked.filter((each) => each.startsWith('get'))).toEqual([]);
  });

  test('come with the cursor of what was read before them, until all of a file is handed on', async () => {
    const { bucket, read, namesIn } = trail();
    const many = Array.from({ length: 150 }, (_, index) => recordNamed(`e${index}`));
    bucket.put(`${BELOW}/2026/03/12/a.json.gz`, '2026-03-12T01:00:00Z', [recordNamed('first')]);
    bucket.put(`${BELOW}/2026/03/12/b.json.gz`, '2026-03-12T02:00:00Z', many);
    const found = await read();
    const [first] = found;
    const cursors = new Set(found.slice(1).map(({ cursor }) => cursor));
    expect(first?.cursor).toBe('2026-03-11T23:00:00.000Z ');
    expect([...cursors]).toEqual([`2026-03-12T01:00:00.000Z ${BELOW}/2026/03/12/a.json.gz`]);
    expect(await namesIn({ after: [...cursors][0] ?? '' })).toHaveLength(150);
  });

  test('of many days are read a day at a time', async () => {
    const { bucket, namesIn } = trail();
    bucket.put(`${BELOW}/2026/03/05/a.json.gz`, '2026-03-05T10:00:00Z', [recordNamed('a week ago')]);
    bucket.put(`${BELOW}/2026/03/12/a.json.gz`, '2026-03-12T10:00:00Z', [recordNamed('today')]);
    expect(await namesIn({ since: Date.UTC(2026, 2, 5) })).toEqual(['a week ago', 'today']);
    const last = bucket.asked.findIndex((each) => each.endsWith('2026/03/12/'));
    expect(bucket.asked.indexOf(`get ${BELOW}/2026/03/05/a.json.gz`)).toBeLessThan(last);
  });

  test('are read within the budget of the run', async () => {
    const { read } = trail({ attempts: 0, milliseconds: 60_000 });
    await expect(read()).rejects.toThrow('0 requests to AWS were sent');
  });
});
