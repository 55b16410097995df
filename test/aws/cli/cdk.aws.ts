import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { ambit } from '../../cli/cli.ts';
import { whole } from '../ambit/deliveries.ts';
import { HUB, inMinistack, REGION, startCloud, throughTrail, type Cloud } from '../cloud.ts';
import { cdk, cdkAsBefore, type CdkPlace } from './cdk.ts';
import { asOperator } from './operator.ts';

// a limit for what hangs: every command synthesizes anew
jest.setTimeout(300_000);

const STANDARDS = join(import.meta.dirname, '..', 'ambit', 'ambit.yaml');
const SETTINGS = ['-c', `ambit:standards=${STANDARDS}`, '-c', 'ambit:alertEmails=security@example.com'];
const UNASKED = ['--require-approval', 'never'];

let place: CdkPlace;
let noMore: () => Promise<void>;

beforeAll(async () => {
  const cloud = await startCloud({ moto: { MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' } });
  place = { cloud, folder: await mkdtemp(join(tmpdir(), 'ambit-cdk-')) };
  noMore = await asOperator(cloud);
  cloud.trail.deliverBy(whole);
});

afterAll(async () => {
  await noMore();
  await place.cloud.stop();
  await rm(place.folder, { recursive: true });
});

const Line = z.object({ check: z.string(), verdict: z.string() });

/** What a command says of each part: its verdicts, by the names of parts. */
async function verdicts(command: 'deploy-check' | 'doctor'): Promise<Readonly<Record<string, string>>> {
  const { json } = await ambit([command, '--json']);
  const lines = json().flatMap((line) => Line.safeParse(line).data ?? []);
  return Object.fromEntries(lines.map(({ check, verdict }) => [check, verdict]));
}

const namesOf = (found: Readonly<Record<string, string>>, verdict: string) =>
  Object.keys(found).filter((name) => found[name] === verdict);

/** A trail, as deploy-check says to make one. */
async function makeTrail(cloud: Cloud): Promise<void> {
  const S3BucketName = 'records-of-calls';
  await new S3Client({ ...inMinistack(cloud), endpoint: cloud.moto.endpoint, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: S3BucketName }),
  );
  const trails = new CloudTrailClient(throughTrail(cloud, HUB));
  const Name = 'management-events';
  await trails.send(new CreateTrailCommand({ Name, S3BucketName, IsMultiRegionTrail: true }));
  // so a trail of AWS is made
  const EventSelectors = [{ IncludeManagementEvents: true, ReadWriteType: 'All' as const }];
  await trails.send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors }));
  await trails.send(new StartLoggingCommand({ Name }));
}

/** The steps of the README, each upon the one before. */
describe('an account, from nothing to an Ambit that holds', () => {
  test('deploy-check says what is missing, until it is there', async () => {
    expect(namesOf(await verdicts('deploy-check'), 'problem')).toEqual(['trail', `bootstrap ${REGION}`]);
    await makeTrail(place.cloud);
    await cdk(['bootstrap'], place);
    expect(namesOf(await verdicts('deploy-check'), 'problem')).toEqual([]);
  });

  test('cdk deploy makes it, and doctor finds nothing wrong', async () => {
    await cdk(['deploy', '--all', ...UNASKED, ...SETTINGS], place);
    const found = await verdicts('doctor');
    expect(found).toMatchObject({ stack: 'ok', table: 'ok', evidence: 'ok', 'signing key': 'ok', timetable: 'ok' });
    expect(namesOf(found, 'problem')).toEqual([]);
  });

  test('its functions answer: a drill passes', async () => {
    const { code, json } = await ambit(['drill', '--canary-profile', 'ada', '--json']);
    expect(json()).toMatchObject([{ account: HUB, result: 'passed', removed: true }]);
    expect(code).toBe(0);
  });

  test('deployed again with enforce, it holds; weaker rules that came along are not in force', async () => {
    expect(await verdicts('doctor')).toMatchObject({ drill: 'ok', 'own rules': 'ok' });
    const weaker = join(place.folder, 'weaker.yaml');
    await writeFile(weaker, `${await readFile(STANDARDS, 'utf8')}\npermit: { longestHours: 700 }\n`);
    expect((await ambit(['rules', 'check', weaker, '--live'])).code).toBe(2);
    const settings = [...SETTINGS, '-c', `ambit:standards=${weaker}`, '-c', 'ambit:mode=enforce'];
    await cdk(['deploy', '--all', ...UNASKED, ...settings], place);
    expect(await verdicts('doctor')).toMatchObject({ 'own rules': 'warning' });
    expect((await ambit(['rules', 'show', '--live', '--json'])).json()).toMatchObject([{ inForce: { version: 1 } }]);
    const { json } = await ambit(['doctor', '--json']);
    expect(json()).toContainEqual(expect.objectContaining({ check: 'mode', says: expect.stringMatching(/^enforce/) }));
    expect(await verdicts('doctor')).toMatchObject({ stack: 'ok', drill: 'ok', mode: 'ok' });
  });

  test('cdk destroy leaves the ledger, its sealed copies and its key', async () => {
    const said = await cdkAsBefore(['destroy', '--all', '--force'], place);
    const kept = [...said.matchAll(/DELETE_SKIPPED *\| (?<type>AWS::[\w:]+)/g)].map(({ groups }) => groups?.['type']);
    expect(new Set(kept)).toEqual(new Set(['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::S3::Bucket']));
    const tables = new DynamoDBClient(inMinistack(place.cloud));
    const { TableNames = [] } = await tables.send(new ListTablesCommand({}));
    expect(TableNames).toEqual([expect.stringMatching(/^Ambit-HubRecordsTable/)]);
    const { Count } = await tables.send(new ScanCommand({ TableName: TableNames[0] }));
    expect(Count).toBeGreaterThan(0);
  });
});
