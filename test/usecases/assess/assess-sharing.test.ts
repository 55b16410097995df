import { afterEach, expect, test } from '@jest/globals';
import { type Call, changesOf } from '../../../lib/core/activity/call.ts';
import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { assessShared } from '../../../lib/usecases/assess/assess-sharing.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { readAndKeepOrganization } from '../../../lib/usecases/assess/organization/kept-organization.ts';
import { COMPANY, DEV } from '../../core/governance/organizations.ts';
import { ACCOUNT, AGENT, callOf, ENGINEER, governance, MINUTE, NOW, record, type RecordOptions } from '../company.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => {
  world?.close();
  world = undefined;
});

const opened = (principal: JsonValue, condition: JsonObject = {}): JsonObject => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: principal,
      Action: 's3:DeleteObject',
      Resource: 'arn:aws:s3:::logs/*',
      Condition: condition,
    },
  ],
});

const source = 's3.amazonaws.com';

async function found(
  world: World,
  bucketPolicy: JsonObject,
  options: RecordOptions = {},
): Promise<readonly (Finding | undefined)[]> {
  return after(world, callOf(record('PutBucketPolicy', { bucketName: 'logs', bucketPolicy }, { source, ...options })));
}

async function after({ deps }: World, call: Call): Promise<readonly (Finding | undefined)[]> {
  const outcome = await handleCall(call, deps);
  if (outcome.kind === 'denied') return [];
  return Promise.all(outcome.findings.map(async (id) => foldCase(await deps.ledger.about(id))?.finding));
}

test('a bucket policy that names an agent is measured by the standard of the agent', async () => {
  world = await openWorld();
  expect(await found(world, opened({ AWS: AGENT }))).toMatchObject([
    { kind: 'excess-sharing', principal: AGENT, class: 'agent', actor: { principalArn: ENGINEER }, verdict: 'exceeds' },
  ]);
});

test('one that names a session of the agent is, too', async () => {
  world = await openWorld();
  const session = `${AGENT.replace(':iam:', ':sts:')
    .replace(/:role\/.*\//, ':assumed-role/')
    .replace(':role/', ':assumed-role/')}/work`;
  expect(await found(world, opened({ AWS: session }))).toMatchObject([{ principal: AGENT, class: 'agent' }]);
});

test('one that lets in the whole account by itself is measured by the standards of its known agents', async () => {
  world = await openWorld();
  const account = AGENT.split(':')[4] ?? '';
  const open = opened('*', { StringEquals: { 'aws:PrincipalAccount': account } });
  expect(await found(world, open)).toMatchObject([{ kind: 'excess-sharing', principal: AGENT }]);
});

test.each([
  ['may be let in where the organization that is known may be', 'o-acme', 0],
  ['is a stranger where another organization may be', 'o-other', 1],
])('an account of the organization %s', async (_, id, findings) => {
  const rules = governance();
  world = await openWorld({ governance: { ...rules, sharing: { accounts: [], organizations: ['o-acme'] } } });
  const { clock, keepsakes } = world.deps;
  if (keepsakes === undefined) throw new Error('nothing can be kept');
  const organization = { organization: async () => ({ ...COMPANY, id }) };
  await readAndKeepOrganization({ organization, keepsakes, clock });
  expect(await found(world, opened({ AWS: DEV }))).toHaveLength(findings);
});

test('a bucket is the account’s own, as the source of what a service does, once its policy was set there', async () => {
  world = await openWorld();
  const queue = (name: string, time: number) =>
    callOf(
      record(
        'SetQueueAttributes',
        {
          queueUrl: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/${name}`,
          attributes: { Policy: JSON.stringify(SENDS) },
        },
        { source: 'sqs.amazonaws.com', id: name, time },
      ),
    );
  expect(await after(world, queue('first', NOW - 3 * MINUTE))).toMatchObject([{ verdict: 'undetermined' }]);
  await found(world, { Version: '2012-10-17', Statement: [] }, { id: 'bucket', time: NOW - 2 * MINUTE });
  expect(await after(world, queue('second', NOW - MINUTE))).toEqual([]);
});

const SENDS = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::logs' } },
    },
  ],
};

test('one that names a role of another account is told of for who made the call', async () => {
  world = await openWorld();
  const stranger = 'arn:aws:iam::999988887777:role/x';
  expect(await found(world, opened({ AWS: stranger }))).toMatchObject([
    { kind: 'excess-sharing', principal: ENGINEER, witness: { principal: stranger } },
  ]);
});

const STRANGER = 'arn:aws:iam::999988887777:root';
const at = (id: string, minutes: number): RecordOptions => ({ id, time: NOW - (10 - minutes) * MINUTE });
const deletion = (name: 'DeleteBucketPolicy' | 'DeleteBucket', options: RecordOptions) =>
  callOf(record(name, { bucketName: 'logs' }, { source, ...options }));

test('the same policy again says nothing new, and after it was removed it is told of again', async () => {
  world = await openWorld();
  const open = opened({ AWS: STRANGER });
  expect(await found(world, open, at('1', 1))).toHaveLength(1);
  expect(await found(world, open, at('2', 2))).toEqual([]);
  expect(await after(world, deletion('DeleteBucketPolicy', at('3', 3)))).toEqual([]);
  expect(await found(world, open, at('4', 4))).toHaveLength(1);
});

test('the policy of a bucket that was made anew is told of again', async () => {
  world = await openWorld();
  const open = opened({ AWS: STRANGER });
  await found(world, open, at('1', 1));
  await after(world, deletion('DeleteBucket', at('2', 2)));
  expect(await found(world, open, at('3', 3))).toHaveLength(1);
});

test('a call that comes late is measured by itself, and leaves what is known of later alone', async () => {
  world = await openWorld();
  const open = opened({ AWS: STRANGER });
  await found(world, open, at('3', 3));
  expect(await found(world, open, at('2', 2))).toHaveLength(1);
  expect(await found(world, open, at('4', 4))).toEqual([]);
});

test('a call that is handled once more after a crash finds what it found', async () => {
  world = await openWorld();
  const { deps } = world;
  const open = opened({ AWS: STRANGER });
  const call = callOf(record('PutBucketPolicy', { bucketName: 'logs', bucketPolicy: open }, { source }));
  const [change] = changesOf(call);
  if (change?.kind !== 'resource-policy') throw new Error('not a resource policy');
  const first = await assessShared(call, change, deps);
  expect(first).toHaveLength(1);
  expect(await assessShared(call, change, deps)).toEqual(first);
});
