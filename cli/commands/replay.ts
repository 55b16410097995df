import type { Command } from 'commander';
import { findingToJson } from '../../lib/core/governance/finding-json.ts';
import type { JsonValue } from '../../lib/core/json.ts';
import { type ReplayCounts, replayRecords } from '../../lib/usecases/replay-records.ts';
import { managedPolicy } from '../../lib/wiring/read-account.ts';
import { readWatchedRecords } from '../../lib/wiring/read-watched-records.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, exitCodeOf, worstOf } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { fileProblemLine } from '../text/file-problem-line.ts';
import { findingLines } from '../text/finding-lines.ts';
import { accountOf, governanceOf } from '../world.ts';

/** The options of `ambit replay`. */
export interface ReplayOptions {
  readonly account?: readonly string[];
  readonly events: readonly string[];
  readonly standards?: string;
  readonly json?: true;
}

/** Adds `ambit replay` to the program. */
export function addReplay(program: Command, run: Run, context: Context): void {
  program
    .command('replay')
    .summary('say what Ambit would have found in CloudTrail records')
    .description(
      'Reads CloudTrail records of any container (EventBridge envelopes, log files, JSON lines, gzip, folders) and says what each call gave in excess. It only reads: nothing is held.',
    )
    .requiredOption('--events <path...>', 'files and folders with CloudTrail records; - reads stdin')
    .option('--account <file...>', 'the accounts as they were before; one that is not given starts empty')
    .option('--standards <file>', 'the standards (ambit.yaml); without it the default that ships with Ambit')
    .option('--json', 'print JSON: a line for each finding, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  ambit replay --account account.json --events trail.json.gz
  ambit replay --account account.json --events AWSLogs/111122223333/CloudTrail --json > findings.jsonl
  aws cloudtrail lookup-events --query 'Events[].CloudTrailEvent' | ambit replay --events -

Exit code: 65 a file or line could not be read (the rest was), 2 excess, 3 only undetermined, 0 nothing.`,
    )
    .action((options: ReplayOptions) => run(replayCommand(options, context)));
}

interface Tally {
  exceeds: number;
  undetermined: number;
  problems: number;
  /** Records that were not parsed, because no row of the table of calls names them. */
  skipped: number;
}

async function replayCommand(options: ReplayOptions, context: Context): Promise<ExitCode> {
  const { account = [], events, standards, json } = options;
  if ([...account, ...events].filter((path) => path === '-').length > 1) {
    throw new Stop(EXIT.usage, 'stdin can be read once: name files for the others');
  }
  const governance = await governanceOf(standards);
  const accounts = [];
  for (const path of account) accounts.push(await accountOf(path, context));
  const tally: Tally = { exceeds: 0, undetermined: 0, problems: 0, skipped: 0 };
  const records = recordsIn(events, context, tally);
  for await (const step of replayRecords({
    accounts,
    records,
    skipped: () => tally.skipped,
    governance,
    managedPolicy,
  })) {
    if (step.kind === 'counts') {
      await summarise(step.counts, tally, options, context);
      continue;
    }
    tally[step.finding.verdict] += 1;
    if (json) await context.output.json(findingToJson(step.finding, 'replayed'));
    else for (const line of findingLines(step.finding, undefined)) await context.output.text(line);
  }
  const verdicts = (['exceeds', 'undetermined'] as const).filter((verdict) => tally[verdict] > 0).map(exitCodeOf);
  return worstOf([...verdicts, tally.problems > 0 ? EXIT.badInput : EXIT.nothing]);
}

/** The records of files; what cannot be read is told on stderr and counted, and the rest goes on. */
async function* recordsIn(paths: readonly string[], context: Context, tally: Tally): AsyncIterable<JsonValue> {
  let read = 0;
  for await (const each of readWatchedRecords(paths, context.stdin)) {
    if (each.kind === 'problem') {
      tally.problems += 1;
      context.output.note(`ambit: ${fileProblemLine(each.problem)}`);
      continue;
    }
    read += each.records.length + each.skipped;
    context.output.progress(`${read} records read`);
    tally.skipped += each.skipped;
    yield* each.records;
  }
}

async function summarise(
  counts: ReplayCounts,
  { exceeds, undetermined, problems }: Tally,
  { json }: ReplayOptions,
  { output }: Context,
): Promise<void> {
  const findings = exceeds + undetermined;
  if (json) return output.json({ summary: { ...counts, findings, exceeds, undetermined, problems } });
  const { read, understood, denied, repeated, unreadable, unrelated } = counts;
  await output.text(
    `${read} records read: ${understood} understood (${denied} of them denied, ${repeated} repeated), ${unreadable} not understood, ${unrelated} of calls that change no access`,
  );
  const unread = problems === 0 ? '' : `; ${problems} files or lines could not be read`;
  await output.text(`${findings} findings: ${exceeds} exceed, ${undetermined} undetermined${unread}`);
}
