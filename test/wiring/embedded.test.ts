import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ed25519Verifier } from '../../lib/adapters/local/local-signer.ts';
import { type Embedded, openEmbedded } from '../../lib/wiring/embedded.ts';
import { organizationToJson } from '../../lib/core/account/organization/organization-json.ts';
import type { JsonValue } from '../../lib/core/json.ts';
import { playRecords } from '../../lib/usecases/calls/play-records.ts';
import { COMPANY } from '../core/governance/organizations.ts';
import { ACCOUNT_FILE, allow, NOW, record, STANDARDS } from '../usecases/company.ts';
import { play } from './incident.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ambit-wiring-'));
  writeFileSync(join(folder, 'account.json'), JSON.stringify(ACCOUNT_FILE));
  writeFileSync(join(folder, 'ambit.yaml'), JSON.stringify(STANDARDS));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const options = () => ({
  dir: join(folder, 'state'),
  accountFile: join(folder, 'account.json'),
  standardsFile: join(folder, 'ambit.yaml'),
  announceTo: { write: (_: string, done: () => void) => done() },
});

async function open(): Promise<Embedded> {
  const opened = await openEmbedded(options());
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

async function summaryOf({ deps, checkpoints, signer }: Embedded) {
  await checkpoints.seal(signer, deps.clock.now());
  const report = await checkpoints.verify(ed25519Verifier(await signer.publicKey()));
  const cases = await deps.cases.cases();
  const kinds = new Map<string, number>();
  for await (const { fact } of deps.ledger.entries()) {
    // that its calls are made again is said of a hold whose outcome nobody knows
    if (!('again' in fact)) kinds.set(fact.kind, (kinds.get(fact.kind) ?? 0) + 1);
  }
  return {
    fault: report.fault,
    cases: cases.map(({ finding, status }) => [finding.id, finding.kind, status]),
    kinds,
  };
}

/** Plays in a process of its own, which is killed when it has written so many lines: one for each effect. */
async function runUntilKilled(effects: number): Promise<'killed' | 'ended'> {
  const script = join(import.meta.dirname, 'play-in-process.ts');
  const { dir, accountFile, standardsFile } = options();
  const child = spawn(process.execPath, [script, dir, accountFile, standardsFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let lines = 0;
  child.stdout.on('data', (chunk: Buffer) => {
    lines += chunk.toString().split('\n').length - 1;
    if (lines >= effects) child.kill('SIGKILL');
  });
  const code = await new Promise<number | null>((ended) => child.once('exit', ended));
  if (code !== null && code !== 0) throw new Error(`the play ended with ${String(code)}`);
  return code === 0 ? 'ended' : 'killed';
}

describe('the embedded default under an organization', () => {
  const put = (sid: string, id: string) =>
    record(
      'PutRolePolicy',
      {
        roleName: 'engineer',
        policyName: sid,
        policyDocument: JSON.stringify(allow('organizations:LeaveOrganization')),
      },
      { id },
    );
  const detach = record(
    'DetachPolicy',
    { policyId: 'p-leaving', targetId: 'ou-prod' },
    { id: 'detach', source: 'organizations.amazonaws.com', time: NOW },
  );

  async function played(...records: readonly JsonValue[]) {
    const organizationFile = join(folder, 'organization.json');
    writeFileSync(organizationFile, JSON.stringify(organizationToJson(COMPANY)));
    const opened = await openEmbedded({ ...options(), organizationFile });
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const embedded = opened.value;
    const { deps } = embedded;
    async function* stream() {
      yield* records;
    }
    for await (const { outcome } of playRecords({ records: stream(), next: async () => undefined }, deps)) {
      expect(outcome.kind).toBe('handled');
    }
    const cases = await deps.cases.cases();
    embedded.close();
    return cases.map(({ finding: { kind, severity }, status }) => `${kind} ${severity} ${status}`);
  }

  test('holds nothing that an SCP keeps back, and finds it once a played call detached that; a file once taken stays so', async () => {
    expect(await played(put('leave', 'one'))).toEqual(['excess-access low alerted']);
    const then = await played(detach);
    expect(then.toSorted()).toEqual([
      'excess-access low alerted',
      'guardrail-removed high open',
      'standing-excess medium alerted',
    ]);
  });
});

describe('the embedded default', () => {
  test('plays an incident as live traffic and finds what is wrong with it', async () => {
    const embedded = await open();
    await play(embedded);
    const { cases, fault } = await summaryOf(embedded);
    embedded.close();
    expect(fault).toBeUndefined();
    expect(cases.map(([, kind, status]) => `${kind} ${status}`).toSorted()).toEqual([
      'environment-recreated held',
      'excess-access alerted',
      'excess-access held',
      'guardrail-removed held',
      'unpermitted-destruction held',
      'unreadable-call alerted',
    ]);
  });

  test('goes on where it was stopped, and does nothing twice', async () => {
    const whole = await open();
    await play(whole);
    const undisturbed = await summaryOf(whole);
    whole.close();
    rmSync(join(folder, 'state'), { recursive: true });
    for (const most of [1, 2, 3, 4, 5, 6, 7]) {
      const embedded = await open();
      await play(embedded, most);
      embedded.close();
    }
    const last = await open();
    await play(last);
    expect(await summaryOf(last)).toEqual(undisturbed);
    last.close();
  }, 60_000);

  test('ends the same however often it is killed', async () => {
    const whole = await open();
    await play(whole);
    const undisturbed = await summaryOf(whole);
    whole.close();
    rmSync(join(folder, 'state'), { recursive: true });
    let kills = 0;
    while ((await runUntilKilled(3 + 4 * kills)) === 'killed') kills += 1;
    expect(kills).toBeGreaterThan(2);
    const last = await open();
    expect(await summaryOf(last)).toEqual(undisturbed);
    last.close();
  }, 60_000);

  test.each([
    { file: 'account.json', text: '{"RoleDetailList": [', kind: 'account' },
    { file: 'ambit.yaml', text: 'version: 1\nclases: []\n', kind: 'standards' },
  ])('refuses a bad $kind file and writes nothing', async ({ file, text, kind }) => {
    writeFileSync(join(folder, file), text);
    expect(await openEmbedded(options())).toMatchObject({ ok: false, error: { kind, file: join(folder, file) } });
    expect(existsSync(join(folder, 'state'))).toBe(false);
  });

  describe('goes by the rules of its folder, whatever became of the file', () => {
    const edit = (text: string) => writeFileSync(join(folder, 'ambit.yaml'), text);
    const days = (maxDays: number) => JSON.stringify({ ...STANDARDS, waiver: { defaultDays: 1, maxDays } });

    test.each([
      ['weaker', () => edit(days(300))],
      ['broken', () => edit('version: 1\n\tclasses: []')],
      ['gone', () => rmSync(join(folder, 'ambit.yaml'))],
    ])('%s: what counted still counts, and that is a finding', async (_, change) => {
      (await open()).close();
      change();
      const again = await open();
      expect(again.standing.kind).toBe('refused');
      expect(again.deps.governance.waiver.maxDays).toBe(30);
      expect((await again.deps.cases.cases()).map(({ finding }) => finding.kind)).toEqual(['watch-tampered']);
      again.close();
    });

    test('stricter: it counts at once', async () => {
      const first = await open();
      expect(first.standing.kind).toBe('first-use');
      first.close();
      edit(days(3));
      const again = await open();
      expect(again.standing.kind).toBe('adopted');
      expect(again.deps.governance.waiver.maxDays).toBe(3);
      again.close();
    });
  });

  test('keeps its folder to itself', async () => {
    mkdirSync(join(folder, 'state'), { mode: 0o700 });
    const first = await open();
    await expect(openEmbedded(options())).rejects.toThrow(/another/);
    first.close();
    expect(readdirSync(join(folder, 'state')).length).toBeGreaterThan(0);
    (await open()).close();
  });
});
