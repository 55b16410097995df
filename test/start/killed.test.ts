import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import type { Fact, LedgerEntry } from '../../lib/core/governance/ledger/fact.ts';
import { toIso } from '../../lib/core/instant.ts';
import { isJsonObject, jsonForm, type JsonObject } from '../../lib/core/json.ts';
import { type Embedded, openEmbedded } from '../../lib/wiring/embedded.ts';
import { sealAndVerify } from '../../lib/wiring/seal-and-verify.ts';
import type { Place } from './die-at.ts';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const DIE_AT = join(import.meta.dirname, 'die-at.ts');
const DEMO = join(import.meta.dirname, '../../examples/incident');
const ACCOUNT = '111122223333';

interface Run {
  /** What the process told before it ended, one JSON value a line. */
  readonly told: readonly JsonObject[];
  readonly code: number | null;
}

/** When a run is killed: so many milliseconds after it told so many calls that it had not handled before (0: after its start). */
interface Moment {
  readonly calls: number;
  readonly after: number;
}

const FRESH = '"outcome":"handled"';
const OVER = '{"played"';
const UP = ['up', '--json', '--pace', '0.02', '--port', '0', '--dir'];

/** Starts `ambit up` on a folder, and kills it; without a kill it is interrupted once all is played. */
async function run(dir: string, kill: Moment | Place | undefined): Promise<Run> {
  const place = kill !== undefined && 'fact' in kill ? kill : undefined;
  const moment = kill !== undefined && 'calls' in kill ? kill : undefined;
  const before = place === undefined ? [] : ['--import', DIE_AT];
  const child = spawn(process.execPath, [...before, MAIN, ...UP, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DIE_AT: `${place?.fact} ${place?.writes}` },
  });
  let text = '';
  let isDue = moment?.calls === 0;
  const end = () => child.kill(kill === undefined ? 'SIGINT' : 'SIGKILL');
  if (isDue) setTimeout(end, moment?.after);
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.includes(OVER)) end();
    if (isDue || moment === undefined || text.split(FRESH).length <= moment.calls) return;
    isDue = true;
    setTimeout(end, moment.after);
  });
  const code = await new Promise<number | null>((ended) => {
    child.once('close', ended);
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const told = whole.filter((line) => line !== '').map((line) => jsonForm(JSON.parse(line)));
  return { told: told.filter((each) => isJsonObject(each)), code };
}

async function opened(dir: string): Promise<Embedded> {
  const opening = await openEmbedded({
    dir,
    accountFile: join(DEMO, 'account.json'),
    standardsFile: join(DEMO, 'ambit.yaml'),
    announceTo: { write: (_, taken) => taken() },
  });
  if (!opening.ok) throw new Error(opening.error.kind);
  return opening.value;
}

/** Makes the folder of a start, in which every change of the account is noted beside the account itself. */
async function prepare(dir: string): Promise<void> {
  (await opened(dir)).close();
  const database = new DatabaseSync(join(dir, 'ambit.db'));
  database.exec(`
    CREATE TABLE change (part TEXT);
    CREATE TRIGGER noted AFTER INSERT ON account_part BEGIN INSERT INTO change VALUES (new.name || new.part); END;
    CREATE TRIGGER noted_gone AFTER DELETE ON account_part BEGIN INSERT INTO change VALUES ('gone: ' || old.name); END;`);
  database.close();
}

function changesIn(dir: string): readonly unknown[] {
  const database = new DatabaseSync(join(dir, 'ambit.db'), { readOnly: true });
  const changes = database.prepare('SELECT part FROM change ORDER BY rowid').all();
  database.close();
  return changes.map(({ part }) => part);
}

/** What is in the ledger and the account in the end. `same`: what must be so however often the process was killed. */
async function outcomeOf(dir: string) {
  const embedded = await opened(dir);
  const { deps } = embedded;
  const entries: LedgerEntry[] = [];
  for await (const entry of deps.ledger.entries()) entries.push(entry);
  const cases = await deps.cases.cases();
  const state = await deps.accounts.accountOf(ACCOUNT);
  const { fault } = await sealAndVerify(embedded);
  embedded.close();
  // telling people twice is allowed
  const facts = entries.filter(({ fact }) => fact.kind !== 'announced');
  return {
    entries,
    resumed: resumedIn(facts),
    same: {
      // an attempt that was taken up again says so by an intention of its own; effects and outcomes are each once
      kinds: facts.filter(({ fact }) => !isResumed(fact)).map(({ fact, subject }) => `${fact.kind} ${subject}`),
      changes: changesIn(dir),
      cases: cases.map(({ finding, status, irregularities }) => [
        finding.id,
        finding.kind,
        status,
        irregularities.length,
      ]),
      state: state === undefined ? null : stateToJson(state),
      fault,
    },
  };
}

function isResumed(fact: Fact): boolean {
  return fact.kind === 'hold-intended' && fact.again !== undefined;
}

/** Whose holds were taken up again, once for each time, and whether just before nothing but the same intention was known of it. */
function resumedIn(entries: readonly LedgerEntry[]) {
  return entries.flatMap(({ fact, subject }, index) => {
    if (fact.kind !== 'hold-intended' || fact.again === undefined) return [];
    const last = entries.slice(0, index).findLast((each) => each.subject === subject)?.fact;
    const isOfLast = last?.kind === 'hold-intended' && fact.again.includes(toIso(last.at)) && fact.at > last.at;
    return [{ subject, isOfLast: isOfLast && isDeepStrictEqual(fact.calls, last.calls) }];
  });
}

const HELD = /^hold-confirmed /;
const folder = mkdtempSync(join(tmpdir(), 'ambit-killed-'));
let undisturbed: Awaited<ReturnType<typeof outcomeOf>>;

beforeAll(async () => {
  const whole = join(folder, 'whole');
  await prepare(whole);
  const { code } = await run(whole, undefined);
  if (code !== 0) throw new Error(`a start that nobody kills ended with ${code}`);
  undisturbed = await outcomeOf(whole);
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a start that nobody kills makes five holds, each at the first attempt', () => {
  expect(undisturbed.same.fault).toBeUndefined();
  expect(undisturbed.same.kinds.filter((each) => HELD.test(each))).toHaveLength(5);
  expect(undisturbed.resumed).toEqual([]);
});

/** Kills one start after another on a folder, then lets the last one come to its end. */
async function killed(dir: string, kills: readonly (Moment | Place)[]): Promise<readonly JsonObject[]> {
  const told: JsonObject[] = [];
  await prepare(dir);
  for (const kill of kills) {
    const { told: lines, code } = await run(dir, kill);
    expect(code).toBeNull();
    told.push(...lines);
  }
  expect((await run(dir, undefined)).code).toBe(0);
  return told;
}

/** The places at which one start after another is killed, and which hold, by its turn, the next start therefore takes up again. */
const PLACES: readonly (Place & { readonly leaves?: number })[] = [
  { fact: 'finding-raised', writes: 0 },
  { fact: 'hold-intended', writes: 0, leaves: 0 },
  // itself a second attempt, and the account is changed
  { fact: 'hold-intended', writes: 1, leaves: 0 },
  { fact: 'hold-confirmed', writes: 0 },
  // the account is changed, and kept as what is known
  { fact: 'hold-intended', writes: 2, leaves: 1 },
  { fact: 'hold-confirmed', writes: 1 },
];

test('kill -9 between the intention of a hold and its outcome, and nowhere else, leads to a second intention of the same calls', async () => {
  const dir = join(folder, 'placed');
  await killed(dir, PLACES);
  const { same, resumed } = await outcomeOf(dir);
  expect(same).toEqual(undisturbed.same);
  const held = undisturbed.same.kinds.filter((each) => HELD.test(each)).map((each) => each.replace(HELD, ''));
  const left = PLACES.flatMap(({ leaves }) => (leaves === undefined ? [] : [held[leaves]]));
  expect(resumed).toEqual(left.map((subject) => ({ subject, isOfLast: true })));
}, 120_000);

const MOMENTS: readonly Moment[] = [
  { calls: 0, after: 200 },
  { calls: 0, after: 500 },
  { calls: 1, after: 0 },
  { calls: 2, after: 25 },
  { calls: 1, after: 22 },
  { calls: 1, after: 40 },
  { calls: 0, after: 900 },
  { calls: 1, after: 30 },
];

test('kill -9 at any moment of a start loses nothing that was told, does nothing twice, and ends the same', async () => {
  const dir = join(folder, 'any');
  const told = await killed(dir, MOMENTS);
  const { same, resumed, entries } = await outcomeOf(dir);
  expect(same).toEqual(undisturbed.same);
  expect(resumed.filter(({ isOfLast }) => !isOfLast)).toEqual([]);
  expect(resumed.length).toBeLessThanOrEqual(MOMENTS.length);
  const kept = entries.map(({ sequence, fact }) => ({ sequence, kind: fact.kind }));
  const lines = told.flatMap(({ entry }) => (isJsonObject(entry) ? [entry] : []));
  expect(kept).toEqual(expect.arrayContaining(lines.map(({ sequence, kind }) => ({ sequence, kind }))));
}, 120_000);
