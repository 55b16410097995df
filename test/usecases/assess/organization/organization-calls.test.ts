import { afterEach, describe, expect, test } from '@jest/globals';
import type { Attachments, Organization } from '../../../../lib/core/account/organization/organization.ts';
import { applyOrganizationCall } from '../../../../lib/core/account/organization/apply-organization-call.ts';
import type { OrganizationCall } from '../../../../lib/core/account/organization/organization-call.ts';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { JsonObject, JsonValue } from '../../../../lib/core/json.ts';
import { readAndKeepOrganization } from '../../../../lib/usecases/assess/organization/kept-organization.ts';
import { handleCall } from '../../../../lib/usecases/calls/handle-call.ts';
import { replayRecords } from '../../../../lib/usecases/replay/replay-records.ts';
import { COMPANY, PROD, PROD_TOO } from '../../../core/governance/organizations.ts';
import { callOf, governance, MINUTE, NOW, record } from '../../company.ts';
import { openWorld, type World } from '../../world.ts';

const SOURCE = { source: 'organizations.amazonaws.com' };
const TYPE = 'SERVICE_CONTROL_POLICY';

const denyingJson = (action: JsonValue): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: action, Resource: '*' }],
});
const denying = (action: JsonValue): string => JSON.stringify(denyingJson(action));

let sent = 0;
/** One record a minute. */
const made = (name: string, asked: JsonObject, response: JsonObject = {}): JsonValue => {
  sent += 1;
  return record(name, asked, { ...SOURCE, id: `${name}-${sent}`, time: NOW + sent * MINUTE, response });
};
const create = (content: string) =>
  made('CreatePolicy', { name: 'Guard', type: TYPE, content }, { policy: { policySummary: { id: 'p-guard' } } });
const attach = (targetId = 'ou-a') => made('AttachPolicy', { policyId: 'p-guard', targetId });
const detach = (targetId = 'ou-a') => made('DetachPolicy', { policyId: 'p-guard', targetId });
const update = (content: string) => made('UpdatePolicy', { policyId: 'p-guard', content });

async function replay(records: readonly JsonValue[]): Promise<readonly Finding[]> {
  async function* stream(): AsyncIterable<JsonValue> {
    yield* records;
  }
  const findings: Finding[] = [];
  for await (const step of replayRecords({ accounts: [], records: stream(), governance: governance() })) {
    if (step.kind === 'finding') findings.push(step.finding);
  }
  return findings;
}

const GUARD = denying(['cloudtrail:*', 'guardduty:*']);

/** Records of an organization of which nothing else is known, and what is in excess at the end. */
const REPLAYED: readonly (readonly [string, readonly JsonValue[], readonly string[]])[] = [
  [
    'a guardrail that is made, attached and taken off',
    [create(GUARD), attach(), detach()],
    ['cloudtrail:*', 'guardduty:*'],
  ],
  ['a guardrail that is loosened', [create(GUARD), attach(), update(denying('cloudtrail:*'))], ['guardduty:*']],
  ['a guardrail that is made and attached', [create(GUARD), attach()], []],
  [
    'a guardrail that is tightened',
    [create(GUARD), attach(), update(denying(['cloudtrail:*', 'guardduty:*', 'config:*']))],
    [],
  ],
  [
    'a guardrail that is taken off where another one stays',
    [
      create(GUARD),
      attach('ou-a'),
      attach('111122223333'),
      made('MoveAccount', { accountId: '111122223333', sourceParentId: 'ou-a', destinationParentId: 'ou-a' }),
      detach('111122223333'),
    ],
    [],
  ],
];

describe('replayed', () => {
  test.each(REPLAYED)('%s', async (_, records, excess) => {
    const findings = (await replay(records)).filter(({ kind }) => kind === 'guardrail-removed');
    expect(findings.flatMap((finding) => finding.excess.flatMap(({ actions }) => actions))).toEqual(excess);
    expect(findings.map(({ verdict }) => verdict)).toEqual(excess.length === 0 ? [] : ['undetermined']);
  });

  test('in any order and twice, records of one log give the same findings', async () => {
    const records = [create(GUARD), attach(), detach()];
    const ids = (findings: readonly Finding[]) => findings.map(({ id }) => id);
    const inOrder = ids(await replay(records));
    expect(ids(await replay(records.toReversed()))).toEqual(inOrder);
    expect(ids(await replay([...records, ...records]))).toEqual(inOrder);
  });

  test('what the model does not have is told of', async () => {
    const records = [made('EnableAllFeatures', {}), made('DetachPolicy', {})];
    expect((await replay(records)).map(({ kind }) => kind)).toEqual(['unassessed-change', 'unassessed-change']);
  });
});

describe('live', () => {
  let world: World | undefined;
  afterEach(() => {
    world?.close();
    world = undefined;
  });

  const leaving = record('DetachPolicy', { policyId: 'p-leaving', targetId: 'ou-prod' }, SOURCE);
  const detached = applyOrganizationCall(COMPANY, { name: 'DetachPolicy', policyId: 'p-leaving', targetId: 'ou-prod' });

  test.each([
    ['as it was before the call, which is shown late', COMPANY],
    ['as it is after the call', detached],
  ])('in an organization that is read %s, what is let go is exact', async (_, organization) => {
    world = await openWorld();
    const deps = { ...world.deps, organization: { organization: async () => organization } };
    const outcome = await handleCall(callOf(leaving), deps);
    const [id = ''] = outcome.kind === 'denied' ? [] : outcome.findings;
    expect(foldCase(await deps.ledger.about(id))?.finding).toMatchObject({
      kind: 'guardrail-removed',
      verdict: 'exceeds',
      excess: [{ actions: ['cloudtrail:StopLogging', 'organizations:LeaveOrganization'] }],
      resources: ['ou-prod', PROD, PROD_TOO],
    });
  });

  test('an account that is gone when the organization is read was limited there', async () => {
    const organization = applyOrganizationCall(COMPANY, { name: 'RemoveAccountFromOrganization', account: PROD });
    world = await openWorld();
    const deps = {
      ...world.deps,
      organization: { organization: async () => ({ ...organization, left: new Set<string>() }) },
    };
    const removed = record('RemoveAccountFromOrganization', { accountId: PROD }, SOURCE);
    const outcome = await handleCall(callOf(removed), deps);
    const [id = ''] = outcome.kind === 'denied' ? [] : outcome.findings;
    expect(foldCase(await deps.ledger.about(id))?.finding).toMatchObject({
      kind: 'guardrail-removed',
      verdict: 'undetermined',
      resources: [PROD],
    });
  });

  test('what a rewritten SCP said before is known from the calls before', async () => {
    world = await openWorld();
    const { deps } = world;
    const policies = new Map([...COMPANY.policies, ['p-guard', { id: 'p-guard', type: TYPE, document: {} }] as const]);
    const prod: Attachments = { policies: ['p-FullAWSAccess', 'p-guard'] };
    const organization = { ...COMPANY, policies, attached: new Map([...COMPANY.attached, ['ou-prod', prod] as const]) };
    const reading = { ...deps, organization: { organization: async () => organization } };
    const verdicts: (string | undefined)[] = [];
    const written = [
      create(GUARD),
      update(denying(['cloudtrail:*', 'guardduty:*', 'config:*'])),
      update(denying('config:*')),
    ];
    for (const each of written) {
      const outcome = await handleCall(callOf(each), reading);
      const ids = outcome.kind === 'denied' ? [] : outcome.findings;
      for (const id of ids) verdicts.push(foldCase(await deps.ledger.about(id))?.finding.verdict);
    }
    expect(verdicts).toEqual(['exceeds']);
  });

  const looser = denying('organizations:LeaveOrganization');
  const scps = { policyType: TYPE, rootId: 'r-root' };
  const lost = 'cloudtrail:StopLogging';
  test.each<[string, JsonObject, OrganizationCall]>([
    [
      'UpdatePolicy',
      { policyId: 'p-leaving', content: looser },
      {
        name: 'UpdatePolicy',
        policyId: 'p-leaving',
        change: { document: denyingJson('organizations:LeaveOrganization') },
      },
    ],
    ['DisablePolicyType', scps, { name: 'DisablePolicyType', rootId: 'r-root', type: TYPE }],
    ['RemoveAccountFromOrganization', { accountId: PROD }, { name: 'RemoveAccountFromOrganization', account: PROD }],
  ])('what %s took away without a word is known once a sweep has read the organization', async (name, asked, made) => {
    world = await openWorld();
    const { keepsakes, clock } = world.deps;
    if (keepsakes === undefined) throw new Error('nothing can be kept');
    let organization = COMPANY;
    const reader = { organization: async () => organization };
    const deps = { ...world.deps, organization: reader };
    await readAndKeepOrganization({ organization: reader, keepsakes, clock });
    organization = afterwards(COMPANY, made);
    world.at(NOW + 2 * MINUTE);
    const call = callOf(record(name, asked, { ...SOURCE, time: NOW + MINUTE }));
    const outcome = await handleCall(call, deps);
    const [id = ''] = outcome.kind === 'denied' ? [] : outcome.findings;
    const finding = foldCase(await deps.ledger.about(id))?.finding;
    expect(finding).toMatchObject({ kind: 'guardrail-removed', verdict: 'exceeds' });
    expect(finding?.resources).toContain(PROD);
    expect(finding?.excess.flatMap(({ actions }) => actions)).toContain(lost);
  });

  /** As AWS shows it: policies of a type that is not enabled, and accounts that left, are not there at all. */
  function afterwards(before: Organization, made: OrganizationCall): Organization {
    const { left: _left, ...after } = applyOrganizationCall(before, made);
    const policies = [...after.policies].filter(([, { type = '' }]) => !after.disabled.has(type));
    return { ...after, policies: new Map(policies) };
  }

  test('a guardrail that is taken off is told of once, and nothing is held', async () => {
    world = await openWorld();
    const { deps } = world;
    const call = callOf(record('DetachPolicy', { policyId: 'p-guard', targetId: 'ou-a' }, SOURCE));
    const first = await handleCall(call, deps);
    expect(await handleCall(call, deps)).toMatchObject({ findings: first.kind === 'denied' ? [] : first.findings });
    expect(world.announced).toEqual([expect.stringContaining('guardrail-removed')]);
  });
});
