import { describe, expect, test } from '@jest/globals';
import { changeOfCall } from '../../../lib/core/governance/permits/permit.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { Governance } from '../../../lib/core/governance/standards/standards.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { replayRecords } from '../../../lib/usecases/replay/replay-records.ts';
import {
  ACCOUNT,
  account,
  callOf,
  CLOUDFORMATION,
  ENGINEER,
  governance,
  invokedBy,
  MINUTE,
  NOW,
  record,
  type RecordOptions,
} from '../company.ts';
import { openGate, permit } from '../gate-world.ts';
import { openWorld } from '../world.ts';

const EC2 = 'ec2.amazonaws.com';
const AGENT_IDENTITY = {
  type: 'AssumedRole',
  principalId: 'AROADEPLOYER:run-1',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/run-1`,
  accountId: ACCOUNT,
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/agents/deployer` } },
};

const deleteVolume = (number: number, options: RecordOptions = {}): JsonObject =>
  record(
    'DeleteVolume',
    { volumeId: `vol-${number}` },
    { source: EC2, id: `volume ${number}`, time: NOW - (30 - number) * 10_000, ...options },
  );
const volumes = (count: number, options: RecordOptions = {}): readonly JsonObject[] =>
  Array.from({ length: count }, (_, index) => deleteVolume(index, options));
const terminate = (count: number, id = 'terminate'): JsonObject => {
  const items = Array.from({ length: count }, (_, index) => ({ instanceId: `i-${index}` }));
  return record('TerminateInstances', { instancesSet: { items } }, { source: EC2, id });
};
const by = (identity: JsonObject, one: JsonObject): JsonObject => ({ ...one, userIdentity: identity });

/** Findings of a burst, as live traffic and as a replay give them. */
async function bursts(records: readonly JsonValue[], rules = governance()) {
  return { live: await live(records, rules), replayed: await replayed(records, rules) };
}

async function live(records: readonly JsonValue[], rules: Governance): Promise<readonly Finding[]> {
  const world = await openWorld({ governance: rules });
  for (const each of records) await handleCall(callOf(each), world.deps);
  const cases = await world.deps.cases.cases();
  world.close();
  return cases.map(({ finding }) => finding).filter(({ kind }) => kind === 'destructive-burst');
}

async function replayed(records: readonly JsonValue[], rules: Governance): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for await (const step of replayRecords({ accounts: [account()], records: stream(records), governance: rules })) {
    if (step.kind === 'finding' && step.finding.kind === 'destructive-burst') findings.push(step.finding);
  }
  return findings;
}

async function* stream(records: readonly JsonValue[]): AsyncIterable<JsonValue> {
  yield* records;
}

const idsIn = (findings: readonly Finding[]) => findings.map(({ id }) => id);

describe('a session that destroys', () => {
  test.each<[string, readonly JsonObject[]]>([
    ['more than ten things one by one', volumes(11)],
    ['forty instances by one call', [terminate(40)]],
    ['of several services', [...volumes(6), terminate(4), record('DeleteUser', { userName: 'kim' }, { id: 'user' })]],
    ['more than ten things, some of them told of five times', [...volumes(11), ...volumes(11), ...volumes(5)]],
    [
      'through a server that passes on what an agent asks',
      volumes(11).map((one) => invokedBy('aws-mcp.amazonaws.com', one)),
    ],
    [
      'under the user agent of CloudFormation',
      volumes(11).map((one) => ({ ...one, userAgent: 'cloudformation.amazonaws.com' })),
    ],
  ])('%s is one finding, with nothing guarded, live and replayed', async (_, records) => {
    const { live: found, replayed: again } = await bursts(records, { ...governance(), environments: [] });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      kind: 'destructive-burst',
      verdict: 'exceeds',
      reasons: [{ rule: 'budget-exceeded', detail: expect.stringContaining('its budget is 10 within 10 minutes') }],
    });
    expect(idsIn(again)).toEqual(idsIn(found));
  });

  test.each<[string, readonly JsonObject[]]>([
    ['ten things', volumes(10)],
    ['ten things, each told of five times', Array.from({ length: 5 }, () => volumes(10)).flat()],
    [
      'twenty things in as many minutes',
      volumes(20).map((_, index) => deleteVolume(index, { time: NOW - (20 - index) * MINUTE })),
    ],
    ['nothing, for AWS refuses each of its calls', volumes(20, { errorCode: 'AccessDenied' })],
    ['what CloudFormation deletes with a stack', volumes(20).map((one) => invokedBy(CLOUDFORMATION, one))],
    [
      'what a service does on its own',
      volumes(20).map((one) => by({ type: 'AWSService', invokedBy: 'dlm.amazonaws.com' }, one)),
    ],
    [
      'nothing, for each call is another session',
      volumes(20).map((one, index) => by({ ...AGENT_IDENTITY, principalId: `AROADEPLOYER:${index}` }, one)),
    ],
    [
      'nothing, but creates twenty things',
      Array.from({ length: 20 }, (_, index) =>
        record('CreateBucket', { bucketName: `b-${index}` }, { source: 's3.amazonaws.com', id: `b ${index}` }),
      ),
    ],
  ])('%s is none', async (_, records) => {
    expect(await bursts(records, { ...governance(), environments: [] })).toEqual({ live: [], replayed: [] });
  });

  test('in any order of its calls is the same finding', async () => {
    const records = volumes(24);
    const clean = await bursts(records);
    expect(clean.live).toHaveLength(1);
    const odd = records.filter((_, index) => index % 2 === 1);
    const shuffled = [...odd.toReversed(), ...records.filter((_, index) => index % 2 === 0)];
    for (const order of [records.toReversed(), shuffled]) {
      const found = await bursts(order);
      expect(idsIn(found.live)).toEqual(idsIn(clean.live));
      expect(idsIn(found.replayed)).toEqual(idsIn(clean.live));
    }
  });

  test('is told again an hour later, where it goes on', async () => {
    const later = volumes(24).map((_, index) => deleteVolume(100 + index, { time: NOW + 60 * MINUTE + index }));
    const { live: found } = await bursts([...volumes(24), ...later]);
    expect(new Set(idsIn(found)).size).toBe(2);
  });

  test('has the budget that the standards name', async () => {
    const rules = { ...governance(), burst: { resources: 3, withinMinutes: 1 } };
    expect((await bursts(volumes(3), rules)).live).toEqual([]);
    const { live: found } = await bursts(volumes(4), rules);
    expect(found[0]?.reasons[0]?.detail).toMatch(
      /^the session destroyed 4 or more: 4 by DeleteVolume of ec2; its budget is 3/,
    );
  });
});

describe('what is done about a burst', () => {
  const agents = volumes(11).map((one) => by(AGENT_IDENTITY, one));

  test('of an agent contains its session, and is critical', async () => {
    const { live: found } = await bursts(agents);
    expect(found).toMatchObject([
      {
        severity: 'critical',
        class: 'agent',
        response: {
          kind: 'hold',
          plan: { kind: 'contain', calls: [{ name: 'PutRolePolicy', roleName: 'deployer' }] },
        },
      },
    ]);
  });

  test.each<[string, Partial<Governance['unclassified']>, object]>([
    ['is observed where it is of a pipeline', { kind: 'pipeline' }, { kind: 'observe' }],
    ['alerts where it is of a workload', { kind: 'workload' }, { kind: 'alert' }],
    ['alerts where the class only warns', { mode: 'warn' }, { kind: 'alert' }],
    [
      'contains the session at once where the class would wait',
      { response: { kind: 'hold-unless-approved', withinMinutes: 9 } },
      { kind: 'hold' },
    ],
  ])('%s', async (_, change, response) => {
    const rules = governance();
    const [agent, ...others] = rules.classes;
    if (agent === undefined) throw new Error('the company has no agents');
    const { live: found } = await bursts(agents, { ...rules, classes: [{ ...agent, ...change }, ...others] });
    expect(found).toMatchObject([{ response }]);
  });
});

test('what permits make expected uses up no budget', async () => {
  const rules = { ...governance(), environments: [{ name: 'disks', accounts: [], resources: ['vol-*'] }] };
  const gate = await openGate({ governance: rules });
  const [permitted = {}, ...others] = volumes(11);
  const operation = { kind: 'destroying-call', source: EC2, name: 'DeleteVolume' } as const;
  const target = `arn:aws:ec2:us-east-1:${ACCOUNT}:volume/vol-0`;
  const subject = { account: ACCOUNT, operation, target };
  await permit({ ...subject, change: changeOfCall(subject) }, gate, { actor: ENGINEER });
  for (const each of [permitted, ...others]) await handleCall(callOf(each), gate.world.deps);
  const kinds = (await gate.world.deps.cases.cases()).map(({ finding }) => finding.kind);
  expect(kinds).not.toContain('destructive-burst');
  await handleCall(callOf(deleteVolume(11)), gate.world.deps);
  const after = (await gate.world.deps.cases.cases()).map(({ finding }) => finding.kind);
  expect(after).toContain('destructive-burst');
});
