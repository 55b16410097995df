import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readAccountFile } from '../../../lib/adapters/local/account-file.ts';
import { awsManagedPolicy } from '../../../lib/adapters/local/aws-managed-policies.ts';
import { recordsOf } from '../../../lib/adapters/local/record-files.ts';
import { readStandardsFile } from '../../../lib/adapters/local/standards-file.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import { isJsonObject, type JsonObject } from '../../../lib/core/json.ts';
import { findingsOfReplay } from '../findings-of-replay.ts';
import { DISTURBANCES, inOrder } from './disturbances.ts';
import type { Deliveries } from './worlds.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const INCIDENT = path.join(ROOT, 'examples/incident');
const CORPORA = path.join(ROOT, '../shared/corpora');

/** A log of recorded or written records, with what is known of the accounts and which standards count. */
interface Log {
  readonly records: readonly JsonObject[];
  readonly accounts: readonly AccountState[];
  readonly standards: string | undefined;
}

async function logOf(file: string, account?: string, standards?: string): Promise<Log> {
  const records: JsonObject[] = [];
  for await (const each of recordsOf([file])) {
    if (each.kind === 'record' && isJsonObject(each.record)) records.push(each.record);
  }
  if (account === undefined) return { records, accounts: [], standards };
  const read = await readAccountFile(account);
  if (!read.ok) throw new Error(read.error.detail);
  return { records, accounts: [read.value], standards };
}

async function idsIn(log: Log, deliveries: Deliveries): Promise<readonly string[]> {
  return (await findingsIn(log, deliveries)).map(({ id }) => id).sort();
}

async function findingsIn({ accounts, standards }: Log, deliveries: Deliveries): Promise<readonly Finding[]> {
  const read = await readStandardsFile(standards);
  if (!read.ok) throw new Error('the standards are out of form');
  const { governance } = read.value;
  return findingsOfReplay(deliveries.flat(), { accounts, governance, managedPolicy: awsManagedPolicy });
}

/** A log, and what is found in it where nothing disturbs it; read once. */
function cleanRun(read: () => Promise<Log>): () => Promise<{ readonly log: Log; readonly ids: readonly string[] }> {
  const run = async () => {
    const log = await read();
    return { log, ids: await idsIn(log, inOrder(log.records)) };
  };
  let clean: ReturnType<typeof run> | undefined;
  return () => (clean ??= run());
}

const incident = cleanRun(() =>
  logOf(path.join(INCIDENT, 'events.json'), path.join(INCIDENT, 'account.json'), path.join(INCIDENT, 'ambit.yaml')),
);

test.each(Object.entries(DISTURBANCES))(
  'the incident is found as it was where its records come %s',
  async (_, disturb) => {
    const { log, ids } = await incident();
    expect(ids.length).toBeGreaterThan(3);
    expect(await idsIn(log, disturb(log.records))).toEqual(ids);
  },
);

const RECORDED = ['stratus', 'eventbridge-envelopes', 'panther-rule-tests', 'traildiscover'];
const describeRecorded = existsSync(CORPORA) ? describe : describe.skip;

describeRecorded.each(RECORDED)('recorded logs (skipped where the corpora are not there): %s', (folder) => {
  const clean = cleanRun(() => logOf(path.join(CORPORA, folder)));

  test.each(Object.entries(DISTURBANCES))('lead to the same findings where the records come %s', async (_, disturb) => {
    const { log, ids } = await clean();
    expect(await idsIn(log, disturb(log.records))).toEqual(ids);
  });
});

describeRecorded('recorded logs in which many calls have one id (skipped where the corpora are not there)', () => {
  const clean = cleanRun(() => logOf(path.join(CORPORA, 'streamalert')));

  test.each(Object.entries(DISTURBANCES))('lose no finding where the records come %s', async (_, disturb) => {
    // which of the calls has the id for itself depends on the order
    const { log, ids } = await clean();
    expect((await idsIn(log, disturb(log.records))).length).toBeGreaterThanOrEqual(ids.length);
  });

  test('say the same of the same calls in the reverse order, also of those of one second', async () => {
    const { log } = await clean();
    const said = (found: readonly Finding[]) =>
      found
        .map(
          ({ kind, principal, verdict, call }) => `${kind} ${verdict} of ${principal} by ${call?.name}, ${call?.time}`,
        )
        .sort();
    expect(said(await findingsIn(log, inOrder(log.records.toReversed())))).toEqual(
      said(await findingsIn(log, inOrder(log.records))),
    );
  });
});
