import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { stateToJson } from '../../lib/core/account/state-json.ts';
import { isJsonObject, jsonForm, type JsonObject } from '../../lib/core/json.ts';
import { openEmbedded } from '../../lib/wiring/embedded.ts';
import { sealAndVerify } from '../../lib/wiring/seal-and-verify.ts';
import { withFiles } from '../cli/cli.ts';

const MAIN = join(import.meta.dirname, '../../cli/main.ts');
const DEMO = join(import.meta.dirname, '../../examples/incident');
const ACCOUNT = '111122223333';

interface Run {
  /** What the process told before it ended, one JSON value a line. */
  readonly told: readonly JsonObject[];
  readonly code: number | null;
}

/** When a run is killed: so many milliseconds after it told so many calls that it had not handled before (0: after its start). */
interface Kill {
  readonly calls: number;
  readonly after: number;
}

const FRESH = '"outcome":"handled"';
const OVER = '{"played"';

/** Starts `ambit up` on a folder, and kills it; without a kill it is interrupted once all is played. */
async function run(dir: string, kill: Kill | undefined): Promise<Run> {
  const child = spawn(process.execPath, [MAIN, 'up', '--json', '--pace', '0.02', '--port', '0', '--dir', dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let isDue = kill?.calls === 0;
  const end = () => child.kill(kill === undefined ? 'SIGINT' : 'SIGKILL');
  if (isDue) setTimeout(end, kill?.after);
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (text.includes(OVER)) end();
    if (isDue || kill === undefined || text.split(FRESH).length <= kill.calls) return;
    isDue = true;
    setTimeout(end, kill.after);
  });
  const code = await new Promise<number | null>((ended) => {
    child.once('close', ended);
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  const told = whole.filter((line) => line !== '').map((line) => jsonForm(JSON.parse(line)));
  return { told: told.filter((each) => isJsonObject(each)), code };
}

/** What must be the same however often the process was killed. */
async function outcomeOf(dir: string) {
  const opened = await openEmbedded({
    dir,
    standardsFile: join(DEMO, 'ambit.yaml'),
    announceTo: { write: (_, taken) => taken() },
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  const { deps } = opened.value;
  const entries: (readonly [number, string, string])[] = [];
  for await (const { sequence, fact, subject } of deps.ledger.entries()) entries.push([sequence, fact.kind, subject]);
  const cases = await deps.cases.cases();
  const state = await deps.accounts.accountOf(ACCOUNT);
  const { fault } = await sealAndVerify(opened.value);
  opened.value.close();
  // telling people twice is allowed
  const kinds = entries.filter(([, kind]) => kind !== 'announced').map(([, kind, subject]) => `${kind} ${subject}`);
  return {
    entries,
    same: {
      kinds,
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

const KILLS: readonly Kill[] = [
  { calls: 0, after: 200 },
  { calls: 0, after: 500 },
  { calls: 1, after: 0 },
  { calls: 2, after: 25 },
  { calls: 1, after: 22 },
  { calls: 1, after: 40 },
  { calls: 0, after: 900 },
  { calls: 1, after: 30 },
  { calls: 1, after: 35 },
  { calls: 0, after: 700 },
  { calls: 1, after: 27 },
  { calls: 1, after: 60 },
];

test(
  'kill -9 at any moment of a start loses nothing that was told, does nothing twice, and ends the same',
  () =>
    withFiles({}, async (path) => {
      expect((await run(path('whole'), undefined)).code).toBe(0);
      const undisturbed = await outcomeOf(path('whole'));
      expect(undisturbed.same.fault).toBeUndefined();
      expect(undisturbed.same.kinds.filter((kind) => kind.startsWith('hold-confirmed'))).toHaveLength(5);

      const told: string[] = [];
      let killed = 0;
      for (const kill of KILLS) {
        const { told: lines, code } = await run(path('killed'), kill);
        if (code === null) killed += 1;
        for (const { entry } of lines) {
          if (isJsonObject(entry)) told.push(JSON.stringify([entry['sequence'], entry['kind']]));
        }
      }
      expect(killed).toBe(KILLS.length);
      expect((await run(path('killed'), undefined)).code).toBe(0);
      const outcome = await outcomeOf(path('killed'));
      expect(outcome.same).toEqual(undisturbed.same);
      const kept = outcome.entries.map(([sequence, kind]) => JSON.stringify([sequence, kind]));
      expect(kept).toEqual(expect.arrayContaining(told));
    }),
  120_000,
);
