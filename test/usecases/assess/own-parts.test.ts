import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { OwnNames } from '../../../lib/core/governance/assess/own-parts.ts';
import type { JsonObject } from '../../../lib/core/json.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { ACCOUNT, callOf, CLOUDFORMATION, invokedBy, record } from '../company.ts';
import { findingsOfReplay } from '../findings-of-replay.ts';
import { openWorld } from '../world.ts';

const AT = `us-east-1:${ACCOUNT}`;
const KEY = `arn:aws:kms:${AT}:key/00000000-0000-4000-8000-000000000001`;

const made = (call: string, parameters: JsonObject): JsonObject => {
  const [service = '', name = ''] = call.split(':');
  return record(name, parameters, { source: `${service}.amazonaws.com` });
};

async function live(
  one: JsonObject,
  own: OwnNames = { prefix: 'Ambit', signingKey: KEY },
): Promise<readonly Finding[]> {
  const world = await openWorld();
  await handleCall(callOf(one), { ...world.deps, own });
  const cases = await world.deps.cases.cases();
  world.close();
  return cases.map(({ finding }) => finding).filter(isOfOwnPart);
}

const isOfOwnPart = ({ reasons }: Finding) => reasons.some(({ rule }) => rule === 'own-part');

const CHANGED: readonly (readonly [string, JsonObject])[] = [
  ['events:DisableRule', { name: 'Ambit-iam-here' }],
  ['events:PutRule', { name: 'Ambit-iam-here', eventPattern: '{}' }],
  ['lambda:UpdateFunctionCode20150331v2', { functionName: 'Ambit-on-call' }],
  ['lambda:PutFunctionConcurrency20171031', { functionName: 'Ambit-on-call', reservedConcurrentExecutions: 0 }],
  ['sqs:PurgeQueue', { queueUrl: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/Ambit-calls` }],
  ['dynamodb:DeleteTable', { tableName: 'Ambit-ledger' }],
  ['s3:DeleteBucket', { bucketName: 'ambit-evidence-1' }],
  ['logs:DeleteLogGroup', { logGroupName: '/aws/lambda/Ambit-on-call' }],
  ['monitoring:DeleteAlarms', { alarmNames: ['Ambit-dead-letters'] }],
  ['cloudformation:DeleteStack', { stackName: 'Ambit-watch' }],
  ['cloudformation:DeactivateType', { typeName: 'Ambit::Gate::Environment', type: 'HOOK' }],
  ['iam:DetachRolePolicy', { roleName: 'AmbitHolder', policyArn: `arn:aws:iam::${ACCOUNT}:policy/fence` }],
  ['iam:UpdateRoleDescription', { roleName: 'AMBITRESTORER', description: 'x' }],
];

describe('a call that changes a part of Ambit', () => {
  test.each(CHANGED)(
    'is one critical finding, live and replayed, and its session is contained: %s',
    async (call, parameters) => {
      const found = await live(made(call, parameters));
      expect(found).toMatchObject([
        { kind: 'watch-tampered', severity: 'critical', verdict: 'exceeds', response: { kind: 'hold' } },
      ]);
      expect((await findingsOfReplay([made(call, parameters)])).filter(isOfOwnPart).map(({ id }) => id)).toEqual(
        found.map(({ id }) => id),
      );
    },
  );

  test('is told of the key that signs the ledger, which has no name', async () => {
    expect(await live(made('kms:ScheduleKeyDeletion', { keyId: KEY }))).toHaveLength(1);
  });

  test('is told by the names that a deployment has', async () => {
    const own = { prefix: 'Watch' };
    expect(await live(made('events:DisableRule', { name: 'Watch-iam-here' }), own)).toHaveLength(1);
    expect(await live(made('events:DisableRule', { name: 'Ambit-iam-here' }), own)).toEqual([]);
  });

  test('alerts where it may be a deployment', async () => {
    const execute = made('cloudformation:ExecuteChangeSet', { stackName: 'Ambit', changeSetName: 'c' });
    expect(await live(execute)).toMatchObject([{ severity: 'high', response: { kind: 'alert' } }]);
  });

  test('is observed where CloudFormation does it for a stack', async () => {
    const one = made('events:PutTargets', { rule: 'Ambit-iam-here' });
    expect(await live(invokedBy(CLOUDFORMATION, one))).toMatchObject([{ response: { kind: 'observe' } }]);
  });
});

describe('a call is no change of Ambit', () => {
  test.each<readonly [string, string, JsonObject]>([
    ['of something else', 'events:DisableRule', { name: 'billing' }],
    ['of what is called alike in another service', 'dynamodb:DeleteTable', { tableName: 'Ambition' }],
    ['that makes a schedule', 'scheduler:CreateSchedule', { name: 'deadline-1', groupName: 'Ambit', target: {} }],
    [
      'of a service that is called like what every object has',
      'cloudcontrolapi:DeleteResource',
      { typeName: 'AWS::X::Y', identifier: `arn:aws:constructor:${AT}:x` },
    ],
    ['of the canary of a drill', 'iam:DeleteRole', { roleName: 'AmbitDrill-0123456789ab' }],
  ])('%s', async (_, call, parameters) => {
    expect(await live(made(call, parameters))).toEqual([]);
  });

  test('that AWS refused', async () => {
    const refused = { ...made('events:DisableRule', { name: 'Ambit-iam-here' }), errorCode: 'AccessDenied' };
    expect(await live(refused)).toEqual([]);
  });
});
