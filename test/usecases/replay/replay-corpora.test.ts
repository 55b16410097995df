import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readAccountFile } from '../../../lib/adapters/local/account-file.ts';
import { awsManagedPolicy } from '../../../lib/adapters/local/aws-managed-policies.ts';
import { recordsOf } from '../../../lib/adapters/local/record-files.ts';
import { readStandardsFile } from '../../../lib/adapters/local/standards-file.ts';
import type { AccountState } from '../../../lib/core/account/state.ts';
import type { Finding } from '../../../lib/core/governance/finding.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { replayRecords } from '../../../lib/usecases/replay/replay-records.ts';
import type { ReplayCounts } from '../../../lib/usecases/replay/replayed-readings.ts';

const CORPORA = resolve(import.meta.dirname, '../../../../shared/corpora');
const found = existsSync(CORPORA);
const describeCorpora = found ? describe : describe.skip;

async function* records(path: string): AsyncIterable<JsonValue> {
  for await (const each of recordsOf([join(CORPORA, path)])) if (each.kind === 'record') yield each.record;
}

async function replay(path: string, accounts: readonly AccountState[] = []) {
  const standards = await readStandardsFile(undefined);
  if (!standards.ok) throw new Error('the default standards do not parse');
  const { governance } = standards.value;
  const findings: Finding[] = [];
  let counts: ReplayCounts | undefined;
  const input = { accounts, records: records(path), governance, managedPolicy: awsManagedPolicy };
  for await (const step of replayRecords(input)) {
    if (step.kind === 'finding') findings.push(step.finding);
    else counts = step.counts;
  }
  if (counts === undefined) throw new Error('no counts');
  return { findings, counts };
}

describeCorpora(
  `recorded CloudTrail (${found ? 'corpora' : 'skipped: the corpora are not beside the checkout'})`,
  () => {
    test.each(['stratus', 'streamalert', 'eventbridge-envelopes', 'traildiscover'])(
      '%s is replayed to the end, every record is accounted for',
      async (path) => {
        const { counts } = await replay(path);
        expect(counts.read).toBeGreaterThan(0);
        expect(counts.understood + counts.unrelated + counts.unreadable).toBe(counts.read);
        expect(Math.max(counts.denied, counts.repeated)).toBeLessThanOrEqual(counts.understood);
      },
      60_000,
    );

    test('an administrator that was attached before it was created is found, in an account without a snapshot', async () => {
      const snapshot = await readAccountFile(join(CORPORA, 'account-snapshots/cloudsplaining-small.json'));
      if (!snapshot.ok) throw new Error(snapshot.error.detail);
      const { findings } = await replay('stratus/aws.persistence.iam-create-admin-user.json', [snapshot.value]);
      const admin = findings.find(({ kind }) => kind === 'excess-access');
      expect(admin).toMatchObject({ verdict: 'exceeds', call: { name: 'AttachUserPolicy' } });
      expect(admin?.account).not.toBe(snapshot.value.account);
      expect(admin?.excess.map(({ policy }) => policy)).toEqual(['arn:aws:iam::aws:policy/AdministratorAccess']);
    });
  },
);
