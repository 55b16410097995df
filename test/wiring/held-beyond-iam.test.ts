import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { partsOf } from '../../lib/adapters/local/service-parts.ts';
import { isJsonList } from '../../lib/core/activity/member.ts';
import { serviceCallsIn } from '../../lib/core/account/plan-call.ts';
import type { Finding } from '../../lib/core/governance/finding.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../lib/core/json.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import { meetDeadlines } from '../../lib/usecases/approval/meet-deadlines.ts';
import { meetDueDeadlines } from '../../lib/usecases/approval/meet-due-deadlines.ts';
import { playRecords } from '../../lib/usecases/calls/play-records.ts';
import { type Embedded, type EmbeddedOptions, openEmbedded } from '../../lib/wiring/embedded.ts';
import {
  ACCOUNT,
  ACCOUNT_FILE,
  callOf,
  CLOUDFORMATION,
  invokedBy,
  NOW,
  record,
  STANDARDS,
} from '../usecases/company.ts';
import {
  ALLOWING,
  assigned,
  attached,
  created,
  GRANTS,
  GROWN,
  inline,
  type Made,
  moved,
  onTarget,
  provisioned,
  recorded,
  referring,
  set,
  shared,
  TWO_UNITS,
  version,
} from './grants-beyond-iam.ts';
import type { Case } from '../../lib/core/governance/cases/case.ts';

const DAY = 86_400_000;
const OTHERS = 'arn:aws:iam::999988887777:root';
let folder = '';
let now = NOW;
const opened: Embedded[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-beyond-'));
  const standards = { ...STANDARDS, ...holding() };
  writeFileSync(join(folder, 'account.json'), JSON.stringify(ACCOUNT_FILE));
  writeFileSync(join(folder, 'ambit.yaml'), JSON.stringify(standards));
  now = NOW;
});
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The classes of the company, each of which holds at once. */
function holding(): JsonObject {
  const hold = { mode: 'enforce', response: { kind: 'hold' } };
  const classes = Array.isArray(STANDARDS['classes']) ? STANDARDS['classes'] : [];
  const { unclassified } = STANDARDS;
  const others = isJsonObject(unclassified) ? { ...unclassified, ...hold } : hold;
  return { classes: classes.map((each: JsonObject) => ({ ...each, ...hold })), unclassified: others };
}

async function open(more: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await openEmbedded({
    dir: join(folder, 'state'),
    accountFile: join(folder, 'account.json'),
    standardsFile: join(folder, 'ambit.yaml'),
    announceTo: { write: (_: string, done: () => void) => done() },
    clock: { now: () => now },
    ...more,
  });
  if (!embedded.ok) throw new Error(JSON.stringify(embedded.error));
  opened.push(embedded.value);
  return embedded.value;
}

async function play(calls: readonly Made[], { deps }: Embedded): Promise<readonly string[]> {
  async function* stream(): AsyncIterable<JsonValue> {
    for (const [index, { source, name, asked, response, via }] of calls.entries()) {
      const at = { id: `${now}-${index}`, time: now + index * 1000 };
      const told = record(name, asked, { ...at, source: `${source}.amazonaws.com`, response });
      yield via === undefined ? told : invokedBy(via, told);
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

/** The finding for which a call is held. Throws where none is. */
async function heldBy(grant: Made, embedded: Embedded): Promise<Finding> {
  const findings = await play([grant], embedded);
  const cases = await embedded.deps.cases.cases();
  const held = cases.find(({ finding, status }) => status === 'held' && findings.includes(finding.id));
  if (held === undefined) throw new Error('nothing is held');
  return held.finding;
}

/** What has become of a finding. */
async function caseOf({ id }: Finding, { deps }: Embedded): Promise<Case | undefined> {
  return (await deps.cases.cases()).find(({ finding }) => finding.id === id);
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
      await quietly(there, embedded);
      await play(before, embedded);
      const was = kept(embedded);
      const finding = await heldBy(grant, embedded);
      expect(kept(embedded)).toEqual(was);
      const begun = async () =>
        (await embedded.deps.ledger.about(finding.id)).flatMap(({ fact }) =>
          fact.kind === 'hold-intended' ? [fact.why] : [],
        );
      const once = await begun();
      await meetDeadlines([{ kind: 'second-look', findingId: finding.id, at: now }], embedded.deps);
      expect(await begun()).toEqual(once);
      await takenBack(finding, embedded);
      expect(kept(embedded)).not.toEqual(was);
      now += 61_000;
      await meetDueDeadlines(embedded.deps);
      expect(kept(embedded)).toEqual(was);
      expect(await begun()).toEqual([...once, 'the hold is not there any more; it is held again']);
      await sign(finding, embedded);
      expect((await caseOf(finding, embedded))?.status).toBe('restored');
      expect(kept(embedded)).not.toEqual(was);
      now += DAY + 1;
      await meetDueDeadlines(embedded.deps);
      expect((await caseOf(finding, embedded))?.status).toBe('held');
      expect(kept(embedded)).toEqual(was);
    });
  },
);

test('what a stack keeps, and no deny can stand beside, is put back while the stack runs, and once more when it rolls back', async () => {
  const embedded = await open();
  const byStack = (made: Made): Made => ({ ...made, via: CLOUDFORMATION });
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
});

test.each<[string, readonly Made[], readonly Made[]]>([
  ['the policy of a bucket', [shared({ AWS: `arn:aws:iam::${ACCOUNT}:root` })], [shared('*'), shared({ AWS: OTHERS })]],
  ['a permission set', [created, inline('s3:GetObject'), provisioned], [inline('iam:*'), inline('ec2:*')]],
])('what is written over %s right after a hold is not undone to what that took away', async (_, before, grants) => {
  const embedded = await open();
  await play(before, embedded);
  const was = kept(embedded);
  for (const grant of grants) {
    await heldBy(grant, embedded);
    expect(kept(embedded)).toEqual(was);
    now += 1000;
  }
});

test('what is written over a permission set before it is seen that the hold took effect is held as well', async () => {
  const embedded = await open();
  await play([created, inline('s3:GetObject'), provisioned], embedded);
  const was = kept(embedded);
  const { services } = embedded.deps;
  if (services === undefined) throw new Error('services are there');
  const shows: typeof services.shows = async (account, call) => {
    now += 5000;
    return services.shows(account, call);
  };
  const slow = { ...embedded, deps: { ...embedded.deps, services: { shows } } };
  const granted = now;
  await heldBy(inline('iam:*'), slow);
  now = granted + 2000;
  await heldBy(inline('ec2:*'), embedded);
  expect(kept(embedded)).toEqual(was);
});

test.each(GROWN.map((grown) => [grown.name, grown] as const))(
  'stays held where this grew behind it: %s',
  async (_, { there, grant, grows, says }) => {
    const embedded = await open();
    await quietly(there, embedded);
    const finding = await heldBy(grant, embedded);
    await quietly(grows, embedded);
    const was = kept(embedded);
    await sign(finding, embedded);
    const facts = (await embedded.deps.ledger.about(finding.id)).map(({ fact }) => fact);
    expect(facts.flatMap((fact) => (fact.kind === 'restore-failed' ? [fact.detail] : []))).toEqual([
      expect.stringMatching(says),
    ]);
    expect(kept(embedded)).toEqual(was);
    expect(await caseOf(finding, embedded)).toMatchObject({ hold: { kind: 'confirmed' } });
  },
);

test('is held again where it grew behind it while it was given back', async () => {
  const [grown] = GROWN;
  if (grown === undefined) throw new Error('something grows');
  const embedded = await open();
  await quietly(grown.there, embedded);
  const finding = await heldBy(grown.grant, embedded);
  const { restorer } = embedded.deps;
  if ('decided' in restorer) throw new Error('this world restores');
  const enforce: typeof restorer.enforce = async (...asked) => {
    const made = await restorer.enforce(...asked);
    await quietly(grown.grows, embedded);
    return made;
  };
  await sign(finding, { ...embedded, deps: { ...embedded.deps, restorer: { enforce } } });
  const facts = (await embedded.deps.ledger.about(finding.id)).map(({ fact }) => fact);
  const detail = expect.stringMatching(grown.says);
  expect(facts).toContainEqual(expect.objectContaining({ kind: 'restore-failed', detail }));
  expect((await caseOf(finding, embedded))?.status).toBe('held');
  expect(embedded.services.services.identityCenter.assignments).toEqual([]);
});

describe('an account that was moved out of a unit', () => {
  async function held() {
    const organizationFile = join(folder, 'organization.json');
    writeFileSync(organizationFile, JSON.stringify(TWO_UNITS));
    const embedded = await open({ organizationFile });
    const finding = await heldBy(moved, embedded);
    const caseNow = () => caseOf(finding, embedded);
    const placeNow = () => embedded.services.services.organization.parents.get(ACCOUNT);
    expect(placeNow()).toBe('ou-prod');
    return { embedded, finding, caseNow, placeNow };
  }

  test('is not moved there again where it could do more by then than what was signed', async () => {
    const { embedded, finding, caseNow, placeNow } = await held();
    await quietly([onTarget('DetachPolicy', 'p-2', 'ou-dev')], embedded);
    await sign(finding, embedded);
    const facts = (await embedded.deps.ledger.about(finding.id)).map(({ fact }) => fact);
    const detail = expect.stringMatching(/^accounts \(111122223333\) would be let do more .*config:\*/);
    expect(facts).toContainEqual(expect.objectContaining({ kind: 'restore-failed', detail }));
    expect([placeNow(), (await caseNow())?.status]).toEqual(['ou-prod', 'held']);
  });

  test('is not moved back where it is limited less by then, and is as soon as it is not', async () => {
    const { embedded, finding, caseNow, placeNow } = await held();
    await sign(finding, embedded);
    await quietly([onTarget('DetachPolicy', 'p-2')], embedded);
    now += DAY + 1;
    await meetDueDeadlines(embedded.deps);
    const detail = expect.stringMatching(/^in ou-prod the account 111122223333 is limited less than where it is now/);
    expect(await caseNow()).toMatchObject({ status: 'hold-failed', hold: { detail } });
    expect(placeNow()).toBe('ou-dev');
    await quietly([onTarget('AttachPolicy', 'p-2')], embedded);
    now += DAY + 1;
    await meetDueDeadlines(embedded.deps);
    expect([placeNow(), (await caseNow())?.status]).toEqual(['ou-prod', 'held']);
  });
});

test('a guardrail that allows is not attached again where its target was narrowed meanwhile, and is as soon as it is not', async () => {
  const organizationFile = join(folder, 'organization.json');
  writeFileSync(organizationFile, JSON.stringify(ALLOWING));
  const embedded = await open({ organizationFile });
  const finding = await heldBy(onTarget('DetachPolicy'), embedded);
  const attachedNow = () => embedded.services.services.organization.attached.get('ou-prod')?.policies;
  expect(attachedNow()).toContain('p-1');
  await sign(finding, embedded);
  expect(attachedNow()).not.toContain('p-1');
  await quietly([onTarget('AttachPolicy', 'p-little'), onTarget('DetachPolicy', 'p-FullAWSAccess')], embedded);
  now += DAY + 1;
  await meetDueDeadlines(embedded.deps);
  const detail = expect.stringMatching(
    /^attached to ou-prod again, p-1 would let accounts \(111122223333\) do what is denied there now .*: aws organizations attach-policy /,
  );
  expect(await caseOf(finding, embedded)).toMatchObject({ status: 'hold-failed', hold: { detail } });
  expect(attachedNow()).not.toContain('p-1');
  await quietly([onTarget('AttachPolicy', 'p-FullAWSAccess')], embedded);
  now += DAY + 1;
  await meetDueDeadlines(embedded.deps);
  expect(await caseOf(finding, embedded)).toMatchObject({ status: 'held' });
  expect(attachedNow()).toContain('p-1');
});

test('what a permission set comes to hold is signed for by nobody to whom it is assigned', async () => {
  const { people } = STANDARDS;
  const ann = { id: 'ann', name: 'Ann', groups: ['security'], actsAs: ['u-1'] };
  const standards = { ...STANDARDS, ...holding(), people: [...(isJsonList(people) ? people : []), ann] };
  writeFileSync(join(folder, 'ambit.yaml'), JSON.stringify(standards));
  const embedded = await open();
  await quietly([...set, assigned('u-1', 'USER')], embedded);
  const { id: findingId, digest, principal } = await heldBy(attached, embedded);
  const decision = { kind: 'sign', digest, reason: 'mine', until: now + DAY } as const;
  const signed = await decideApproval({ findingId, personId: 'ann', signedInAt: now, decision }, embedded.deps);
  expect(signed).toMatchObject({ ok: false, error: { code: 'GAINS_BY_IT', through: principal } });
});

test('what is signed for somebody else is signed for nobody but them, though it is of the same permission set', async () => {
  const embedded = await open();
  await quietly(set, embedded);
  const less = await heldBy(assigned('u-1', 'USER'), embedded);
  await quietly([attached], embedded);
  const more = await heldBy(assigned('u-2', 'USER'), embedded);
  await sign(more, embedded);
  await sign(less, embedded);
  const statusOf = async (finding: Finding) => (await caseOf(finding, embedded))?.status;
  expect([await statusOf(more), await statusOf(less)]).toEqual(['restored', 'held']);
  const given = embedded.services.services.identityCenter.assignments.map(({ assignee }) => assignee.id);
  expect(given).toEqual(['u-2']);
});

test('what is signed of one permission set for all who hold it is signed of no other, though that is given in the same account', async () => {
  const embedded = await open();
  const permissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-1/ps-2';
  const other = ({ source, name, asked }: Made): Made =>
    recorded(source, name, { ...asked, permissionSetArn }, { permissionSet: { permissionSetArn, name: 'Other' } });
  await quietly([created, provisioned, assigned('u-9', 'USER'), version('CreatePolicy', 'iam:*')], embedded);
  await quietly([created, inline('sqs:*'), provisioned].map(other), embedded);
  const referred = await heldBy(referring, embedded);
  await sign(referred, embedded);
  const assignment = await heldBy(other(assigned('u-1', 'USER')), embedded);
  await quietly([other(inline('iam:*'))], embedded);
  await sign(assignment, embedded);
  const statusOf = async (finding: Finding) => (await caseOf(finding, embedded))?.status;
  expect([await statusOf(referred), await statusOf(assignment)]).toEqual(['restored', 'held']);
});
