import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { handleCall } from '../../../lib/usecases/calls/handle-call.ts';
import { replayRecords } from '../../../lib/usecases/replay/replay-records.ts';
import { ACCOUNT, account, callOf, DAY, governance, MINUTE, NOW, record, type RecordOptions } from '../company.ts';
import { openWorld } from '../world.ts';

const SAM = {
  type: 'AssumedRole',
  principalId: 'AROAENGINEER:sam',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/engineer/sam`,
  accountId: ACCOUNT,
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/engineer` } },
};
const AGENT = {
  ...SAM,
  principalId: 'AROADEPLOYER:run-1',
  arn: `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/run-1`,
  sessionContext: { sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/agents/deployer` } },
};

const made = (call: string, parameters: JsonObject, options: RecordOptions = {}): JsonObject => {
  const [service = '', name = ''] = call.split(':');
  return record(name, parameters, { source: `${service}.amazonaws.com`, ...options });
};
const by = (userIdentity: JsonObject, one: JsonObject): JsonObject => ({ ...one, userIdentity });

const action = (name: string, category: string) => ({ name, actionTypeId: { category, owner: 'AWS' } });
const approval = action('Agree', 'Approval');
const deploy = action('Deploy', 'Deploy');
const pipeline = (actions: readonly JsonObject[], stage = 'Prod'): JsonObject => ({
  pipeline: {
    name: 'release',
    roleArn: `arn:aws:iam::${ACCOUNT}:role/engineer`,
    stages: [
      { name: 'Source', actions: [action('Code', 'Source')] },
      { name: stage, actions: [...actions] },
    ],
  },
});
const create = (actions: readonly JsonObject[], options: RecordOptions = {}) =>
  made('codepipeline:CreatePipeline', pipeline(actions), { id: 'create', time: NOW - 9 * MINUTE, ...options });
const update = (actions: readonly JsonObject[], options: RecordOptions & { readonly stage?: string } = {}) =>
  made('codepipeline:UpdatePipeline', pipeline(actions, options.stage), {
    id: 'update',
    time: NOW - 5 * MINUTE,
    ...options,
  });
const start = (options: RecordOptions = {}) =>
  made('codepipeline:StartPipelineExecution', { name: 'release' }, { id: 'start', time: NOW - 4 * MINUTE, ...options });
const decide = (status: string) =>
  made(
    'codepipeline:PutApprovalResult',
    { pipelineName: 'release', stageName: 'Prod', actionName: 'Agree', result: { status, summary: '' } },
    { id: 'decide', time: NOW - MINUTE },
  );

const pullRequest = (call: string, parameters: JsonObject, options: RecordOptions = {}) =>
  made(`codecommit:${call}`, { pullRequestId: '7', repositoryName: 'cost', ...parameters }, options);
const merge = pullRequest(
  'MergePullRequestBySquash',
  {},
  { id: 'merge', response: { pullRequest: { authorArn: `arn:aws:sts::${ACCOUNT}:assumed-role/engineer/rita` } } },
);
const agree = pullRequest(
  'UpdatePullRequestApprovalState',
  { revisionId: 'r', approvalState: 'APPROVE' },
  { id: 'agree', time: NOW - 3 * MINUTE },
);

/** Findings on gates, as live traffic and as a replay give them. */
async function found(records: readonly JsonValue[]): Promise<readonly Finding[]> {
  const world = await openWorld();
  for (const each of records) await handleCall(callOf(each), world.deps);
  const cases = await world.deps.cases.cases();
  world.close();
  const replayed: Finding[] = [];
  for await (const step of replayRecords({
    accounts: [account()],
    records: stream(records),
    governance: governance(),
  })) {
    if (step.kind === 'finding') replayed.push(step.finding);
  }
  const live = cases.map(({ finding }) => finding).filter(isOfGate);
  expect(replayed.filter(isOfGate).map(({ id }) => id)).toEqual(live.map(({ id }) => id));
  return live;
}

const isOfGate = ({ kind }: Finding) => kind === 'gate-bypassed';

async function* stream(records: readonly JsonValue[]): AsyncIterable<JsonValue> {
  yield* records;
}

describe('a pipeline that loses an approval', () => {
  test.each<[string, readonly JsonObject[]]>([
    ['as it was made', [create([approval, deploy]), update([deploy])]],
    ['as it was updated', [update([approval, deploy], { id: 'first', time: NOW - 8 * MINUTE }), update([deploy])]],
    ['as it was half a year ago', [create([approval, deploy], { time: NOW - 180 * DAY }), update([deploy])]],
    ['told of five times', Array.from({ length: 5 }, () => [create([approval, deploy]), update([deploy])]).flat()],
  ])('is one finding that names it: %s', async (_, records) => {
    expect(await found(records)).toMatchObject([
      {
        verdict: 'exceeds',
        severity: 'high',
        call: { id: 'update' },
        reasons: [
          { rule: 'gate', detail: expect.stringContaining('took the approval Prod/Agree out of the pipeline') },
        ],
      },
    ]);
  });

  test('is the same finding where the approval comes to be known last', async () => {
    const world = await openWorld();
    for (const each of [update([deploy], { stage: 'Deploy' }), create([approval, deploy])]) {
      await handleCall(callOf(each), world.deps);
    }
    const findings = (await world.deps.cases.cases()).map(({ finding }) => finding).filter(isOfGate);
    world.close();
    const inOrder = await found([create([approval, deploy]), update([deploy], { stage: 'Deploy' })]);
    expect(findings.map(({ id }) => id)).toEqual(inOrder.map(({ id }) => id));
  });

  test('is undetermined where it was never seen, and reaches production', async () => {
    expect(await found([update([deploy])])).toMatchObject([
      {
        verdict: 'undetermined',
        response: { kind: 'alert' },
        reasons: [{ detail: expect.stringContaining('leaves the stage Prod') }],
      },
    ]);
  });

  test('is undetermined where the approval has another name or place', async () => {
    const renamed = [create([approval, deploy]), update([action('Sign', 'Approval'), deploy])];
    expect(await found(renamed)).toMatchObject([
      {
        verdict: 'undetermined',
        reasons: [{ detail: expect.stringContaining('renamed or moved the approval Prod/Agree') }],
      },
    ]);
  });

  test.each<[string, readonly JsonObject[]]>([
    ['the approval stays', [create([approval, deploy]), update([approval, deploy])]],
    ['it gets another approval', [create([deploy]), update([approval, deploy])]],
    ['it never had one', [create([deploy]), update([deploy])]],
    ['it was never seen, and reaches no production', [update([deploy], { stage: 'Test' })]],
    [
      'it is another pipeline',
      [create([approval, deploy], { account: '444455556666' }), update([deploy], { stage: 'Test' })],
    ],
  ])('is none where %s', async (_, records) => {
    expect(await found(records)).toEqual([]);
  });
});

describe('an approval', () => {
  test.each<[string, readonly JsonObject[], object]>([
    ['by who started the change', [start(), decide('Approved')], { severity: 'high', response: { kind: 'alert' } }],
    ['by who started it, known only afterwards', [decide('Approved'), start()], { severity: 'high' }],
    [
      'by an agent',
      [by(SAM, start()), by(AGENT, decide('Approved'))],
      { severity: 'critical', response: { kind: 'hold' } },
    ],
    ['by an agent, of what nobody is known to have started', [by(AGENT, decide('Approved'))], { severity: 'critical' }],
  ])('bypasses the gate: %s', async (_, records, finding) => {
    expect(await found(records)).toMatchObject([{ verdict: 'exceeds', call: { id: 'decide' }, ...finding }]);
  });

  test.each<[string, readonly JsonObject[]]>([
    ['by somebody else', [by(SAM, start()), decide('Approved')]],
    ['that is refused', [start(), decide('Rejected')]],
    [
      'of what somebody else started last',
      [start(), by(SAM, start({ id: 'again', time: NOW - 2 * MINUTE })), decide('Approved')],
    ],
    ['weeks after the same person started it', [start({ time: NOW - 8 * DAY }), decide('Approved')]],
  ])('is what the gate is for: %s', async (_, records) => {
    expect(await found(records)).toEqual([]);
  });
});

describe('a merge of its own author', () => {
  test('is undetermined where nobody else was seen to approve it', async () => {
    expect(await found([merge])).toMatchObject([{ verdict: 'undetermined', response: { kind: 'alert' } }]);
    expect(await found([agree, merge])).toHaveLength(1);
  });

  test.each<[string, readonly JsonObject[]]>([
    ['is well where somebody else approved it', [by(SAM, agree), merge]],
    ['is none where somebody else made the change', [by(SAM, merge)]],
  ])('%s', async (_, records) => {
    expect(await found(records)).toEqual([]);
  });
});
