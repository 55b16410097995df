import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { isJsonObject, jsonForm, type JsonObject, type JsonValue } from '../../lib/core/json.ts';
import { ambit, withFiles } from '../cli/cli.ts';

const SECOND = join(import.meta.dirname, '../cases/incidents/robot-takes-keys');
const inputsOf = (folder: string) => [
  '--account',
  join(folder, 'account.json'),
  '--standards',
  join(folder, 'ambit.yaml'),
  '--events',
  join(folder, 'events.jsonl'),
];

async function once(args: readonly string[]): Promise<JsonObject> {
  const ran = await ambit(['up', '--once', '--json', ...args]);
  expect({ code: ran.code, stderr: ran.stderr, lines: ran.json().length }).toEqual({ code: 0, stderr: '', lines: 1 });
  const summary = jsonForm(ran.json()[0]);
  return isJsonObject(summary) ? summary : {};
}

/** These members of each object of a list. */
function pick(list: JsonValue | undefined, ...names: readonly string[]): readonly (readonly unknown[])[] {
  return Array.isArray(list)
    ? list.map((each: JsonValue) => names.map((name) => (isJsonObject(each) ? each[name] : undefined)))
    : [];
}

const EXPECTED = [
  {
    name: 'the demo incident',
    args: [],
    findings: [
      ['excess-access', 'restored', 'arn:aws:iam::111122223333:role/agents/kiro-cost-agent'],
      ['unpermitted-destruction', 'held', 'arn:aws:iam::111122223333:role/agents/kiro-cost-agent'],
      ['environment-recreated', 'held', 'arn:aws:iam::111122223333:role/agents/kiro-cost-agent'],
      // the stack was created with a role of CloudFormation's
      ['excess-by-role', 'held', 'arn:aws:iam::111122223333:role/agents/kiro-cost-agent'],
      ['guardrail-removed', 'restored', 'arn:aws:iam::111122223333:role/agents/kiro-report-agent'],
    ],
    refused: ['demo-engineer', 'demo-administrator'],
    signed: ['demo-approver-cloud-security', 'demo-approver-cost-platform'],
    counts: { read: 14, handled: 8, repeated: 0, denied: 2, unrelated: 4, unreadable: 0 },
    days: 7,
  },
  {
    name: 'another incident, with other names and policies',
    args: inputsOf(SECOND),
    findings: [
      ['excess-access', 'restored', 'arn:aws:iam::444455556666:role/robots/warehouse-robot'],
      ['guardrail-removed', 'restored', 'arn:aws:iam::444455556666:role/robots/billing-robot'],
      ['unpermitted-destruction', 'held', 'arn:aws:iam::444455556666:role/robots/warehouse-robot'],
    ],
    refused: ['dev-on-duty', 'dev-on-duty'],
    signed: ['guard', 'owner'],
    counts: { read: 4, handled: 3, repeated: 0, denied: 1, unrelated: 0, unreadable: 0 },
    days: 2,
  },
];

describe('ambit up --once --json', () => {
  test.each(EXPECTED)('plays $name: found, held as before, countersigned by two', async (expected) => {
    const started = Date.now();
    const { findings, holds, contained, countersigned, ledger, counts } = await once(expected.args);
    expect(pick(findings, 'kind', 'status', 'principal')).toEqual(expected.findings);
    expect(pick(holds, 'equalsBefore')).toEqual([[true], [true]]);
    expect(pick(contained, 'summary')).toHaveLength(expected.findings.filter(([, status]) => status === 'held').length);
    expect(countersigned).toEqual(
      expected.refused.map((person) => ({
        finding: expect.stringMatching(/^F-/),
        signatures: expected.signed.map((each) => expect.objectContaining({ person: each })),
        refused: [{ person, code: 'SIGNED_OWN_REQUEST' }],
        restored: true,
        until: expect.any(String),
      })),
    );
    for (const [until] of pick(countersigned, 'until')) {
      const days = (Date.parse(String(until)) - started) / 86_400_000;
      expect(days).toBeCloseTo(expected.days, 2);
    }
    expect(ledger).toMatchObject({ verifies: true, fault: null });
    expect(counts).toEqual(expected.counts);
  });

  test('leaves nothing behind, unless it is given a folder', async () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('ambit-once-'));
    await once([]);
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('ambit-once-'));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });

  test('says the same on a second run in the same folder, and does nothing twice', () =>
    withFiles({}, async (path) => {
      const first = await once(['--dir', path('state')]);
      const second = await once(['--dir', path('state')]);
      expect({ ...second, counts: null }).toEqual({ ...first, counts: null });
      expect(second['counts']).toMatchObject({ handled: 0, repeated: 8 });
      expect(existsSync(path('state'))).toBe(true);
    }));
});

describe('after a play, the folder can be read', () => {
  test('findings, ledger and its export', () =>
    withFiles({}, async (path) => {
      const dir = ['--dir', path('state')];
      const summary = await once(dir);
      const findings = await ambit(['findings', '--json', ...dir]);
      expect(findings.code).toBe(2);
      expect(findings.json()).toEqual(summary['findings']);
      expect((await ambit(['ledger', 'show', '--json', ...dir])).json()).toHaveLength(
        Number(isJsonObject(summary['ledger']) ? summary['ledger']['entries'] : 0),
      );
      const inPlace = await ambit(['ledger', 'verify', '--json', ...dir]);
      expect(inPlace.json()).toEqual([
        expect.objectContaining({ verifies: true, fault: null, uncheckedSignatures: 0 }),
      ]);
      const { stdout: exported } = await ambit(['ledger', 'export', ...dir]);
      const key = ['--key', path('state/signing-key.pub.pem')];
      expect((await ambit(['ledger', 'verify', '-', ...key], exported)).code).toBe(0);
      const changed = await ambit(
        ['ledger', 'verify', '-', ...key],
        exported.replace('demo-engineer', 'demo-xngineer'),
      );
      expect(changed.stdout).toMatch(/not as it was written: entry \d+/);
      expect(changed.code).toBe(65);
    }));
});

describe('a play for people', () => {
  test('tells each call as it was read, and what came of it', async () => {
    const { stdout, code } = await ambit(['up', '--once']);
    expect(stdout).toMatch(/read +GetCostAndUsage .*changes no access/);
    expect(stdout).toMatch(/assessed TagRole .*within the standard/);
    expect(stdout).toMatch(/denied +AttachRolePolicy .*AWS refused it/);
    expect(stdout).toMatch(/assessed AttachRolePolicy on role kiro-cost-agent .*1 finding/);
    expect(stdout).toMatch(/Demo engineer, cost platform: signature refused: SIGNED_OWN_REQUEST/);
    expect(stdout).toMatch(/the access is back until \d{4}-/);
    expect(code).toBe(0);
  });
});
