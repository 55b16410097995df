import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { applyOrganizationCall } from '../../../../lib/core/account/organization/apply-organization-call.ts';
import type { Organization } from '../../../../lib/core/account/organization/organization.ts';
import type { OrganizationCall } from '../../../../lib/core/account/organization/organization-call.ts';
import {
  organizationFromJson,
  organizationToJson,
} from '../../../../lib/core/account/organization/organization-json.ts';
import type { Finding } from '../../../../lib/core/governance/finding.ts';
import type { JsonValue } from '../../../../lib/core/json.ts';
import { KnownGuardrails } from '../../../../lib/usecases/assess/organization/known-guardrails.ts';
import { readAndKeepOrganization } from '../../../../lib/usecases/assess/organization/kept-organization.ts';
import { handleCall, type HandleDeps } from '../../../../lib/usecases/calls/handle-call.ts';
import { replayRecords } from '../../../../lib/usecases/replay/replay-records.ts';
import { sweepPage } from '../../../../lib/usecases/sweep/sweep-page.ts';
import { policy } from '../../../core/governance/accounts.ts';
import { COMPANY, denying, DEV } from '../../../core/governance/organizations.ts';
import { ACCOUNT, account, AGENT, allow, callOf, DAY, governance, MINUTE, NOW, record } from '../../company.ts';
import { openWorld, type World } from '../../world.ts';

const FENCE = `arn:aws:iam::${ACCOUNT}:policy/fence`;
const ORGANIZATIONS = { source: 'organizations.amazonaws.com' };
const LEAVING = { policyId: 'p-leaving', targetId: 'ou-prod' };
const DETACH: OrganizationCall = { name: 'DetachPolicy', ...LEAVING };
const DETACHED = applyOrganizationCall(COMPANY, DETACH);

/** The SCP of production keeps this from the agent, whose boundary would let it. */
const grantsLeaving = record(
  'PutRolePolicy',
  {
    roleName: 'deployer',
    policyName: 'leave',
    policyDocument: JSON.stringify(allow('organizations:LeaveOrganization')),
  },
  { id: 'grant' },
);
const detaches = record('DetachPolicy', LEAVING, { ...ORGANIZATIONS, id: 'detach' });

let world: World;
let deps: HandleDeps;
let organization: Organization;
let reads: number;

beforeEach(async () => {
  world = await openWorld({ state: justLooking() });
  organization = COMPANY;
  reads = 0;
  const reader = {
    organization: async () => {
      reads += 1;
      return organization;
    },
  };
  deps = { ...world.deps, organization: reader };
});
afterEach(() => world.close());

/** The company where each role may read objects, and no boundary keeps it from more. */
function justLooking() {
  const state = account();
  const inline = new Map([['look', allow('s3:GetObject')]]);
  const policies = new Map([...state.policies, [FENCE, policy(FENCE, allow('*'))]]);
  const roles = [...state.roles].map(([name, role]) => [name, { ...role, inline }] as const);
  return { ...state, policies, roles: new Map(roles) };
}

/** What a sweep does before all else. */
async function sweepBegins(): Promise<void> {
  if (deps.keepsakes === undefined || deps.organization === undefined) throw new Error('nothing can be kept');
  await readAndKeepOrganization({ organization: deps.organization, keepsakes: deps.keepsakes, clock: deps.clock });
}

async function handled(json: JsonValue): Promise<readonly Finding[]> {
  const call = callOf(json);
  world.account.play(call);
  const outcome = await handleCall(call, deps);
  const ids = outcome.kind === 'denied' ? [] : outcome.findings;
  return findingsOf(ids);
}

async function findingsOf(ids: readonly string[]): Promise<readonly Finding[]> {
  const cases = await deps.cases.cases();
  return ids.flatMap((id) => cases.flatMap(({ finding }) => (finding.id === id ? [finding] : [])));
}

function swept() {
  const sweeping = { ...deps, guardrails: new KnownGuardrails(deps), wasMeasured: async () => true };
  return sweepPage({ account: ACCOUNT, after: undefined }, sweeping, () => true);
}

const told = ({ kind, severity, response }: Finding) => [kind, severity, response.kind];

describe('a grant that an SCP keeps back', () => {
  test('is told, and not held, on an organization that was read within a minute', async () => {
    await sweepBegins();
    expect((await handled(grantsLeaving)).map(told)).toEqual([['excess-access', 'low', 'alert']]);
    expect(reads).toBe(1);
    expect(world.account.effects).toEqual([]);
  });

  test('is asked of the organization as it is now where it was read longer ago', async () => {
    await sweepBegins();
    world.at(NOW + 2 * MINUTE);
    expect((await handled(grantsLeaving)).map(told)).toEqual([['excess-access', 'low', 'alert']]);
    expect(reads).toBe(2);
  });

  test('is held where the SCP is gone by now, though its event never came', async () => {
    await sweepBegins();
    organization = DETACHED;
    world.at(NOW + 2 * MINUTE);
    expect((await handled(grantsLeaving)).map(told)).toEqual([['excess-access', 'high', 'hold']]);
  });

  test('is held where the organization cannot be read any more: who sees to that gains nothing by it', async () => {
    await sweepBegins();
    world.at(NOW + 2 * MINUTE);
    const refusing = {
      organization: async () => {
        throw new Error('the organization could not be read: not you');
      },
    };
    deps = { ...deps, organization: refusing };
    const [finding] = await handled(grantsLeaving);
    expect(finding).toMatchObject({ severity: 'high', response: { kind: 'hold' } });
    expect(finding?.reasons.at(-1)).toMatchObject({ rule: 'guardrails-unread' });
  });

  test.each([
    ['the organization was never read', async () => undefined],
    [
      'it was read more than a day ago',
      async () => {
        await sweepBegins();
        world.at(NOW + DAY + 1);
      },
    ],
    [
      'a call that is not shown yet came since',
      async () => {
        await sweepBegins();
        await handled(detaches);
      },
    ],
  ])('is held where %s', async (_, before) => {
    await before();
    const call = callOf(grantsLeaving);
    world.account.play(call);
    await handleCall({ ...call, time: deps.clock.now() }, deps);
    const [last] = (await deps.cases.cases()).slice(-1);
    expect(last?.finding.response.kind).toBe('hold');
  });

  test('costs no read where all is within its standard, or is in excess all the same', async () => {
    await sweepBegins();
    world.at(NOW + 2 * MINUTE);
    await handled(record('UntagRole', { roleName: 'deployer', tagKeys: ['none'] }, { id: 'untag' }));
    await handled(record('AttachRolePolicy', { roleName: 'deployer', policyArn: ADMIN_POLICY }, { id: 'admin' }));
    expect(reads).toBe(1);
  });
});

const ADMIN_POLICY = 'arn:aws:iam::aws:policy/AdministratorAccess';

test.each([
  ['nobody assume roles', { Principal: '*' }],
  [
    'nobody from outside the organization of a role assume it',
    { Principal: '*', Condition: { StringNotEqualsIfExists: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } } },
  ],
])('that an RCP lets %s keeps no trust back: it may not apply to who asks', async (_, more) => {
  const rcp = { id: 'p-strangers', type: 'RESOURCE_CONTROL_POLICY', document: denying('sts:AssumeRole', more) };
  organization = { ...COMPANY, policies: new Map([...COMPANY.policies, [rcp.id, rcp]]) };
  await sweepBegins();
  const stranger = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::999900001111:root' }, Action: 'sts:AssumeRole' };
  const policyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [stranger] });
  const opens = record('UpdateAssumeRolePolicy', { roleName: 'deployer', policyDocument });
  expect((await handled(opens)).map(told)).toEqual([['excess-trust', 'high', 'hold']]);
});

describe('once the SCP is detached', () => {
  test('the excess is found with the call that detached it, once', async () => {
    await sweepBegins();
    await handled(grantsLeaving);
    organization = DETACHED;
    const first = await handled(detaches);
    expect(first.map(({ kind, principal }) => [kind, principal])).toEqual([
      ['guardrail-removed', expect.stringContaining('engineer')],
      ['standing-excess', AGENT],
    ]);
    expect(first[1]?.reasons[0]?.detail).toBe('DetachPolicy loosened what kept it back');
    expect((await handled(detaches)).map(({ id }) => id)).toEqual(first.map(({ id }) => id));
    expect(await deps.cases.cases()).toHaveLength(3);
  });

  test('a sweep finds it where the event of that call never comes', async () => {
    await sweepBegins();
    await handled(grantsLeaving);
    expect((await swept()).findings).toEqual([]);
    organization = DETACHED;
    await sweepBegins();
    const { findings } = await swept();
    const [found] = await findingsOf(findings);
    expect(found).toMatchObject({ kind: 'standing-excess', principal: AGENT, severity: 'high' });
    expect((await swept()).findings).toEqual([]);
  });

  test('what an SCP of other accounts keeps back is not measured again', async () => {
    await sweepBegins();
    await handled(grantsLeaving);
    organization = applyOrganizationCall(COMPANY, { name: 'AttachPolicy', policyId: 'p-regions', targetId: DEV });
    const attaches = record(
      'AttachPolicy',
      { policyId: 'p-regions', targetId: DEV },
      { ...ORGANIZATIONS, id: 'attach' },
    );
    expect(await handled(attaches)).toEqual([]);
  });
});

test('a replay finds the same as its calls come: kept back first, usable once the SCP is detached', async () => {
  const at = (minutes: number) => ({ time: NOW + minutes * MINUTE });
  const content = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Sid: 'No', Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' }],
  });
  const policy = { policy: { policySummary: { id: 'p-leaving' } } };
  const records = [
    record(
      'CreatePolicy',
      { name: 'L', type: 'SERVICE_CONTROL_POLICY', content },
      { ...ORGANIZATIONS, ...at(1), response: policy },
    ),
    record('AttachPolicy', { policyId: 'p-leaving', targetId: ACCOUNT }, { ...ORGANIZATIONS, ...at(2) }),
    record('PutRolePolicy', { ...PUT, policyName: 'leave' }, at(3)),
    record('DetachPolicy', { policyId: 'p-leaving', targetId: ACCOUNT }, { ...ORGANIZATIONS, ...at(4) }),
  ];
  async function* stream(): AsyncIterable<JsonValue> {
    yield* records;
  }
  const found: (readonly unknown[])[] = [];
  const world = { accounts: [justLooking()], records: stream(), governance: governance() };
  for await (const step of replayRecords(world)) {
    if (step.kind === 'finding') found.push([step.finding.kind, step.finding.severity]);
  }
  expect(found).toEqual([
    ['excess-access', 'low'],
    ['guardrail-removed', 'high'],
    ['standing-excess', 'high'],
  ]);
});

const PUT = { roleName: 'deployer', policyDocument: JSON.stringify(allow('organizations:LeaveOrganization')) };

test('an organization is read from the JSON that it was written as, and nothing else is', () => {
  for (const each of [COMPANY, DETACHED]) {
    const json = organizationToJson(each);
    const read = organizationFromJson(json);
    expect(read.ok && organizationToJson(read.value)).toEqual(json);
  }
  expect(organizationFromJson({ coverage: 'whole', places: [{}], policies: [], disabled: [] })).toMatchObject({
    ok: false,
    error: { code: 'WRONG_SHAPE', place: 'places[0].id' },
  });
});
