import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Embedded } from '../../lib/wiring/embedded.ts';
import { checkPort, DEFAULT_PORT, startLocalServer } from '../../lib/wiring/local-server.ts';
import { sealAndVerify } from '../../lib/wiring/seal-and-verify.ts';
import type { Context } from '../context.ts';
import { DEMO, DEMO_STANDARDS } from '../demo.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { nonNegative, portNumber } from '../numbers.ts';
import { openFolder } from '../open-folder.ts';
import { countersignHolds } from '../play/countersign.ts';
import { LiveLog } from '../play/live-log.ts';
import { Interrupted, play, type PlayOptions, waitFor } from '../play/play.ts';
import { summaryLines } from '../play/summary-lines.ts';
import { summaryOf } from '../play/summary.ts';
import type { Run } from '../run.ts';
import { messageOf } from '../stop.ts';

/** The options of `ambit up`. */
export interface UpOptions {
  readonly once?: true;
  readonly json?: true;
  readonly account?: string;
  readonly organization?: string;
  readonly standards?: string;
  readonly events?: readonly string[];
  readonly port: number;
  readonly dir?: string;
  readonly pace: number;
}

const DEFAULT_DIR = '.ambit';
const DEFAULT_PACE_SECONDS = 2;
/** How long a wait for the next decision is; it is begun again and again. */
const A_MINUTE = 60_000;

/** Adds `ambit up` to the program. */
export function addUp(program: Command, run: Run, context: Context): void {
  program
    .command('up')
    .summary('start Ambit on its embedded default and play CloudTrail records as live traffic')
    .description(
      'Starts Ambit with nothing but files: an account, its standards, CloudTrail records that are played as if they happened now, and a page on this machine. Without --account, --standards and --events it plays the demo incident.',
    )
    .option('--account <file>', 'the account: what aws iam get-account-authorization-details prints')
    .option('--organization <file>', 'the organization whose SCPs and RCPs limit the account (docs/json.md)')
    .option('--standards <file>', 'the standards (ambit.yaml); without it the default that ships with Ambit')
    .option('--events <path...>', 'files and folders with CloudTrail records; - reads stdin')
    .option('--once', 'play without waiting, countersign as the people of the standards, say what came of it, and end')
    .option('--json', 'print JSON: with --once one summary, else a line for each event')
    .option('--port <number>', 'the port of the page on 127.0.0.1; 0 takes any that is free', portNumber, DEFAULT_PORT)
    .option(
      '--dir <folder>',
      `the folder that keeps ledger and keys (default: ${DEFAULT_DIR}; with --once a fresh one that is removed)`,
    )
    .option('--pace <seconds>', 'the time between two calls', nonNegative, DEFAULT_PACE_SECONDS)
    .addHelpText(
      'after',
      `
Examples:
  ambit up
  ambit up --once --json | jq .countersigned
  ambit up --account account.json --standards ambit.yaml --events trail/ --pace 0.5

Ctrl-C stops it; started again with the same folder it goes on where it stopped.
Exit code: 0 done or stopped, 65 bad input, 70 a fault (a full disk, a port in use).`,
    )
    .action((options: UpOptions) => run(upCommand(options, context)));
}

async function upCommand(options: UpOptions, context: Context): Promise<ExitCode> {
  const interrupted = context.untilInterrupted();
  // before anything is written
  if (!options.once) await checkPort(options.port);
  const scratch = options.once && options.dir === undefined ? await mkdtemp(join(tmpdir(), 'ambit-once-')) : undefined;
  try {
    const embedded = await open(options, scratch ?? options.dir ?? DEFAULT_DIR, context);
    const log = new LiveLog(context.output, embedded, options.json ? 'json' : 'text');
    const events = options.events ?? (isDemo(options) ? [join(DEMO, 'events.json')] : []);
    const played = { events, pace: options.once ? 0 : options.pace * 1000, interrupted };
    try {
      const seat = { embedded, log, context };
      return await (options.once ? playOnce(played, options, seat) : playLive(played, options, seat));
    } catch (fault) {
      if (!(fault instanceof Interrupted)) throw fault;
      await sealAndVerify(embedded);
      await log.say('stopped; start it again with the same folder to go on');
      return EXIT.nothing;
    } finally {
      embedded.close();
    }
  } finally {
    if (scratch !== undefined) await rm(scratch, { recursive: true, force: true });
  }
}

interface Seat {
  readonly embedded: Embedded;
  readonly log: LiveLog;
  readonly context: Context;
}

async function open(options: UpOptions, dir: string, { output }: Context): Promise<Embedded> {
  const account = options.account ?? (isDemo(options) ? join(DEMO, 'account.json') : undefined);
  const standards = options.standards ?? (isDemo(options) ? DEMO_STANDARDS : undefined);
  const files = {
    ...(account === undefined ? {} : { accountFile: account }),
    ...(options.organization === undefined ? {} : { organizationFile: options.organization }),
    ...(standards === undefined ? {} : { standardsFile: standards }),
  };
  return openFolder({ dir, ...files }, output);
}

function isDemo({ account, standards, events }: UpOptions): boolean {
  return account === undefined && standards === undefined && events === undefined;
}

async function playOnce(played: PlayOptions, { json }: UpOptions, { embedded, context }: Seat): Promise<ExitCode> {
  const { output } = context;
  // --json prints one summary and nothing else
  const log = json ? LiveLog.silent(embedded) : new LiveLog(output, embedded, 'text');
  await log.begin();
  const { counts, problems } = await play(embedded, played, { log, context });
  await countersignHolds(embedded);
  await log.newEntries();
  const summary = await summaryOf(embedded, counts);
  if (json) await output.json(summary);
  else for (const line of summaryLines(summary)) await output.text(line);
  return problems > 0 ? EXIT.badInput : EXIT.nothing;
}

async function playLive(played: PlayOptions, { port }: UpOptions, { embedded, log, context }: Seat): Promise<ExitCode> {
  const reportFault = (fault: unknown) =>
    context.output.note(`ambit: a request to the page failed: ${messageOf(fault)}`);
  const server = await startLocalServer(embedded, { port, reportFault });
  try {
    await log.say(`ambit watches; the page is at ${server.url}, Ctrl-C stops`, { serving: server.url });
    await log.begin();
    const { counts, problems } = await play(embedded, played, { log, context });
    await sealAndVerify(embedded);
    const again =
      counts.repeated > 0 ? `, ${counts.repeated} of them in an earlier run (--dir names a fresh folder)` : '';
    const unread = problems > 0 ? `, ${problems} files or lines could not be read` : '';
    await log.say(`${counts.read} records played${again}${unread}`, { played: { ...counts, problems } });
    await log.say(`countersign what is held at ${server.url}; Ctrl-C stops`);
    for (;;) await waitFor(A_MINUTE, embedded, { log, interrupted: played.interrupted });
  } finally {
    await server.close();
  }
}
