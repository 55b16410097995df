import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import { parseGovernance } from '../../../lib/core/governance/standards/parse-governance.ts';
import { changeOfCall } from '../../../lib/core/governance/permits/permit.ts';
import type { Governance } from '../../../lib/core/governance/standards/standards.ts';
import { isJsonObject, jsonForm, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { replayRecords } from '../../../lib/usecases/replay/replay-records.ts';
import { ACCOUNT, account, callOf, ENGINEER, record, STANDARDS } from '../company.ts';
import { openGate, permit } from '../gate-world.ts';
import { openWorld } from '../world.ts';

function guarding(environment: JsonObject): Governance {
  const file = { ...STANDARDS, environments: [{ name: 'cost', ...environment }] };
  const parsed = parseGovernance(file, new Map());
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value;
}

const made = (call: string, parameters: JsonObject, response: JsonValue = null): JsonObject => {
  const [service = '', name = ''] = call.split(':');
  return record(name, parameters, { source: `${service}.amazonaws.com`, response });
};

function inChina(one: JsonObject): JsonObject {
  const text = JSON.stringify(one).replaceAll('arn:aws:', 'arn:aws-cn:').replaceAll('us-east-1', 'cn-north-1');
  const moved = jsonForm(JSON.parse(text));
  if (!isJsonObject(moved)) throw new Error('a record is an object');
  return moved;
}

/** Destructions of an environment, as live traffic and as a replay give them. */
async function found(one: JsonObject, rules: Governance) {
  const world = await openWorld({ governance: rules });
  await handleCall(callOf(one), world.deps);
  const cases = await world.deps.cases.cases();
  world.close();
  const replayed: Finding[] = [];
  const records = (async function* () {
    yield one;
  })();
  for await (const step of replayRecords({ accounts: [account()], records, governance: rules })) {
    if (step.kind === 'finding') replayed.push(step.finding);
  }
  const isDestruction = ({ kind }: Finding) => kind === 'unpermitted-destruction';
  const live = cases.map(({ finding }) => finding).filter(isDestruction);
  expect(replayed.filter(isDestruction).map(({ id }) => id)).toEqual(live.map(({ id }) => id));
  return live;
}

const deleteDatabase = (tags?: JsonValue): JsonObject =>
  made('rds:DeleteDBInstance', { dBInstanceIdentifier: 'main' }, tags === undefined ? null : { tagList: tags });
const updateService = made('ecs:UpdateService', { cluster: 'cost', service: 'web', desiredCount: 0 });
const SERVICE = `arn:aws:ecs:us-east-1:${ACCOUNT}:service/cost/web`;
const PROD = [{ key: 'Environment', value: 'prod-eu' }];

const GUARDED: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ['a stack by its name', { stacks: ['cost-*'] }, made('cloudformation:DeleteStack', { stackName: 'cost-prod' })],
  [
    'what CloudFormation made for a stack',
    { stacks: ['cost-*'] },
    deleteDatabase([{ key: 'aws:cloudformation:stack-name', value: 'cost-prod' }]),
  ],
  ['what has its tags', { tags: [{ Environment: 'prod*' }] }, deleteDatabase(PROD)],
  [
    'what has its tags, which the answer has by key',
    { tags: [{ Environment: 'prod*' }] },
    made('eks:DeleteCluster', { name: 'c' }, { cluster: { tags: { Environment: 'prod-eu' } } }),
  ],
  [
    'what an operation stops that it counts',
    { resources: ['arn:*:ecs:*:*:service/cost/*'], destruction: { also: ['ecs:Update*'] } },
    updateService,
  ],
  [
    'a role, by an operation of IAM that it counts',
    { resources: ['arn:*:iam::*:role/deployer'], destruction: { also: ['iam:DetachRolePolicy'] } },
    made('iam:DetachRolePolicy', { roleName: 'deployer', policyArn: `arn:aws:iam::${ACCOUNT}:policy/fence` }),
  ],
];

describe('an environment guards', () => {
  test.each(GUARDED)('%s', async (_, environment, one) => {
    expect(await found(one, guarding(environment))).toMatchObject([
      { verdict: 'exceeds', severity: 'critical', resources: ['cost', expect.any(String)], response: { kind: 'hold' } },
    ]);
  });

  test('a role by its ARN in another partition', async () => {
    const role = `arn:aws-cn:iam::${ACCOUNT}:role/deployer`;
    const rules = guarding({ resources: [role], destruction: { also: ['iam:DetachRolePolicy'] } });
    const call = made('iam:DetachRolePolicy', { roleName: 'deployer', policyArn: 'arn:aws:iam::aws:policy/fence' });
    expect(await found(inChina(call), rules)).toMatchObject([{ severity: 'critical', resources: ['cost', role] }]);
  });
});

const UNGUARDED: readonly (readonly [string, JsonObject, JsonObject])[] = [
  [
    'what has other tags',
    { tags: [{ Environment: 'prod*' }] },
    deleteDatabase([{ key: 'Environment', value: 'test' }]),
  ],
  ['what has one of two tags', { tags: [{ Environment: 'prod*', team: 'cost' }] }, deleteDatabase(PROD)],
  [
    'against an operation that it excepts',
    { resources: ['*'], destruction: { except: ['rds:DeleteDBInstance'] } },
    deleteDatabase(),
  ],
  [
    'what an operation changes that another environment counts',
    { resources: ['bill'], destruction: { also: ['ecs:UpdateService'] } },
    updateService,
  ],
  ['against an operation that it does not count', { resources: ['*'] }, updateService],
  ['in another account', { accounts: ['444455556666'], tags: [{ Environment: 'prod*' }] }, deleteDatabase()],
];

describe('an environment does not guard', () => {
  test.each(UNGUARDED)('%s', async (_, environment, one) => {
    expect(await found(one, guarding(environment))).toEqual([]);
  });
});

describe('where the tags of what was destroyed are not known', () => {
  const byTags = { tags: [{ Environment: 'prod*' }] };

  test('an environment by tags tells, and holds nothing', async () => {
    expect(await found(deleteDatabase(), guarding(byTags))).toMatchObject([
      {
        verdict: 'undetermined',
        severity: 'medium',
        reasons: [{ rule: 'tags-unknown' }],
        response: { kind: 'alert', why: 'the tags of what was destroyed are not known' },
      },
    ]);
  });

  test('it tells once an hour of each session', async () => {
    const world = await openWorld({ governance: guarding(byTags) });
    for (const id of ['a', 'b', 'c']) await handleCall({ ...callOf(deleteDatabase()), id }, world.deps);
    expect(await world.deps.cases.cases()).toHaveLength(1);
    world.close();
  });

  const deleteBucket = (bucketName: string) => made('s3:DeleteBucket', { bucketName });
  const terminate = made('ec2:TerminateInstances', {
    instancesSet: { items: [{ instanceId: 'i-0123456789abcdef0' }] },
  });
  const doubted = { verdict: 'undetermined', severity: 'medium', response: { kind: 'alert' } };
  const noted = { verdict: 'undetermined', severity: 'low', response: { kind: 'observe' } };
  test.each<[string, JsonObject, readonly object[]]>([
    [
      'what is named as CloudFormation names parts of it is doubted',
      deleteBucket('cost-prod-data-1abcdefghij2k'),
      [doubted],
    ],
    ['what has a name that AWS chose is noted', terminate, [noted]],
    ['what has another name is noted', deleteBucket('bills'), [noted]],
    [
      'what has another name is noted where the answer would be empty with tags as well',
      made('ecs:DeleteService', { cluster: 'c', service: 's' }, { service: { serviceName: 's', tags: [] } }),
      [noted],
    ],
    [
      'what has another name is noted where only what the call starts has tags',
      made('fis:StartExperiment', { experimentTemplateId: 'EXT1', tags: { team: 'cost' } }),
      [noted],
    ],
    ['what is known to have no tags is not', deleteDatabase([]), []],
    [
      'what is known to have no tags by key is not',
      made('eks:DeleteCluster', { name: 'c' }, { cluster: { name: 'c', tags: {} } }),
      [],
    ],
    ['what is known to have other tags is not', deleteDatabase(PROD), []],
    ['a stack of another name is not', made('cloudformation:DeleteStack', { stackName: 'bills' }), []],
  ])('of an environment by stacks %s', async (_, one, expected) => {
    expect(await found(one, guarding({ stacks: ['Cost-*'] }))).toMatchObject(expected);
  });

  test('what is noted of a session does not keep from being told what comes after it', async () => {
    const world = await openWorld({ governance: guarding({ stacks: ['cost-*'] }) });
    for (const each of [terminate, deleteBucket('cost-prod-data-1abcdefghij2k')])
      await handleCall(callOf(each), world.deps);
    const responses = (await world.deps.cases.cases()).map(({ finding }) => finding.response.kind);
    expect(responses.sort()).toEqual(['alert', 'observe']);
    world.close();
  });

  test('it only observes pipelines', async () => {
    const { classes, ...others } = guarding(byTags);
    const pipelines = classes.map((each) => (each.kind === 'engineer' ? { ...each, kind: 'pipeline' as const } : each));
    const rules = { ...others, classes: pipelines };
    expect(await found(deleteDatabase(), rules)).toMatchObject([{ response: { kind: 'observe' } }]);
  });
});

test('a permit makes expected what only the standards count as destruction', async () => {
  const environment = { resources: ['arn:*:ecs:*:*:service/cost/*'], destruction: { also: ['ecs:UpdateService'] } };
  const gate = await openGate({ governance: guarding(environment) });
  const operation = { kind: 'destroying-call', source: 'ecs.amazonaws.com', name: 'UpdateService' } as const;
  const subject = { account: ACCOUNT, operation, target: SERVICE };
  await permit({ ...subject, change: changeOfCall(subject) }, gate, { actor: ENGINEER });
  await handleCall(callOf(updateService), gate.world.deps);
  const kinds = (await gate.world.deps.cases.cases()).map(({ finding }) => finding.kind);
  expect(kinds).not.toContain('unpermitted-destruction');
});
