import type { Command } from 'commander';
import { type CallExplained, explainCall } from '../../lib/usecases/replay/explain-call.ts';
import { type ToldOfCall, toldOfCall } from '../../lib/usecases/calls/told-of-call.ts';
import { managedPolicy } from '../../lib/wiring/read-account.ts';
import { readRecords } from '../../lib/wiring/read-records.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { explanationToJson, toldToJson } from '../explanation-json.ts';
import { addSourceOptions, isLive, readSource, type SourceOptions } from '../live/source.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { explanationLines } from '../text/explanation-lines.ts';
import { fileProblemLine } from '../text/file-problem-line.ts';
import { toldLines } from '../text/told-lines.ts';
import { accountOf, governanceOf } from '../world.ts';

/** The options of `ambit explain`. */
interface ExplainOptions extends SourceOptions {
  readonly account?: readonly string[];
  readonly events?: readonly string[];
  readonly standards?: string;
  readonly json?: true;
}

/** Adds `ambit explain` to the program. */
export function addExplain(program: Command, run: Run, context: Context): void {
  const command = program
    .command('explain')
    .summary('say why a call was a finding, or why it was none')
    .description(
      'Says how a call was read, whom it touched, what they could do before and after, which standard counted, and which waiver or permit. A ledger says what was decided then; with --events the call is assessed again from its records.',
    )
    .argument('<call-id>', 'the eventID of its CloudTrail record');
  addSourceOptions(command)
    .option('--events <path...>', 'files and folders with the CloudTrail records up to the call; - reads stdin')
    .option(
      '--account <file...>',
      'with --events, the accounts as they were before; one that is not given starts empty',
    )
    .option('--standards <file>', 'with --events, the standards (ambit.yaml); without it the default')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  ambit explain 3f0e7c1a-6d0b-4b8e-9c51-2f6f4c0a9d11
  ambit explain 3f0e7c1a-6d0b-4b8e-9c51-2f6f4c0a9d11 --account account.json --events trail.json.gz
  ambit explain 3f0e7c1a-6d0b-4b8e-9c51-2f6f4c0a9d11 --live --profile security

Exit code: 0 explained, whatever was found; 65 no record and no ledger has the call, or a file could not be read.`,
    )
    .action((callId: string, options: ExplainOptions) => run(explainCommand(callId, options, context)));
}

const NO_RECORDS = { readings: null, assessed: null, unreadable: null } as const;

interface Answers {
  readonly callId: string;
  readonly explained: CallExplained | undefined;
  readonly told: ToldOfCall | undefined;
  /** Files or lines that could not be read. */
  readonly problems: number;
}

async function explainCommand(callId: string, options: ExplainOptions, context: Context): Promise<ExitCode> {
  checkUsage(options);
  const { explained, problems } = await fromRecords(callId, options, context);
  const told = asksLedger(options) ? await fromLedger(callId, explained, options) : undefined;
  await print({ callId, explained, told, problems }, options, context);
  const isKnown = (explained?.readings.length ?? 0) > 0 || (told !== undefined && wasTold(told));
  return isKnown && problems === 0 ? EXIT.nothing : EXIT.badInput;
}

function checkUsage({ events, account = [], standards }: ExplainOptions): void {
  if (events === undefined && (account.length > 0 || standards !== undefined)) {
    const stray = account.length > 0 ? '--account' : '--standards';
    throw new Stop(EXIT.usage, `${stray} goes with --events; add it`);
  }
  if ([...account, ...(events ?? [])].filter((path) => path === '-').length > 1) {
    throw new Stop(EXIT.usage, 'stdin can be read once: name files for the others');
  }
}

/** Without records the ledger is all there is to ask. */
function asksLedger(options: ExplainOptions): boolean {
  return options.events === undefined || options.dir !== undefined || isLive(options);
}

async function fromRecords(
  callId: string,
  { events, account = [], standards }: ExplainOptions,
  context: Context,
): Promise<Pick<Answers, 'explained' | 'problems'>> {
  if (events === undefined) return { explained: undefined, problems: 0 };
  const governance = await governanceOf(standards);
  const accounts = [];
  for (const path of account) accounts.push(await accountOf(path, context));
  let problems = 0;
  async function* records() {
    for await (const each of readRecords(events ?? [], context.stdin)) {
      if (each.kind === 'record') {
        yield each.record;
        continue;
      }
      problems += 1;
      context.output.note(`ambit: ${fileProblemLine(each.problem)}`);
    }
  }
  const explained = await explainCall({ callId, accounts, governance, managedPolicy, records: records() });
  return { explained, problems };
}

function fromLedger(callId: string, explained: CallExplained | undefined, options: SourceOptions): Promise<ToldOfCall> {
  const moved = explained?.assessed.flatMap(({ principals }) => principals.map(({ principal }) => principal)) ?? [];
  return readSource(options, (source) => toldOfCall(callId, moved, source));
}

function wasTold({ assessed, cases }: ToldOfCall): boolean {
  return assessed !== undefined || cases.length > 0;
}

async function print(
  { callId, explained, told, problems }: Answers,
  { json }: ExplainOptions,
  { output }: Context,
): Promise<void> {
  if (json) {
    const records = explained === undefined ? NO_RECORDS : explanationToJson(explained);
    return output.json({ call: callId, ...records, ledger: told === undefined ? null : toldToJson(told), problems });
  }
  const lines = [
    ...(explained === undefined ? [`call ${callId}`] : explanationLines(explained)),
    ...(told === undefined ? [] : toldLines(told)),
    ...(explained === undefined && told !== undefined && wasTold(told)
      ? ['  more:     with --events and the records up to the call it is assessed again, before and after']
      : []),
  ];
  for (const line of lines) await output.text(line);
}
