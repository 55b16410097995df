import { afterEach, describe, expect, test } from '@jest/globals';
import type { AccountState, Role } from '../../../../lib/core/account/state.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { readCall } from '../../../../lib/core/activity/read-call.ts';
import { handleCall } from '../../../../lib/usecases/calls/handle-call.ts';
import { replayRecords } from '../../../../lib/usecases/replay/replay-records.ts';
import {
  ACCOUNT,
  account,
  ADMIN,
  allow,
  callOf,
  governance,
  MINUTE,
  NOW,
  record,
  type RecordOptions,
} from '../../company.ts';
import { openWorld, type World } from '../../world.ts';

const AGENT_ROLE = `arn:aws:iam::${ACCOUNT}:role/agents/deployer`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;

let world: World | undefined;

afterEach(() => {
  world?.close();
  world = undefined;
});

function role(name: string, change: Partial<Role>): readonly [string, Role] {
  const trust = { Version: '2012-10-17', Statement: [] };
  const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const empty = { path: '/', inline: new Map(), attached: [], trust, tags: new Map() };
  return [name, { kind: 'role', name, arn, id: `AROA${name}`, ...empty, ...change }];
}

/** The company, with a role of an administrator that an instance profile has, and a role that reads. */
function company(): AccountState {
  const state = account();
  const more = [
    role('admin', { attached: [ADMIN] }),
    role('reader', { inline: new Map([['read', allow('s3:GetObject')]]) }),
  ];
  const profiles = [
    { name: 'web', path: '/', roles: ['admin'] },
    { name: 'spare', path: '/', roles: [] },
  ];
  const instanceProfiles = new Map(profiles.map((profile) => [profile.name, profile]));
  return { ...state, roles: new Map([...state.roles, ...more]), instanceProfiles };
}

const adminArn = `arn:aws:iam::${ACCOUNT}:role/admin`;

/** The record as the agent makes it. */
function byAgent(name: string, parameters: JsonObject, options: RecordOptions): JsonObject {
  const made = record(name, parameters, options);
  const session = `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/run-7`;
  const sessionIssuer = { type: 'Role', principalId: 'AROADEPLOYER', arn: AGENT_ROLE, accountId: ACCOUNT };
  const who = { type: 'AssumedRole', principalId: 'AROADEPLOYER:run-7', arn: session, accountId: ACCOUNT };
  return { ...made, userAgent: 'aws-cli/2', userIdentity: { ...who, sessionContext: { sessionIssuer } } };
}

const lambda = { source: 'lambda.amazonaws.com' };
const creates = (roleText: string, options: RecordOptions = {}) =>
  byAgent('CreateFunction20150331', { functionName: 'f', role: roleText }, { ...lambda, ...options });
const startsInstances = (profile: JsonObject, options: RecordOptions = {}) =>
  byAgent('RunInstances', { iamInstanceProfile: profile }, { source: 'ec2.amazonaws.com', ...options });

const putsInto = (instanceProfileName: string, roleName: string) =>
  byAgent('AddRoleToInstanceProfile', { instanceProfileName, roleName }, {});

/** What is found when the records come as live traffic. */
async function live(records: readonly JsonValue[], state = company()): Promise<readonly Finding[]> {
  world = await openWorld({ state });
  const { deps } = world;
  const ids = new Set<string>();
  for (const each of records) {
    const handled = await handleCall(callOf(each), deps);
    if (handled.kind !== 'denied') for (const id of handled.findings) ids.add(id);
  }
  const cases = await Promise.all([...ids].map(async (id) => foldCase(await deps.ledger.about(id))));
  return cases.flatMap((each) => each?.finding ?? []);
}

async function replayed(records: readonly JsonValue[], state = company()): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const stream = (async function* () {
    yield* records;
  })();
  for await (const step of replayRecords({ accounts: [state], records: stream, governance: governance() })) {
    if (step.kind === 'finding') findings.push(step.finding);
  }
  return findings;
}

const told = (findings: readonly Finding[]) => findings.map(({ kind, verdict }) => `${kind} ${verdict}`);

describe('a role that an agent hands over, live and replayed', () => {
  test.each<readonly [string, JsonObject, readonly string[]]>([
    ['is found where it exceeds', creates(adminArn), ['excess-by-role exceeds']],
    ['is nothing where it is within the standard', creates(`arn:aws:iam::${ACCOUNT}:role/reader`), []],
    ['is found behind an instance profile', startsInstances({ name: 'web' }), ['excess-by-role exceeds']],
    ['is found where it comes into an instance profile', putsInto('spare', 'admin'), ['excess-by-role exceeds']],
    ['is nothing where it comes into one within the standard', putsInto('spare', 'reader'), []],
    ['is not known in another account', creates('arn:aws:iam::444455556666:role/x'), ['excess-by-role undetermined']],
    ['is nothing where AWS refused the call', creates(adminArn, { errorCode: 'AccessDenied' }), []],
    [
      'is told of where the record does not name it',
      byAgent('CreateFunction20150331', { functionName: 'f' }, lambda),
      ['unassessed-change undetermined'],
    ],
  ])('%s', async (_, made, expected) => {
    expect(told(await live([made]))).toEqual(expected);
    expect(told(await replayed([made]))).toEqual(expected);
  });

  test('is called as the record does where nothing is known of it, once however it is named there', async () => {
    const instanceProfile = { arn: `arn:aws:iam::${ACCOUNT}:instance-profile/nowhere` };
    const response = { instancesSet: { items: [{ instanceId: 'i-1', iamInstanceProfile: instanceProfile }] } };
    const [finding] = await live([startsInstances({ name: 'nowhere' }, { response })]);
    expect(finding?.reasons.map(({ rule }) => rule)).toEqual(['role-handed', 'role-unknown']);
    expect(finding?.reasons[0]?.detail).toContain(
      `handed ${instanceProfile.arn} to arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-1: whoever`,
    );
  });

  test('is found once, however often the call is delivered', async () => {
    const made = creates(adminArn);
    const again = [
      made,
      made,
      { ...made, addendum: { reason: 'DELIVERY_DELAY', originalEventID: made['eventID'] ?? '' } },
      made,
    ];
    expect(await live(again)).toHaveLength(1);
    expect(await replayed(again)).toHaveLength(1);
  });
});

test('the session of an agent that lends itself the role of an administrator is denied everything', async () => {
  const [finding] = await live([creates(adminArn)]);
  const found = foldCase((await world?.deps.ledger.about(finding?.id ?? '')) ?? []);
  expect(found).toMatchObject({ status: 'held', finding: { kind: 'excess-by-role', resources: [FUNCTION] } });
  const denied = [...(world?.account.state.roles.get('deployer')?.inline.values() ?? [])];
  expect(JSON.stringify(denied)).toContain('AROADEPLOYER:run-7');
});

test('a role that is made just before it is handed over is waited for', async () => {
  world = await openWorld({ state: company() });
  const { account: memory, deps } = world;
  const late = role('late', { attached: [ADMIN] });
  deps.accounts.rolesNamed = async () => {
    memory.state = { ...memory.state, roles: new Map([...memory.state.roles, late]) };
    return memory.around(ACCOUNT);
  };
  const handled = await handleCall(callOf(creates(`arn:aws:iam::${ACCOUNT}:role/late`)), deps);
  const [id = ''] = handled.kind === 'denied' ? [] : handled.findings;
  expect(foldCase(await deps.ledger.about(id))?.finding).toMatchObject({ verdict: 'exceeds' });
});

describe('code that acts with a role that was handed over before', () => {
  const changes = byAgent('UpdateFunctionCode20150331v2', { functionName: 'f' }, { ...lambda, id: 'code', time: NOW });
  const answered = { ...changes, responseElements: { functionName: 'f', role: adminArn } };
  const earlier = { time: NOW - 2 * MINUTE, id: 'create' };

  test('gives its role to who changes it, where the answer of the call names the role', async () => {
    expect(told(await live([answered]))).toEqual(['excess-by-role exceeds']);
    expect(told(await replayed([answered]))).toEqual(['excess-by-role exceeds']);
  });

  test.each([
    ['live', live],
    ['replayed', replayed],
  ])('gives the role that was handed over earlier, %s', async (_, findingsIn) => {
    const [, second] = await findingsIn([creates(adminArn, earlier), changes]);
    expect(second).toMatchObject({ kind: 'excess-by-role', verdict: 'exceeds' });
    expect(second?.reasons[0]?.rule).toBe('role-used');
    world?.close();
    expect(told(await findingsIn([creates(`arn:aws:iam::${ACCOUNT}:role/reader`, earlier), changes]))).toEqual([]);
  });

  const stacks = { source: 'cloudformation.amazonaws.com' };
  const made = (parameters: JsonObject) =>
    byAgent(
      'CreateStack',
      { stackName: 'app', ...parameters },
      {
        ...stacks,
        ...earlier,
        response: { stackId: `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/app/7f` },
      },
    );
  const updated = byAgent('UpdateStack', { stackName: 'app' }, { ...stacks, id: 'update', time: NOW });

  test.each<readonly [string, readonly JsonObject[], readonly string[]]>([
    [
      'the role that it was made with',
      [made({ roleARN: adminArn }), updated],
      ['role-handed exceeds', 'role-used exceeds'],
    ],
    ['nothing where it was made without one: it acts as who asks', [made({}), updated], []],
    ['what is not known', [updated], ['role-used undetermined']],
  ])('gives by a stack that is changed %s', async (_, records, expected) => {
    const rules = (findings: readonly Finding[]) =>
      findings
        .map(({ reasons, verdict }) => `${reasons[0]?.rule ?? ''} ${verdict}`)
        // what is brought out is written down by itself
        .filter((each) => !each.startsWith('deployment'));
    expect(rules(await live(records))).toEqual(expected);
    expect(rules(await replayed(records))).toEqual(expected);
  });

  test.each([
    ['live', live],
    ['replayed', replayed],
  ])('is told of besides where of one instance of two the role is not known, %s', async (_, findingsIn) => {
    const response = { instancesSet: { items: [{ instanceId: 'i-1' }] } };
    const starts = startsInstances({ name: 'web' }, { ...earlier, response });
    const sends = byAgent(
      'SendCommand',
      { instanceIds: ['i-1', 'i-2'] },
      { source: 'ssm.amazonaws.com', id: 'send', time: NOW },
    );
    const [, ...found] = told(await findingsIn([starts, sends]));
    expect(found).toEqual(['excess-by-role exceeds', 'unassessed-change undetermined']);
  });

  test('is replayed with the instance profile that was handed over, named in two ways', async () => {
    const instanceProfile = { arn: `arn:aws:iam::${ACCOUNT}:instance-profile/web`, name: 'web' };
    const response = { instancesSet: { items: [{ instanceId: 'i-1', iamInstanceProfile: instanceProfile }] } };
    const starts = startsInstances({ name: 'web' }, { ...earlier, response });
    const sends = byAgent(
      'SendCommand',
      { instanceIds: ['i-1'], documentName: 'AWS-RunShellScript' },
      { source: 'ssm.amazonaws.com', id: 'send', time: NOW },
    );
    const [first, second] = await replayed([starts, sends]);
    expect(first?.excess).toHaveLength(1);
    expect(second).toMatchObject({ kind: 'excess-by-role', verdict: 'exceeds', call: { name: 'SendCommand' } });
    expect(told(await live([sends]))).toEqual(['unassessed-change undetermined']);
  });

  const configures = (parameters: JsonObject) => ({
    ...byAgent('UpdateFunctionConfiguration20150331v2', { functionName: 'f', ...parameters }, { ...lambda, id: 'set' }),
    responseElements: { functionName: 'f', role: adminArn },
  });

  test.each<readonly [string, JsonObject, readonly string[]]>([
    ['another role', { role: adminArn }, ['role-handed']],
    ['another layer', { layers: ['l'] }, ['role-used']],
    ['both, told once', { role: adminArn, layers: ['l'] }, ['role-handed']],
    ['more memory, which runs no other code', { memorySize: 512 }, []],
  ])('gives a function %s', async (_, parameters, rules) => {
    const made = configures(parameters);
    const read = readCall(made);
    const found = read.kind === 'call' ? await live([made]) : [];
    expect(found.map(({ reasons }) => reasons[0]?.rule)).toEqual(rules);
    expect((await replayed([made])).map(({ reasons }) => reasons[0]?.rule)).toEqual(rules);
  });

  test('is only told of where no role is known', async () => {
    expect(told(await replayed([changes]))).toEqual(['unassessed-change undetermined']);
  });
});
