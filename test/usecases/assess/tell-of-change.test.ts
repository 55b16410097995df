import { afterEach, expect, test } from '@jest/globals';
import type { Call } from '../../../lib/core/activity/call.ts';
import { foldCase } from '../../../lib/core/governance/cases/case.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { callOf, ENGINEER, MINUTE, NOW, record, type RecordOptions } from '../company.ts';
import { openWorld, type World } from '../world.ts';

let world: World | undefined;

afterEach(() => {
  world?.close();
  world = undefined;
});

const OPEN: JsonObject = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' }],
};

const putPolicy = (options: RecordOptions = {}, bucketPolicy: JsonObject = OPEN) =>
  callOf(record('PutBucketPolicy', { bucketName: 'logs', bucketPolicy }, { source: 's3.amazonaws.com', ...options }));

const putCors = (options: RecordOptions = {}, CORSConfiguration: JsonObject = {}) =>
  callOf(
    record('PutBucketCors', { bucketName: 'logs', CORSConfiguration }, { source: 's3.amazonaws.com', ...options }),
  );

async function handled({ deps }: World, call: Call): Promise<readonly string[]> {
  const outcome = await handleCall(call, deps);
  return outcome.kind === 'denied' ? [] : outcome.findings;
}

async function findingOf({ deps }: World, id = '') {
  return foldCase(await deps.ledger.about(id));
}

test('an open bucket policy is told of at once, and nothing is held', async () => {
  world = await openWorld();
  const [id] = await handled(world, putPolicy());
  expect(await findingOf(world, id)).toMatchObject({
    status: 'alerted',
    finding: { kind: 'excess-sharing', principal: ENGINEER, class: 'engineer', resources: ['arn:aws:s3:::logs'] },
  });
  expect(world.announced).toHaveLength(1);
});

test('a bucket that is opened to everyone again is told of again, for somebody may have closed it', async () => {
  world = await openWorld();
  const first = await handled(world, putPolicy());
  expect(await handled(world, putPolicy())).toEqual(first);
  await handled(world, putPolicy({ id: 'again', time: NOW - 2 * MINUTE }));
  expect(world.announced).toHaveLength(2);
});

test('a service that may act for anybody is told of once an hour', async () => {
  world = await openWorld();
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'logs.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: '*',
  };
  const policy = { Version: '2012-10-17', Statement: [statement] };
  const first = await handled(world, putPolicy({}, policy));
  expect(await handled(world, putPolicy({ id: 'again', time: NOW - 2 * MINUTE }, policy))).toEqual(first);
  expect(world.announced).toHaveLength(1);
});

test('the same call again, and another that says the same, tell nothing new', async () => {
  world = await openWorld();
  const first = await handled(world, putCors());
  expect(await handled(world, putCors())).toEqual(first);
  expect(await handled(world, putCors({ id: 'again', time: NOW - 2 * MINUTE }))).toEqual(first);
  expect(world.announced).toHaveLength(1);
  await handled(world, putCors({ id: 'other' }, { CORSRule: '*' }));
  expect(world.announced).toHaveLength(2);
});

test('a session leaves nothing in the ledger', async () => {
  world = await openWorld();
  const before = await world.deps.ledger.head();
  const source = 'sts.amazonaws.com';
  expect(await handled(world, callOf(record('GetSessionToken', {}, { source })))).toEqual([]);
  expect(await world.deps.ledger.head()).toBe(before);
});

test('a change of IAM that no row tells of is told of, and the account is read for what it gave', async () => {
  world = await openWorld();
  world.account.change({
    name: 'PutRolePolicy',
    roleName: 'deployer',
    policyName: 'templated',
    policyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] },
  });
  const ids = await handled(world, callOf(record('AcquireRole', { templateArn: 'arn:aws:iam::aws:role-template/x' })));
  const here = world;
  const found = await Promise.all(ids.map((id) => findingOf(here, id)));
  expect(found).toMatchObject([
    { status: 'held', finding: { kind: 'excess-access' } },
    {
      status: 'alerted',
      finding: { kind: 'excess-access', verdict: 'undetermined', reasons: [{ rule: 'widened' }, {}] },
    },
  ]);
});
