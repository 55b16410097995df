import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { memberAt } from '../../../lib/core/activity/member.ts';
import { jsonForm } from '../../../lib/core/json.ts';
import { HUB, inMinistack, startCloud, throughTrail, type Cloud } from '../cloud.ts';
import { deploy, physicalId, type Deployed } from '../deploy/deploy.ts';
import { eventually } from '../eventually.ts';
import { startIssuer, type Issuer } from '../issuer.ts';
import { userActor } from '../trail/actor.ts';
import { synthesizeRecorder } from './recorder-stack.ts';

const ADA = 'AKIAADA0000000000000';
const DAY = 24 * 60 * 60;
const READ = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const document = JSON.stringify(READ);

let cloud: Cloud;
let issuer: Issuer;
let deployed: Deployed;
let iam: IAMClient;

beforeAll(async () => {
  cloud = await startCloud();
  issuer = await startIssuer('recorder', cloud.clock);
  const folder = await synthesizeRecorder(issuer.url);
  deployed = await deploy({ folder, stack: 'Recorder' }, inMinistack(cloud));
  rmSync(dirname(folder), { recursive: true });
  cloud.trail.know(ADA, userActor({ accountId: HUB, userName: 'ada' }));
  iam = new IAMClient(throughTrail(cloud, ADA));
  await iam.send(new CreateRoleCommand({ RoleName: 'reports', AssumeRolePolicyDocument: document }));
});
afterAll(() => Promise.all([cloud.stop(), issuer.stop()]));

/** What the function wrote to its table. */
async function rows() {
  const TableName = physicalId(deployed, 'AWS::DynamoDB::Table');
  const { Items = [] } = await new DynamoDBClient(inMinistack(cloud)).send(new ScanCommand({ TableName }));
  return Items.map(({ id, document, at }) => ({ id: id?.S, document: document?.S, at: Number(at?.N) }));
}

/** Makes a grant through the IAM client; the id of its record. */
async function grant(PolicyName: string): Promise<string> {
  await iam.send(new PutRolePolicyCommand({ RoleName: 'reports', PolicyName, PolicyDocument: document }));
  return `${PolicyName}-${cloud.trail.records.at(-1)?.eventID}`;
}

async function ask(token: string) {
  const api = physicalId(deployed, 'AWS::ApiGatewayV2::Api');
  const url = `${cloud.ministack.endpoint}/_aws/execute-api/${api}/$default/me`;
  const answer = await fetch(url, token === '' ? {} : { headers: { authorization: `Bearer ${token}` } });
  return { status: answer.status, body: await answer.text() };
}

describe('a stack that is deployed to the tests’ AWS', () => {
  test('hears of a call to IAM through rule, queue and function, which reads IAM back and writes to its table', async () => {
    cloud.trail.deliverBy(() => ({ copies: 1, parameters: 'whole', after: Promise.resolve() }));
    const id = await grant('read');
    const row = await eventually(async () => (await rows()).find((each) => each.id === id), 20_000);
    expect(row).toMatchObject({ document });
  });

  test('puts what its function cannot handle into the dead-letter queue', async () => {
    cloud.trail.deliverBy(() => ({ copies: 1, parameters: 'left out', after: Promise.resolve() }));
    await grant('unread');
    const QueueUrl = physicalId(deployed, 'AWS::SQS::Queue', 'Dead');
    const sqs = new SQSClient(inMinistack(cloud));
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] });
    const dead = async () => (await sqs.send(command)).Attributes?.['ApproximateNumberOfMessages'];
    expect(await eventually(async () => ((await dead()) === '1' ? 'dead' : undefined), 20_000)).toBe('dead');
  });

  test('lets a function write what its role allows, and nothing else', async () => {
    cloud.trail.deliverBy(() => ({ copies: 1, parameters: 'whole', after: Promise.resolve() }));
    await grant('other');
    const denied = /denied: dynamodb:PutItem on arn:aws:dynamodb:\S+ with .*other-/;
    await eventually(() => denied.exec(cloud.ministack.output()) ?? undefined, 20_000);
    expect((await rows()).filter(({ id }) => id?.startsWith('other-'))).toEqual([]);
  });

  test('hands a message to its function again when that was killed over it', async () => {
    cloud.trail.deliverBy(() => ({ copies: 1, parameters: 'whole', after: Promise.resolve() }));
    const killed: number[] = [];
    cloud.trail.intercept((call, forward) => {
      const isFirst = call.eventName === 'GetRolePolicy' && killed.length === 0;
      if (isFirst) killed.push(cloud.functions.kill(physicalId(deployed, 'AWS::Lambda::Function', 'Recorder')));
      return forward();
    });
    const id = await grant('read-twice');
    await eventually(async () => (await rows()).find((each) => each.id === id), 20_000);
    expect(killed).toEqual([1]);
  });

  test('lets in whoever has a token of the issuer, and tells the function who that is', async () => {
    const { status, body } = await ask(issuer.token({ sub: 'ada' }));
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ sub: 'ada' });
  });

  test('lets functions assume the roles that trust them, and no other', async () => {
    const { body } = await ask(issuer.token({ sub: 'ada' }));
    const trusting = `arn:aws:sts::${HUB}:assumed-role/Trusting/answerer`;
    expect(JSON.parse(body)).toMatchObject({ trusting, closed: 'AccessDenied' });
    const assumed = cloud.trail.records.filter(({ eventName }) => eventName === 'AssumeRole').slice(-2);
    expect(assumed).toMatchObject([{ userIdentity: { type: 'AssumedRole' } }, { errorCode: 'AccessDenied' }]);
  });

  test.each([
    ['no token', () => ''],
    ['a token that is signed with another key', () => issuer.forged({ sub: 'ada' })],
    ['a token that has expired', () => issuer.token({ sub: 'ada', exp: Math.floor(cloud.clock.now() / 1000) - 60 })],
    ['a token for somebody else', () => issuer.token({ sub: 'ada', aud: 'another' })],
  ])('refuses %s', async (_, tokenOf) => {
    expect((await ask(tokenOf())).status).toBe(401);
  });

  test('follows the clock: functions, tokens and the retention of objects', async () => {
    const s3 = new S3Client(inMinistack(cloud));
    const Bucket = physicalId(deployed, 'AWS::S3::Bucket');
    const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key: 'evidence', Body: 'found' }));
    const deletion = new DeleteObjectCommand({ Bucket, Key: 'evidence', VersionId });
    await expect(s3.send(deletion)).rejects.toMatchObject({ name: 'AccessDenied' });
    const stale = issuer.token({ sub: 'ada' });
    cloud.clock.moveAhead({ seconds: 2 * DAY });
    await expect(eventually(async () => (await s3.send(deletion)) && 'deleted', 5000)).resolves.toBe('deleted');
    expect((await ask(stale)).status).toBe(401);
    const { body } = await ask(issuer.token({ sub: 'ada' }));
    expect(Math.abs(Number(memberAt(jsonForm(JSON.parse(body)), 'at')) - cloud.clock.now())).toBeLessThan(60_000);
  });

  test('ends the processes of functions when it is stopped', async () => {
    const made = deployed.resources.filter(({ ResourceType }) => ResourceType === 'AWS::Lambda::Function');
    const running = () => made.map(({ PhysicalResourceId = '' }) => cloud.functions.running(PhysicalResourceId));
    expect(running()).toEqual([1, 1]);
    await cloud.ministack.stop();
    await eventually(() => (running().every((count) => count === 0) ? 'ended' : undefined), 5000);
  });
});
