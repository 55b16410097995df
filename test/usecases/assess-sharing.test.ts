import { afterEach, expect, test } from '@jest/globals';
import { foldCase } from '../../lib/core/governance/case.ts';
import type { Finding } from '../../lib/core/governance/finding.ts';
import type { JsonObject, JsonValue } from '../../lib/core/json.ts';
import { handleCall } from '../../lib/usecases/handle-call.ts';
import { AGENT, callOf, ENGINEER, record } from './company.ts';
import { openWorld, type World } from './world.ts';

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

async function found({ deps }: World, bucketPolicy: JsonObject): Promise<readonly (Finding | undefined)[]> {
  const source = 's3.amazonaws.com';
  const call = callOf(record('PutBucketPolicy', { bucketName: 'logs', bucketPolicy }, { source }));
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

test('one that names a role of another account is told of for who made the call', async () => {
  world = await openWorld();
  const stranger = 'arn:aws:iam::999988887777:role/x';
  expect(await found(world, opened({ AWS: stranger }))).toMatchObject([
    { kind: 'excess-sharing', principal: ENGINEER, witness: { principal: stranger } },
  ]);
});
