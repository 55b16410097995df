import { existsSync, statSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import type { AccountState } from '../../lib/core/account/state.ts';
import { findingToJson } from '../../lib/core/governance/finding-json.ts';
import { fromIso, type Instant } from '../../lib/core/instant.ts';
import { replayRecords } from '../../lib/usecases/replay/replay-records.ts';
import type { ReplayCounts } from '../../lib/usecases/replay/replayed-readings.ts';
import { ReplayTally } from '../../lib/usecases/replay/replay-report.ts';
import { rollBackAccounts, type RolledBackAccounts } from '../../lib/usecases/replay/roll-back-accounts.ts';
import { managedPolicy } from '../../lib/wiring/read-account.ts';
import { readWatchedRecords } from '../../lib/wiring/read-watched-records.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, exitCodeOf, worstOf } from '../exit-codes.ts';
import { ReplayedFiles } from '../replay/replayed-files.ts';
import { type ReplayReportJson, reportJson } from '../replay/report-json.ts';
import { reportLines } from '../replay/report-lines.ts';
import { checkReport, writeReport } from '../replay/write-report.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { findingLines } from '../text/finding-lines.ts';
import { accountOf, governanceOf, organizationOf } from '../world.ts';

/** The options of `ambit replay`. */
export interface ReplayOptions {
  readonly account?: readonly string[];
  readonly organization?: string;
  readonly events: readonly string[];
  readonly standards?: string;
  readonly json?: true;
  readonly accountAt?: Instant;
  readonly report?: string;
}

/** Adds `ambit replay` to the program. */
export function addReplay(program: Command, run: Run, context: Context): void {
  program
    .command('replay')
    .summary('say what Ambit would have found in CloudTrail records')
    .description(
      'Reads CloudTrail records of any container (EventBridge envelopes, log files, JSON lines, gzip, folders) and says what each call gave in excess. It only reads: nothing is held. At the end it reports what Ambit would have done.',
    )
    .requiredOption('--events <path...>', 'files and folders with CloudTrail records; - reads stdin')
    .option(
      '--account <file...>',
      'the accounts as they were before, or at the time of --account-at; one that is not given starts empty',
    )
    .option(
      '--account-at <time>',
      'when the accounts were read (2026-03-05T10:00:00Z): they are rolled back to before the first record; reads the files twice',
      momentOf,
    )
    .option('--organization <file>', 'the organization as it was before the first record (docs/json.md)')
    .option('--standards <file>', 'the standards (ambit.yaml); without it the default that ships with Ambit')
    .option('--report <file>', 'also write the summary, with the report, to a file as JSON')
    .option('--json', 'print JSON: a line for each finding, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  ambit replay --account account.json --events trail.json.gz
  ambit replay --account account.json --events AWSLogs/111122223333/CloudTrail --json > findings.jsonl
  ambit replay --account account.json --account-at 2026-03-05T10:00:00Z --events AWSLogs
  aws cloudtrail lookup-events --query 'Events[].CloudTrailEvent' | ambit replay --events -

Exit code: 70 Ambit failed at a record (the rest was read), 65 a file or line could not be read (the rest was), 2 excess, 3 only undetermined, 0 nothing.`,
    )
    .action((options: ReplayOptions) => run(replayCommand(options, context)));
}

/** What can be read once is refused before anything is read: the second reading of a pipe finds nothing. */
function refuseReadOnce(events: readonly string[]): void {
  const once = events.find((path) => path === '-' || (existsSync(path) && statSync(path).isFIFO()));
  if (once === undefined) return;
  const what = once === '-' ? 'stdin' : `the pipe ${once}`;
  throw new Stop(EXIT.usage, `with --account-at the records are read twice, and ${what} only once: name files`);
}

async function replayCommand(options: ReplayOptions, context: Context): Promise<ExitCode> {
  const { account = [], events, standards, json, organization } = options;
  if ([...account, ...events, organization].filter((path) => path === '-').length > 1) {
    throw new Stop(EXIT.usage, 'stdin can be read once: name files for the others');
  }
  if (options.report !== undefined) await checkReport(options.report);
  const governance = await governanceOf(standards);
  if (options.accountAt !== undefined) refuseReadOnce(events);
  const given = [];
  for (const path of account) given.push(await accountOf(path, context));
  const shows = json === undefined && context.output.showsProgress ? 'progress' : 'nothing';
  const rolled = await rolledBack(given, options, context);
  const files = new ReplayedFiles(events, context);
  const records = files.records(shows);
  const tally = new ReplayTally(governance);
  const verdicts = { exceeds: 0, undetermined: 0 };
  let faults = 0;
  const world = rolled === undefined ? { accounts: given } : { accounts: rolled.accounts, taken: 'before' as const };
  const above = organization === undefined ? {} : { organization: await organizationOf(organization, context) };
  const input = { ...world, ...above, records, skipped: () => files.skipped, governance, managedPolicy };
  for await (const step of replayRecords(input)) {
    if (step.kind === 'counts') {
      const report = reportJson(tally.report(), step.gaps, rolled);
      faults = step.faults;
      await summarise({ counts: step.counts, verdicts, faults, problems: files.problems, report }, options, context);
      continue;
    }
    verdicts[step.finding.verdict] += 1;
    tally.add(step.finding, step.principals);
    if (json) await context.output.json(findingToJson(step.finding, 'replayed'));
    else for (const line of findingLines(step.finding, undefined)) await context.output.text(line);
  }
  const found = (['exceeds', 'undetermined'] as const).filter((verdict) => verdicts[verdict] > 0).map(exitCodeOf);
  const unread = files.problems > 0 ? EXIT.badInput : EXIT.nothing;
  return worstOf([...found, unread, faults > 0 ? EXIT.fault : EXIT.nothing]);
}

/** The accounts as they were before the first record, where it is known when they were read. Problems are told by the second reading. */
async function rolledBack(
  accounts: readonly AccountState[],
  { accountAt: at, events }: ReplayOptions,
  { output, stdin }: Context,
): Promise<RolledBackAccounts | undefined> {
  if (at === undefined) return undefined;
  async function* records() {
    for await (const each of readWatchedRecords(events, stdin)) if (each.kind === 'records') yield* each.records;
  }
  output.progress('rolling the accounts back');
  return rollBackAccounts({ accounts, at, records: records() });
}

/** A moment, as an option gives it. */
function momentOf(text: string): Instant {
  const moment = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? fromIso(text) : undefined;
  if (moment !== undefined) return moment;
  throw new InvalidArgumentError('it must be a time with its zone, like 2026-03-05T10:00:00Z');
}

/** What a replay has come to. */
interface Outcome {
  readonly counts: ReplayCounts;
  readonly verdicts: { readonly exceeds: number; readonly undetermined: number };
  /** Records and calls at which Ambit itself failed. */
  readonly faults: number;
  readonly problems: number;
  readonly report: ReplayReportJson;
}

/** The summary, then the report's file: whichever cannot be written does not keep the other from being so. */
async function summarise(outcome: Outcome, options: ReplayOptions, { output }: Context): Promise<void> {
  const { counts, verdicts, faults, problems, report } = outcome;
  const findings = verdicts.exceeds + verdicts.undetermined;
  const summary = { ...counts, findings, ...verdicts, faults, problems, report };
  try {
    if (options.json) await output.json({ summary });
    else for (const line of summaryLines(outcome, findings)) await output.text(line);
  } finally {
    if (options.report !== undefined) await writeReport(options.report, { summary });
  }
}

function summaryLines({ counts, verdicts, faults, problems, report }: Outcome, findings: number): readonly string[] {
  const { read, understood, denied, repeated, unreadable, unrelated } = counts;
  const unread = problems === 0 ? '' : `; ${problems} files or lines could not be read`;
  const failed = faults === 0 ? '' : `; Ambit failed at ${faults} of them, which are findings: please report them`;
  return [
    ...reportLines(report),
    `${read} records read: ${understood} understood (${denied} of them denied, ${repeated} repeated), ${unreadable} not understood, ${unrelated} of calls that change no access${failed}`,
    `${findings} findings: ${verdicts.exceeds} exceed, ${verdicts.undetermined} undetermined${unread}`,
  ];
}
