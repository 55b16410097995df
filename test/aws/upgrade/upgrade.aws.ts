import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { textAt } from '../../../lib/core/activity/member.ts';
import { statefulType } from '../../../lib/core/activity/stateful-types.ts';
import type { LedgerEntry } from '../../../lib/core/governance/ledger/fact.ts';
import { ambit } from '../../cli/cli.ts';
import { countersign, moveToEnd } from '../ambit/countersign.ts';
import { whole } from '../ambit/deliveries.ts';
import { decisionFor, passDrill } from '../ambit/grants.ts';
import { installAmbit, type Installed } from '../ambit/installed.ts';
import { assertSound } from '../ambit/sound.ts';
import { caseOf, idle } from '../ambit/waiting.ts';
import { asOperator } from '../cli/operator.ts';
import { HUB } from '../cloud.ts';
import type { Deployed } from '../deploy/deploy.ts';
import * as inFlight from './in-flight.ts';
import { previousVersion } from './previous-version.ts';

const STANDARDS = join(import.meta.dirname, 'ambit.yaml');
const HOUR_SECONDS = 3600;
const UPGRADED_WITHIN_MS = 400_000;
const SOUND_WITHIN_MS = 180_000;
const WRITE = 's3:PutObject';

let installed: Installed;
let upgraded: Deployed;
/** The ledger as the version before left it. */
let before: readonly LedgerEntry[];

beforeAll(async () => {
  installed = await installPrevious();
  await passDrill(installed);
  installed.cloud.trail.deliverBy(whole);
  await inFlight.waiveTwoDays(installed, 'waived');
  await inFlight.signOnce(installed, 'signed-once');
  await inFlight.askForApproval(installed, 'asked-for');
  await idle(installed);
  await inFlight.killInHold(installed, 'killed-over');
  await inFlight.keepQueued(installed, 'queued');
  before = await entriesOf(installed);
  upgraded = await installed.update({ name: 'upgraded', settings: { standards: STANDARDS } });
  await inFlight.keepBack(installed, 0);
}, UPGRADED_WITHIN_MS);
afterAll(() => installed.stop());

async function installPrevious(): Promise<Installed> {
  const previous = previousVersion();
  process.stdout.write(`an upgrade from ${previous.says}\n`);
  // a setting that changes, too, so that there is something to update whatever the versions
  const settings = { standards: STANDARDS, logRetentionDays: '180' };
  try {
    return await installAmbit({ name: 'previous-version', settings, root: previous.root });
  } finally {
    previous.remove();
  }
}

async function entriesOf({ ledger }: Installed): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for await (const entry of ledger.entries()) entries.push(entry);
  return entries;
}

/** What holds state in a stack: logical to physical ids. Logs go with their functions. */
function stateIn({ resources }: Deployed) {
  const stateful = resources.filter(
    ({ ResourceType = '' }) => statefulType(ResourceType) !== undefined && ResourceType !== 'AWS::Logs::LogGroup',
  );
  return Object.fromEntries(
    stateful.map(({ LogicalResourceId = '', PhysicalResourceId }) => [LogicalResourceId, PhysicalResourceId]),
  );
}

async function assertHeld(name: string, path = 'agents'): Promise<void> {
  await caseOf(installed, `arn:aws:iam::${HUB}:role/${path}/${name}`, 'held');
  expect(await decisionFor(installed.iam, name, WRITE)).not.toBe('allow');
}

describe('an upgrade from the version before', () => {
  test('keeps what holds state, and every entry of the ledger', async () => {
    const state = stateIn(installed.deployed);
    expect(Object.keys(state).length).toBeGreaterThan(8);
    expect(stateIn(upgraded)).toMatchObject(state);
    const now = await entriesOf(installed);
    expect(now.slice(0, before.length)).toEqual(before);
  });
});

describe('what was under way when Ambit was upgraded', () => {
  afterEach(() => assertSound(installed), SOUND_WITHIN_MS);

  test('an event in the queue: its grant is held', async () => {
    const grant = installed.cloud.trail.records.findLast(({ eventName }) => eventName === 'PutRolePolicy');
    expect(textAt(grant, 'requestParameters.roleName')).toBe('queued');
    expect(JSON.stringify(before)).not.toContain(grant?.eventID);
    expect(await decisionFor(installed.iam, 'queued', WRITE)).toBe('allow');
    installed.cloud.clock.moveAhead({ seconds: inFlight.KEPT_BACK_SECONDS });
    await assertHeld('queued');
  });

  test('a hold in which the function was killed: it is made', async () => {
    expect(before.filter(({ fact }) => fact.kind === 'hold-intended')).toHaveLength(3);
    expect(before.filter(({ fact }) => fact.kind === 'hold-confirmed')).toHaveLength(2);
    await assertHeld('killed-over');
  });

  test('a request with one signature: the second gives the access back', async () => {
    const principal = `arn:aws:iam::${HUB}:role/agents/signed-once`;
    const { finding } = await caseOf(installed, principal, 'held');
    expect(await countersign(installed, finding, 'sub-owner')).toMatchObject({ body: { outcome: 'complete' } });
    await caseOf(installed, principal, 'restored');
    expect(await decisionFor(installed.iam, 'signed-once', WRITE)).toBe('allow');
  });

  test('a deadline: what nobody has approved until then is held', async () => {
    await caseOf(installed, `arn:aws:iam::${HUB}:role/workloads/asked-for`, 'open');
    expect(await decisionFor(installed.iam, 'asked-for', WRITE)).toBe('allow');
    installed.cloud.clock.moveAhead({ seconds: HOUR_SECONDS });
    await assertHeld('asked-for', 'workloads');
  });

  test('a waiver: when it ends, the access is held again', async () => {
    const restored = await caseOf(installed, `arn:aws:iam::${HUB}:role/agents/waived`, 'restored');
    expect(await decisionFor(installed.iam, 'waived', WRITE)).toBe('allow');
    moveToEnd(installed, restored);
    await assertHeld('waived');
  });
});

test('an Ambit that was upgraded is as deployed, and its ledger verifies from the first entry', async () => {
  const noMore = await asOperator(installed.cloud);
  try {
    const verified = await ambit(['ledger', 'verify', '--live', '--json']);
    expect(verified.json()).toMatchObject([{ fault: null, verifies: true }]);
    const { json } = await ambit(['doctor', '--json']);
    expect(json()).toContainEqual(expect.objectContaining({ check: 'stack', verdict: 'ok' }));
  } finally {
    await noMore();
  }
});
