import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COMPILE_CACHE } from '../../cli/compile-cache.ts';
import { SMALL_HEAP } from '../../cli/small-heap.ts';
import type { ManagedPolicies } from '../managed-policies.ts';
import { timed } from '../measure.ts';
import type { Options } from '../options.ts';
import type { SectionReport } from '../report.ts';
import { medianOf, summaryOf } from '../statistics.ts';
import { accountBefore } from './account.ts';
import { writeTrail } from './trail.ts';

const RECORDS = 1_000_000;
/** Both are run in turns: what else the machine does shall meet both. */
const RUNS = 3;
const MOST_TIMES = 2;
const MOST_MEMORY = 300_000_000;
const MEGABYTE = 1_000_000;

/** One run of ambit: how long it took in milliseconds, its greatest memory in bytes, and its summary. */
interface ReplayRun {
  readonly time: number;
  readonly memory: number;
  readonly summary: string;
}

/** A trail's folder is replayed, beside `zcat | wc -l` over the same files in turns. */
export async function replayLogs(_policies: ManagedPolicies, { oneOf, seed }: Options): Promise<SectionReport> {
  const folder = mkdtempSync(join(tmpdir(), 'ambit-trail-'));
  try {
    const { files, records, unpacked, packed } = await writeTrail(folder, RECORDS / oneOf, seed);
    const account = join(folder, 'account.json');
    writeFileSync(account, JSON.stringify(accountBefore()));
    const counting: number[] = [];
    const replays: ReplayRun[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      counting.push(timed(() => countLines(folder))[1]);
      replays.push(replay(folder, account));
    }
    const times = replays.map(({ time }) => time);
    const size = `${Math.round(unpacked / MEGABYTE)} MB in ${files} files of ${Math.round(packed / MEGABYTE)} MB`;
    return {
      id: 'h',
      title: `a trail's folder is replayed: ${records} records, ${size}; one in ten is of a watched call`,
      rows: [
        { question: 'zcat | wc -l', timing: summaryOf(counting) },
        { question: 'ambit replay', timing: summaryOf(times) },
      ],
      aims: aimsOf(medianOf(times) / medianOf(counting), Math.max(...replays.map(({ memory }) => memory))),
      wrong: wrongIn(replays, records),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function aimsOf(ratio: number, memory: number): NonNullable<SectionReport['aims']> {
  return [
    {
      what: 'replay as a multiple of zcat | wc -l, by the medians',
      aim: `at most ${MOST_TIMES}`,
      measured: ratio.toFixed(2),
      met: ratio <= MOST_TIMES,
    },
    {
      what: 'greatest memory of the process, all threads',
      aim: `at most ${MOST_MEMORY / MEGABYTE} MB`,
      measured: `${Math.round(memory / MEGABYTE)} MB`,
      met: memory <= MOST_MEMORY,
    },
  ];
}

function countLines(folder: string): void {
  const { status, stderr } = spawnSync('sh', [
    '-c',
    'find "$0" -name \'*.gz\' -print0 | xargs -0 zcat | wc -l',
    folder,
  ]);
  if (status !== 0) throw new Error(`zcat | wc -l failed: ${stderr.toString()}`);
}

function replay(folder: string, account: string): ReplayRun {
  const report = join(folder, 'memory');
  const args = ['replay', '--events', join(folder, 'AWSLogs'), '--account', account, '--json'];
  const [{ stdout, stderr }, time] = timed(() =>
    spawnSync(process.execPath, [...SMALL_HEAP.flags, join(import.meta.dirname, 'run.ts'), report, ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      env: { ...process.env, ...SMALL_HEAP.environment, NODE_COMPILE_CACHE: COMPILE_CACHE },
    }),
  );
  const summary = stdout.trimEnd().split('\n').at(-1) ?? '';
  if (!summary.includes('"summary"')) throw new Error(`the replay failed: ${stderr}`);
  return { time, memory: Number(readFileSync(report, 'utf8')), summary };
}

/** Every run is to give the same, and every record is to be read. */
function wrongIn(replays: readonly ReplayRun[], records: number): readonly string[] {
  const [first, ...others] = replays.map(({ summary }) => summary);
  const different = others.filter((summary) => summary !== first).map((summary) => `${first} and then ${summary}`);
  return first?.includes(`"read":${records},`) === true ? different : [...different, `not ${records} read: ${first}`];
}
