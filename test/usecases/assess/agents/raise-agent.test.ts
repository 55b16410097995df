import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { replayRecords } from '../../../../lib/usecases/replay/replay-records.ts';
import {
  agentRecord,
  RELEASER,
  grantRecord,
  objectAt,
  OPENED,
  openingRecord,
  READER,
  sessionRecord,
  SIGN_IN,
  toolRecord,
  withAdministrators,
} from '../../agents.ts';
import { ENGINEER, governance, MINUTE, NOW } from '../../company.ts';
import { live } from './agents-live.ts';

/** The findings that the same records lead to in a replay. */
async function replayed(records: readonly JsonObject[]): Promise<readonly Finding[]> {
  async function* stream(): AsyncIterable<JsonValue> {
    yield* records;
  }
  const findings: Finding[] = [];
  const input = { accounts: [withAdministrators()], records: stream(), governance: governance() };
  for await (const step of replayRecords(input)) if (step.kind === 'finding') findings.push(step.finding);
  return findings;
}

const WORLDS = [
  ['live', (records: readonly JsonObject[]) => live(records)],
  ['in a replay', replayed],
] as const;

const isOpened = ({ rule }: { readonly rule: string }) => /^(?:re)?opened-by-agent$/.test(rule);

const STACK = 'arn:aws:cloudformation:us-east-1:111122223333:stack/cost-prod/1';

const list = agentRecord('ListUsers', null, { id: 'list' });

const deleteStack = agentRecord(
  'DeleteStack',
  { stackName: STACK },
  { id: 'delete', source: 'cloudformation.amazonaws.com' },
);

test.each([
  [19, []],
  [20, [{ rule: 'sessions-not-followed', detail: expect.stringContaining(`AttributeValue=${OPENED.accessKeyId}`) }]],
  [25, [{ rule: 'sessions-not-followed', detail: expect.stringContaining('20 sessions or more') }]],
])(
  'where an agent opens %i sessions before it is known, people are told that not all are followed',
  async (many, told) => {
    const identity = OPENED;
    const onwards = Array.from({ length: many }, (_, index) =>
      sessionRecord(
        'AssumeRole',
        { roleArn: READER, roleSessionName: `on-${index}` },
        { source: 'sts.amazonaws.com', id: `on-${index}`, identity },
      ),
    );
    const twice = openingRecord(RELEASER, { id: 'open' });
    const found = await live([...onwards, twice, twice]);
    const unread = found.filter(({ kind }) => kind === 'unreadable-call');
    expect(unread.flatMap(({ reasons }) => reasons)).toEqual(told);
  },
);

describe.each(WORLDS)('an agent in the session of an engineer, %s', (_, findingsOf) => {
  test.each<[string, JsonObject]>([
    ['that only reads', list],
    ['that AWS refuses', agentRecord('ListUsers', null, { id: 'refused', errorCode: 'AccessDenied' })],
    ['that changes access and is refused', agentRecord('AttachRolePolicy', null, { errorCode: 'AccessDenied' })],
    ['of a tool', toolRecord({ id: 'tool' })],
    ['that grants it the use of the session', grantRecord({ id: 'grant' })],
  ])('is a finding by a call %s', async (__, record) => {
    expect(await findingsOf([record])).toMatchObject([
      { kind: 'agent-as-engineer', principal: ENGINEER, class: 'agent', verdict: 'exceeds' },
    ]);
  });

  test('is one finding for its grant, its tools and its calls, in any order', async () => {
    const of = { signIn: SIGN_IN };
    const calls = [
      grantRecord({ id: 'grant', time: NOW - 5 * MINUTE }),
      toolRecord({ id: 'tool', time: NOW - 4 * MINUTE }),
      agentRecord('ListUsers', null, { ...of, id: 'list', time: NOW - 4 * MINUTE }),
      agentRecord(
        'CreateStack',
        { stackName: 'other' },
        { ...of, id: 'create', source: 'cloudformation.amazonaws.com' },
      ),
    ];
    const ids = new Set<string>();
    for (const order of [calls, calls.toReversed(), [...calls, ...calls]]) {
      const found = await findingsOf(order);
      expect(found.map(({ kind }) => kind)).toEqual(['agent-as-engineer']);
      for (const { id } of found) ids.add(id);
    }
    expect(ids.size).toBe(1);
  });

  test('is told of beside what it destroys, and its class counts', async () => {
    const found = await findingsOf([deleteStack]);
    expect(found.map(({ kind }) => kind).sort()).toEqual(['agent-as-engineer', 'unpermitted-destruction']);
    expect(found.map((each) => each.class)).toEqual(['agent', 'agent']);
    for (const { response } of found) expect(JSON.stringify(response)).toContain('aws:ViaAWSMCPService');
  });

  test('is also one in what it does later in the same sign-in by other means, but not in the console', async () => {
    const destroys = (members: JsonObject) =>
      sessionRecord(
        'DeleteStack',
        { stackName: STACK },
        { source: 'cloudformation.amazonaws.com', signIn: SIGN_IN, members },
      );
    const grant = grantRecord({ id: 'grant', time: NOW - 5 * MINUTE });
    const classIn = async (members: JsonObject) =>
      (await findingsOf([grant, destroys(members)])).find(({ kind }) => kind === 'unpermitted-destruction')?.class;
    expect(await classIn({})).toBe('agent');
    expect(await classIn({ sessionCredentialFromConsole: 'true' })).toBe('engineer');
  });

  test('is no finding where only the client says so', async () => {
    const userAgent = 'aws-cli/2.36.0 m/E,b,AN';
    const hint = sessionRecord(
      'CreateStack',
      { stackName: 'x' },
      { source: 'cloudformation.amazonaws.com', members: { userAgent } },
    );
    expect(await findingsOf([hint])).toEqual([]);
  });
});

describe.each(WORLDS)('an agent that opens a session of another role, %s', (_, findingsOf) => {
  const opening = openingRecord(RELEASER, { id: 'opening' });
  const destroys = (identity: JsonObject, id = 'destroys') =>
    sessionRecord('DeleteStack', { stackName: STACK }, { source: 'cloudformation.amazonaws.com', identity, id });
  const agents = (found: readonly Finding[]) => found.filter(({ kind }) => kind === 'agent-as-engineer');

  test('is a finding there as well, before it does anything, and is held in that session alone', async () => {
    const found = agents(await findingsOf([opening]));
    expect(found.map(({ principal }) => principal).sort()).toEqual([RELEASER, ENGINEER]);
    const inOther = found.find(({ principal }) => principal === RELEASER);
    expect(inOther).toMatchObject({ class: 'agent', actor: { id: OPENED.principalId, personId: 'rita' } });
    expect(inOther?.reasons).toContainEqual(expect.objectContaining({ rule: 'opened-by-agent' }));
    const response = JSON.stringify(inOther?.response);
    expect(response).toContain('{"StringEquals":{"aws:userid":"AROARELEASER:run"}}');
    expect(response).not.toContain('aws:ViaAWSMCPService');
  });

  test('is an agent in what is done with the key that it got, and no other session of that name is', async () => {
    const classWith = async (identity: JsonObject) => {
      const found = await findingsOf([opening, destroys(identity)]);
      expect(agents(found)).toHaveLength(2);
      return found.find(({ kind }) => kind === 'unpermitted-destruction')?.class;
    };
    expect(await classWith(OPENED)).toBe('agent');
    expect(await classWith({ ...OPENED, accessKeyId: 'ASIASOMEBODYELSE0000' })).toBe('unclassified');
    const { accessKeyId: _, ...withoutKey } = OPENED;
    expect(await classWith(withoutKey)).toBe('unclassified');
  });

  test('is followed further, by the key of each session', async () => {
    const next = 'arn:aws:iam::444455556666:role/next';
    const credentials = { accessKeyId: 'ASIAOPENEDINTURN0000' };
    const response = { credentials, assumedRoleUser: { assumedRoleId: 'AROANEXT:on' } };
    const onwards = { roleArn: next, roleSessionName: 'on' };
    const further = (identity: JsonObject) =>
      sessionRecord('AssumeRole', onwards, { source: 'sts.amazonaws.com', id: 'further', identity, response });
    const principals = async (identity: JsonObject) =>
      agents(await findingsOf([opening, further(identity)])).map(({ principal }) => principal);
    expect(await principals(OPENED)).toContain(next);
    expect(await principals({ ...OPENED, accessKeyId: 'ASIASOMEBODYELSE0000' })).not.toContain(next);
  });

  test.each([
    ['another name', 'AROAENGINEER:run', ''],
    // that name is the person's as well
    ['its own name', 'AROAENGINEER:rita', 'aws:TokenIssueTime'],
  ])('is a finding in its own role again as well, where it takes %s', async (__, assumedRoleId, told) => {
    const response = { credentials: { accessKeyId: OPENED.accessKeyId }, assumedRoleUser: { assumedRoleId } };
    const found = agents(await findingsOf([openingRecord(ENGINEER, { id: 'own', response })]));
    expect(found).toHaveLength(2);
    const opened = found.find(({ response: { kind }, reasons }) => kind === 'hold' && reasons.some(isOpened));
    expect(opened?.actor.id).toBe(assumedRoleId);
    expect(JSON.stringify(opened?.response)).toContain(told);
    expect(JSON.stringify(opened?.response)).not.toContain('aws:ViaAWSMCPService');
  });

  test('is held in its own role again under its own name by when that session began, also for what it destroys there', async () => {
    const assumedRoleUser = { assumedRoleId: 'AROAENGINEER:rita' };
    const response = { credentials: { accessKeyId: OPENED.accessKeyId }, assumedRoleUser };
    const sessionContext = {
      ...objectAt(objectAt(list, 'userIdentity'), 'sessionContext'),
      attributes: { creationDate: '2026-01-05T11:59:00Z' },
    };
    const identity = { accessKeyId: OPENED.accessKeyId, sessionContext };
    const found = await findingsOf([openingRecord(ENGINEER, { id: 'own', response }), destroys(identity)]);
    const destruction = found.find(({ kind }) => kind === 'unpermitted-destruction');
    expect(destruction).toMatchObject({ class: 'agent', response: { kind: 'hold' } });
    expect(JSON.stringify(destruction?.response)).toContain('aws:TokenIssueTime');
  });

  test('is an agent in each session that it opens under one name, of which the first one is held', async () => {
    const accessKeyId = 'ASIAOPENEDAGAIN00000';
    const response = { credentials: { accessKeyId }, assumedRoleUser: { assumedRoleId: OPENED.principalId } };
    const again = openingRecord(RELEASER, { id: 'again', response });
    const found = await findingsOf([opening, again, destroys({ ...OPENED, accessKeyId })]);
    expect(found.find(({ kind }) => kind === 'unpermitted-destruction')?.class).toBe('agent');
    expect(agents(found).filter(({ principal }) => principal === RELEASER)).toHaveLength(2);
  });

  test('is told once, whatever comes again and in which order', async () => {
    const records = [opening, destroys(OPENED), destroys(OPENED, 'again')];
    const ids = new Set<string>();
    for (const order of [records, records.toReversed(), records.flatMap((each) => [each, each, each, each, each])]) {
      const found = agents(await findingsOf(order));
      expect(found).toHaveLength(2);
      for (const { id } of found) ids.add(id);
    }
    expect(ids.size).toBe(2);
  });

  test.each<[string, JsonObject, readonly object[]]>([
    ['a role of agents: nothing', openingRecord(READER), []],
    ['a session that AWS refuses: nothing', openingRecord(RELEASER, { errorCode: 'AccessDenied' }), []],
    [
      'a role of which nothing is known: undetermined',
      openingRecord('arn:aws:iam::444455556666:role/deployer'),
      [{ verdict: 'undetermined', account: '444455556666' }],
    ],
    [
      'a session that the record does not name: people are told, for nothing can be held',
      openingRecord(RELEASER, { response: null }),
      [{ verdict: 'exceeds', principal: RELEASER, response: { kind: 'alert' } }],
    ],
  ])('and opens %s', async (__, record, expected) => {
    const others = (await findingsOf([record])).filter(({ principal }) => principal !== ENGINEER);
    expect(others).toMatchObject(expected);
  });
});

describe.each(WORLDS)('an agent that goes on from session to session, %s', (_, findingsOf) => {
  const keyOf = (number: number) => `ASIAOPENEDNEXT00000${number}`;
  /** The record of who acts in a session and opens the next one of the engineers' role. */
  const goesOn = (number: number, identity: JsonObject) => {
    const assumedRoleUser = { assumedRoleId: `AROAENGINEER:on-${number}` };
    const response = { credentials: { accessKeyId: keyOf(number) }, assumedRoleUser };
    const asked = { roleArn: ENGINEER, roleSessionName: `on-${number}` };
    return sessionRecord('AssumeRole', asked, { source: 'sts.amazonaws.com', id: `on-${number}`, identity, response });
  };
  const inSession = (number: number) => ({ principalId: `AROAENGINEER:on-${number}`, accessKeyId: keyOf(number) });
  const opening = openingRecord(RELEASER, { id: 'opening' });
  const [first, second, third] = [goesOn(1, OPENED), goesOn(2, inSession(1)), goesOn(3, inSession(2))];

  test.each<[string, readonly JsonObject[]]>([
    ['as they were made', [opening, first, second, third]],
    ['backwards', [third, second, first, opening]],
    ['those that open from sessions before the one that tells of the agent', [second, first, third, opening]],
    ['each after the one that it opens', [opening, second, third, first]],
  ])('is followed as far as the records come, %s', async (__, records) => {
    const found = await findingsOf(records);
    expect(found.map(({ call, actor }) => `${call?.id} ${actor.id}`).sort()).toEqual([
      'on-1 AROAENGINEER:on-1',
      'on-2 AROAENGINEER:on-2',
      'on-3 AROAENGINEER:on-3',
      'opening AROAENGINEER:rita',
      `opening ${OPENED.principalId}`,
    ]);
  });

  test('is not met in what others open', async () => {
    expect(await findingsOf([third, first])).toEqual([]);
  });
});
