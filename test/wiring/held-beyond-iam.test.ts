import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { partsOf } from '../../lib/adapters/local/service-parts.ts';
import { serviceCallsIn } from '../../lib/core/account/plan-call.ts';
import type { Finding } from '../../lib/core/governance/finding.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/core/json.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { expireWaivers } from '../../lib/usecases/approval/expire-waivers.ts';
import { playRecords } from '../../lib/usecases/calls/play-records.ts';
import { type Embedded, type EmbeddedOptions, openEmbedded } from '../../lib/wiring/embedded.ts';
import { ACCOUNT, ACCOUNT_FILE, ADMIN, allow, callOf, NOW, record, STANDARDS } from '../usecases/company.ts';
import { denying } from '../core/governance/organizations.ts';

const DAY = 86_400_000;
const INSTANCE = { instanceArn: 'arn:aws:sso:::instance/ssoins-1' };
const SET = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const TEAM = `arn:aws:iam::${ACCOUNT}:policy/team`;
const ON_SET = { ...INSTANCE, permissionSetArn: SET };

/** What the world was told before, and the call that gives too much. */
interface Grant {
  readonly name: string;
  /** What is there before anything is watched; absent: nothing. */
  readonly there?: readonly Made[];
  readonly before: readonly Made[];
  readonly grant: Made;
}

interface Made {
  readonly source: string;
  readonly name: string;
  readonly asked: JsonObject;
  readonly response: JsonValue;
  /** The user agent, where it is no console. */
  readonly via?: string;
}

function recorded(source: string, name: string, asked: JsonObject, response: JsonValue = null): Made {
  return { source, name, asked, response };
}

const created = recorded(
  'sso',
  'CreatePermissionSet',
  { ...INSTANCE, name: 'Engineer' },
  {
    permissionSet: { permissionSetArn: SET, name: 'Engineer' },
  },
);
const inline = (action: string) =>
  recorded('sso', 'PutInlinePolicyToPermissionSet', { ...ON_SET, inlinePolicy: JSON.stringify(allow(action)) });
const provisioned = recorded('sso', 'ProvisionPermissionSet', { ...ON_SET, targetType: 'ALL_PROVISIONED_ACCOUNTS' });
const attached = recorded('sso', 'AttachManagedPolicyToPermissionSet', { ...ON_SET, managedPolicyArn: ADMIN });
const guardrail = (name: string, content: JsonObject) =>
  recorded(
    'organizations',
    name,
    { policyId: 'p-1', name: 'Stay', type: 'SERVICE_CONTROL_POLICY', content: JSON.stringify(content) },
    {
      policy: { policySummary: { id: 'p-1' } },
    },
  );
const onTarget = (name: string, policyId = 'p-1', targetId = 'ou-prod') =>
  recorded('organizations', name, { policyId, targetId });
const moved = recorded('organizations', 'MoveAccount', {
  accountId: ACCOUNT,
  sourceParentId: 'ou-prod',
  destinationParentId: 'ou-dev',
});
/** Production is limited by two policies, development by one of them. */
const scp = (id: string, action: string) => ({ id, type: 'SERVICE_CONTROL_POLICY', document: denying(action) });
const full = { id: 'p-FullAWSAccess', type: 'SERVICE_CONTROL_POLICY', document: allow('*') };
const TWO_UNITS: JsonObject = {
  coverage: 'whole',
  id: 'o-exampleorgid',
  managementAccount: '999900001111',
  places: [
    { id: 'r-root', policies: [full.id] },
    { id: 'ou-prod', parent: 'r-root', policies: [full.id, 'p-1', 'p-2'] },
    { id: 'ou-dev', parent: 'r-root', policies: [full.id, 'p-2'] },
    { id: ACCOUNT, parent: 'ou-prod', policies: [full.id] },
  ],
  policies: [full, scp('p-1', 'cloudtrail:*'), scp('p-2', 'config:*')],
  disabled: ['RESOURCE_CONTROL_POLICY'],
};
const bucketPolicy = (principal: JsonValue) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/*' }],
});
const shared = (principal: JsonValue) =>
  recorded('s3', 'PutBucketPolicy', { bucketName: 'logs', bucketPolicy: bucketPolicy(principal) });

const assigned = (principalId: string, principalType: string) =>
  recorded('sso', 'CreateAccountAssignment', {
    ...ON_SET,
    principalId,
    principalType,
    targetId: ACCOUNT,
    targetType: 'AWS_ACCOUNT',
  });
const referring = recorded('sso', 'AttachCustomerManagedPolicyReferenceToPermissionSet', {
  ...ON_SET,
  customerManagedPolicyReference: { name: 'team', path: '/' },
});
const joining = (userId: string) =>
  recorded('identitystore', 'CreateGroupMembership', {
    identityStoreId: 'd-1',
    groupId: 'g-1',
    memberId: { userId },
  });
const set = [created, inline('sqs:*'), provisioned];
const version = (name: string, action: string) =>
  recorded(
    'iam',
    name,
    {
      ...(name === 'CreatePolicy' ? { policyName: 'team' } : { policyArn: TEAM, setAsDefault: true }),
      policyDocument: JSON.stringify(allow(action)),
    },
    { policy: { arn: TEAM }, policyVersion: { versionId: 'v2' } },
  );
const elsewhere = ({ source, name, asked }: Made) => recorded(source, name, { ...asked, targetId: '444455556666' });
const refersToTeam = [created, provisioned, assigned('u-9', 'USER'), version('CreatePolicy', 'sqs:*')];

const GRANTS: readonly Grant[] = [
  {
    name: 'a policy of AWS on a permission set',
    before: [created, inline('s3:GetObject'), provisioned],
    grant: attached,
  },
  {
    name: 'an inline policy of a permission set',
    before: [created, inline('s3:GetObject'), provisioned],
    grant: inline('iam:*'),
  },
  {
    name: 'an assignment of a permission set of which nothing is known',
    before: [],
    grant: recorded('sso', 'CreateAccountAssignment', {
      ...ON_SET,
      principalId: 'u-1',
      principalType: 'USER',
      targetId: ACCOUNT,
      targetType: 'AWS_ACCOUNT',
    }),
  },
  {
    name: 'an SCP that is detached',
    before: [guardrail('CreatePolicy', denying('cloudtrail:*')), onTarget('AttachPolicy')],
    grant: onTarget('DetachPolicy'),
  },
  {
    name: 'an SCP that denies less',
    before: [guardrail('CreatePolicy', denying(['cloudtrail:*', 'config:*'])), onTarget('AttachPolicy')],
    grant: guardrail('UpdatePolicy', denying('config:*')),
  },
  { name: 'an assignment of a permission set', there: set, before: [], grant: assigned('u-1', 'USER') },
  {
    name: 'a membership in a group that is assigned something',
    there: [...set, assigned('g-1', 'GROUP'), joining('u-9')],
    before: [],
    grant: joining('u-1'),
  },
  { name: 'a reference to a policy of each account', there: refersToTeam, before: [], grant: referring },
  { name: 'the policy of a bucket', before: [shared({ AWS: `arn:aws:iam::${ACCOUNT}:root` })], grant: shared('*') },
];

/** What grew behind a grant while it was held, without a word, and what people are told who signed it. */
interface Grown extends Omit<Grant, 'before'> {
  readonly grows: readonly Made[];
  readonly says: RegExp;
}

const GROWN: readonly Grown[] = [
  {
    name: 'a permission set that came to hold more',
    there: set,
    grant: assigned('u-1', 'USER'),
    grows: [attached],
    says: /Engineer gives more in 111122223333 than what was signed/,
  },
  {
    name: 'a group that came to be assigned more',
    there: [...set, assigned('g-1', 'GROUP')],
    grant: joining('u-1'),
    grows: [elsewhere(assigned('g-1', 'GROUP'))],
    says: /Engineer gives more in 444455556666 than what was signed/,
  },
  {
    name: 'a group that somebody came into',
    there: [...set, joining('u-1')],
    grant: assigned('g-1', 'GROUP'),
    grows: [joining('u-2')],
    says: /u-2 came into the group g-1/,
  },
  {
    name: 'the number of those who are assigned a permission set',
    there: [...set, assigned('u-1', 'USER')],
    grant: attached,
    grows: [assigned('u-2', 'USER')],
    says: /u-2 got the permission set Engineer in 111122223333 since/,
  },
  {
    name: 'a group that is assigned a permission set',
    there: [...set, assigned('g-1', 'GROUP'), joining('u-1')],
    grant: attached,
    grows: [joining('u-2')],
    says: /u-2 got the permission set Engineer in 111122223333 since/,
  },
  {
    name: 'the accounts in which somebody is assigned a permission set',
    there: [...set, assigned('u-1', 'USER'), elsewhere(assigned('u-2', 'USER'))],
    grant: attached,
    grows: [elsewhere(assigned('u-1', 'USER'))],
    says: /u-1 got the permission set Engineer in 444455556666 since/,
  },
  {
    name: 'what else a permission set holds',
    there: [created, provisioned],
    grant: recorded('sso', 'AttachManagedPolicyToPermissionSet', { ...ON_SET, managedPolicyArn: READ_ONLY }),
    grows: [inline('iam:*'), provisioned],
    says: /Engineer gives more than what was signed/,
  },
  {
    name: "an account's own policy that a permission set refers to",
    there: refersToTeam,
    grant: referring,
    grows: [version('CreatePolicyVersion', '*')],
    says: /Engineer gives more in 111122223333 than what was signed/,
  },
  {
    name: 'nothing that anybody can read any more',
    there: refersToTeam,
    grant: referring,
    grows: [recorded('iam', 'DeletePolicy', { policyArn: TEAM })],
    says: /what arn:aws:iam::111122223333:policy\/team says is not known/,
  },
];

let folder = '';
let now = NOW;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-beyond-'));
  const hold = { mode: 'enforce', response: { kind: 'hold' } };
  const classes = Array.isArray(STANDARDS['classes']) ? STANDARDS['classes'] : [];
  const holding = classes.map((each: JsonObject) => ({ ...each, ...hold }));
  const { unclassified } = STANDARDS;
  const others = isJsonObject(unclassified) ? { ...unclassified, ...hold } : hold;
  const standards = { ...STANDARDS, classes: holding, unclassified: others };
  writeFileSync(join(folder, 'account.json'), JSON.stringify(ACCOUNT_FILE));
  writeFileSync(join(folder, 'ambit.yaml'), JSON.stringify(standards));
  now = NOW;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(more: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const opened = await openEmbedded({
    dir: join(folder, 'state'),
    accountFile: join(folder, 'account.json'),
    standardsFile: join(folder, 'ambit.yaml'),
    announceTo: { write: (_: string, done: () => void) => done() },
    clock: { now: () => now },
    ...more,
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

async function play(calls: readonly Made[], { deps }: Embedded): Promise<readonly string[]> {
  async function* stream(): AsyncIterable<JsonValue> {
    for (const [index, { source, name, asked, response, via }] of calls.entries()) {
      const at = { id: `${now}-${index}`, time: now + index * 1000 };
      const told = record(name, asked, { ...at, source: `${source}.amazonaws.com`, response });
      yield via === undefined ? told : { ...told, userAgent: via };
    }
  }
  const findings: string[] = [];
  for await (const { outcome } of playRecords({ records: stream(), next: async () => undefined }, deps)) {
    if ('findings' in outcome) findings.push(...outcome.findings);
    now += 1000;
  }
  return findings;
}

/** Makes calls happen of which no record comes. */
async function quietly(calls: readonly Made[] = [], { deps }: Embedded): Promise<void> {
  for (const { source, name, asked, response } of calls) {
    now += 1000;
    const id = `quiet ${now}`;
    await deps.stage?.play(callOf(record(name, asked, { id, time: now, source: `${source}.amazonaws.com`, response })));
  }
}

const kept = ({ services }: Embedded) => partsOf(services.services);

async function sign({ id: findingId, digest }: Finding, { deps }: Embedded): Promise<void> {
  for (const personId of ['sam', 'pat']) {
    const decision = { kind: 'sign', digest, reason: 'needed', until: now + DAY } as const;
    const decided = await decideApproval({ findingId, personId, signedInAt: now, decision }, deps);
    if (!decided.ok) throw new Error(JSON.stringify(decided.error));
  }
}

/** Somebody does what only people who sign may do, and no record of it comes. */
async function takenBack({ account, response }: Finding, { services }: Embedded): Promise<void> {
  const restore = 'plan' in response ? serviceCallsIn(response.plan.restore) : [];
  for (const call of restore) await services.enforce(account, call);
}

describe.each(GRANTS.map((grant) => [grant.name, grant] as const))(
  '%s, in the embedded world',
  (_, { there, before, grant }) => {
    test('is held as it was before, also when somebody takes that back, given back as people sign, and held again when that ends', async () => {
      const embedded = await open();
      try {
        await quietly(there, embedded);
        await play(before, embedded);
        const was = kept(embedded);
        const findings = await play([grant], embedded);
        const statusOf = async (id = '') =>
          (await embedded.deps.cases.cases()).find(({ finding }) => finding.id === id)?.status;
        const cases = await embedded.deps.cases.cases();
        const held = cases.find(({ finding, status }) => status === 'held' && findings.includes(finding.id));
        if (held === undefined) throw new Error('nothing is held');
        expect(kept(embedded)).toEqual(was);
        const { id } = held.finding;
        await takenBack(held.finding, embedded);
        expect(kept(embedded)).not.toEqual(was);
        now += 61_000;
        await expireWaivers(embedded.deps);
        expect(kept(embedded)).toEqual(was);
        await sign(held.finding, embedded);
        expect(await statusOf(id)).toBe('restored');
        expect(kept(embedded)).not.toEqual(was);
        now += DAY + 1;
        await expireWaivers(embedded.deps);
        expect(await statusOf(id)).toBe('held');
        expect(kept(embedded)).toEqual(was);
      } finally {
        embedded.close();
      }
    });
  },
);

test('what a stack keeps, and no deny can stand beside, is put back while the stack runs, and once more when it rolls back', async () => {
  const embedded = await open();
  try {
    const byStack = (made: Made): Made => ({ ...made, via: 'cloudformation.amazonaws.com' });
    await play([byStack(shared({ AWS: `arn:aws:iam::${ACCOUNT}:root` }))], embedded);
    const was = kept(embedded);
    const [first = ''] = await play([byStack(shared('*'))], embedded);
    expect(kept(embedded)).toEqual(was);
    // what the stack fails at later it undoes by what it had before, and then it is deployed again
    const own = `arn:aws:iam::${ACCOUNT}:root`;
    const [second = ''] = await play([byStack(shared({ AWS: own })), byStack(shared('*'))], embedded);
    expect(kept(embedded)).toEqual(was);
    const cases = await embedded.deps.cases.cases();
    const about = (id: string) => cases.find(({ finding }) => finding.id === id);
    expect([first, second].map((id) => about(id)?.status)).toEqual(['held', 'held']);
    const reasons = about(first)?.finding.reasons.map(({ rule }) => rule);
    expect(reasons).toEqual(expect.arrayContaining(['kept-in-code', 'fix-in-code']));
  } finally {
    embedded.close();
  }
});

test.each(GROWN.map((grown) => [grown.name, grown] as const))(
  'stays held where this grew behind it: %s',
  async (_, { there, grant, grows, says }) => {
    const embedded = await open();
    try {
      await quietly(there, embedded);
      const findings = await play([grant], embedded);
      const [held] = (await embedded.deps.cases.cases()).filter(({ finding }) => findings.includes(finding.id));
      if (held === undefined) throw new Error('nothing is held');
      await quietly(grows, embedded);
      const was = kept(embedded);
      await sign(held.finding, embedded);
      const facts = (await embedded.deps.ledger.about(held.finding.id)).map(({ fact }) => fact);
      expect(facts.flatMap((fact) => (fact.kind === 'restore-failed' ? [fact.detail] : []))).toEqual([
        expect.stringMatching(says),
      ]);
      expect(kept(embedded)).toEqual(was);
      expect((await embedded.deps.cases.cases()).find(({ finding }) => finding.id === held.finding.id)?.hold.kind).toBe(
        'confirmed',
      );
    } finally {
      embedded.close();
    }
  },
);

describe('an account that was moved out of a unit', () => {
  async function held() {
    const organizationFile = join(folder, 'organization.json');
    writeFileSync(organizationFile, JSON.stringify(TWO_UNITS));
    const embedded = await open({ organizationFile });
    const [findingId = ''] = await play([moved], embedded);
    const caseNow = async () => (await embedded.deps.cases.cases()).find(({ finding }) => finding.id === findingId);
    const found = await caseNow();
    if (found?.status !== 'held') throw new Error('nothing is held');
    const placeNow = () => embedded.services.services.organization.parents.get(ACCOUNT);
    expect(placeNow()).toBe('ou-prod');
    return { embedded, finding: found.finding, caseNow, placeNow };
  }

  test('is not moved there again where other policies limit it by then than when it was signed', async () => {
    const { embedded, finding, caseNow, placeNow } = await held();
    try {
      await quietly([onTarget('DetachPolicy', 'p-2', 'ou-dev')], embedded);
      await sign(finding, embedded);
      const facts = (await embedded.deps.ledger.about(finding.id)).map(({ fact }) => fact);
      const detail = expect.stringMatching(/^what limits accounts in ou-dev has changed since it was signed/);
      expect(facts).toContainEqual(expect.objectContaining({ kind: 'restore-failed', detail }));
      expect([placeNow(), (await caseNow())?.status]).toEqual(['ou-prod', 'held']);
    } finally {
      embedded.close();
    }
  });

  test('is not moved back where it is limited less by then, and is as soon as it is not', async () => {
    const { embedded, finding, caseNow, placeNow } = await held();
    try {
      await sign(finding, embedded);
      await quietly([onTarget('DetachPolicy', 'p-2')], embedded);
      now += DAY + 1;
      await expireWaivers(embedded.deps);
      const detail = expect.stringMatching(/^in ou-prod the account 111122223333 is limited less than where it is now/);
      expect(await caseNow()).toMatchObject({ status: 'hold-failed', hold: { detail } });
      expect(placeNow()).toBe('ou-dev');
      await quietly([onTarget('AttachPolicy', 'p-2')], embedded);
      now += DAY + 1;
      await expireWaivers(embedded.deps);
      expect([placeNow(), (await caseNow())?.status]).toEqual(['ou-prod', 'held']);
    } finally {
      embedded.close();
    }
  });
});

test('what is signed for somebody else is signed for nobody but them, though it is of the same permission set', async () => {
  const embedded = await open();
  try {
    const heldBy = async (grant: Made): Promise<Finding> => {
      const findings = await play([grant], embedded);
      const found = (await embedded.deps.cases.cases()).find(({ finding }) => findings.includes(finding.id));
      if (found?.status !== 'held') throw new Error('nothing is held');
      return found.finding;
    };
    await quietly(set, embedded);
    const less = await heldBy(assigned('u-1', 'USER'));
    await quietly([attached], embedded);
    const more = await heldBy(assigned('u-2', 'USER'));
    await sign(more, embedded);
    await sign(less, embedded);
    const cases = await embedded.deps.cases.cases();
    const statusOf = ({ id }: Finding) => cases.find(({ finding }) => finding.id === id)?.status;
    expect([statusOf(more), statusOf(less)]).toEqual(['restored', 'held']);
    const given = embedded.services.services.identityCenter.assignments.map(({ assignee }) => assignee.id);
    expect(given).toEqual(['u-2']);
  } finally {
    embedded.close();
  }
});

test('what is signed of one permission set for all who hold it is signed of no other, though that is given in the same account', async () => {
  const embedded = await open();
  try {
    const heldBy = async (grant: Made): Promise<Finding> => {
      const findings = await play([grant], embedded);
      const found = (await embedded.deps.cases.cases()).find(({ finding }) => findings.includes(finding.id));
      if (found?.status !== 'held') throw new Error('nothing is held');
      return found.finding;
    };
    const permissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-1/ps-2';
    const other = ({ source, name, asked }: Made): Made =>
      recorded(source, name, { ...asked, permissionSetArn }, { permissionSet: { permissionSetArn, name: 'Other' } });
    await quietly([created, provisioned, assigned('u-9', 'USER'), version('CreatePolicy', 'iam:*')], embedded);
    await quietly([created, inline('sqs:*'), provisioned].map(other), embedded);
    const referred = await heldBy(referring);
    await sign(referred, embedded);
    const assignment = await heldBy(other(assigned('u-1', 'USER')));
    await quietly([other(inline('iam:*'))], embedded);
    await sign(assignment, embedded);
    const cases = await embedded.deps.cases.cases();
    const statusOf = ({ id }: Finding) => cases.find(({ finding }) => finding.id === id)?.status;
    expect([statusOf(referred), statusOf(assignment)]).toEqual(['restored', 'held']);
  } finally {
    embedded.close();
  }
});
