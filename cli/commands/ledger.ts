import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { ChainFault, ChainReport } from '../../lib/core/governance/ledger/verify-chain.ts';
import { toIso } from '../../lib/core/instant.ts';
import { describeFact } from '../../lib/wiring/fact-text.ts';
import { verifyExport } from '../../lib/wiring/open-to-read.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { linesOfInput, nameOf, reasonOf } from '../inputs.ts';
import { openLiveOf } from '../live/open.ts';
import { addSourceOptions, isLive, readSource, type SourceOptions } from '../live/source.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';

interface VerifyOptions extends SourceOptions {
  readonly key?: string;
  readonly evidence?: true;
  readonly json?: true;
}

interface ShowOptions extends SourceOptions {
  readonly json?: true;
}

/** Adds `ambit ledger verify`, `show` and `export` to the program. */
export function addLedger(program: Command, run: Run, context: Context): void {
  const ledger = program.command('ledger').summary('verify, show or export the ledger');
  addVerify(ledger, run, context);
  addShow(ledger, run, context);
  addExport(ledger, run, context);
}

function addVerify(ledger: Command, run: Run, context: Context): void {
  const verify = ledger
    .command('verify')
    .summary('say whether the ledger is as it was written')
    .description(
      'Verifies the hash chain of a ledger and the signed checkpoints over it: of a folder, of a deployment, or of an exported file.',
    )
    .argument('[file]', 'an exported ledger; - reads stdin; without it the ledger of --dir or --live');
  addSourceOptions(verify)
    .option('--evidence', 'with --live, verify the sealed copy in the bucket instead of the table')
    .option(
      '--key <file>',
      'the public key (PEM) that the checkpoints of the file or the deployment must be signed with',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  ambit ledger verify
  ambit ledger export > ledger.jsonl && ambit ledger verify ledger.jsonl --key .ambit/signing-key.pub.pem
  ambit ledger verify --live && ambit ledger verify --live --evidence

Exit code: 0 it verifies, 65 it does not.`,
    )
    .action((file: string | undefined, options: VerifyOptions) => run(verifyCommand(file, options, context)));
}

function addShow(ledger: Command, run: Run, context: Context): void {
  const show = ledger
    .command('show')
    .summary('print what the ledger says')
    .description('Prints every entry of the ledger, oldest first.');
  addSourceOptions(show)
    .option('--json', 'print JSON: a line for each entry')
    .addHelpText(
      'after',
      '\nExamples:\n  ambit ledger show\n  ambit ledger show --json | jq .fact.kind\n  ambit ledger show --live --profile security\n\nExit code: 0 done, 65 it cannot be read.',
    )
    .action((options: ShowOptions) => run(showCommand(options, context)));
}

function addExport(ledger: Command, run: Run, context: Context): void {
  const exported = ledger
    .command('export')
    .summary('print the ledger with its checkpoints, for an auditor')
    .description(
      'Prints the ledger and the signed checkpoints over it as JSON lines, which ambit ledger verify reads.',
    );
  addSourceOptions(exported)
    .addHelpText(
      'after',
      '\nExamples:\n  ambit ledger export > ledger.jsonl\n  ambit ledger export --live --profile auditor > ledger.jsonl\n\nExit code: 0 done, 65 it cannot be read.',
    )
    .action((options: SourceOptions) => run(exportCommand(options, context)));
}

async function verifyCommand(file: string | undefined, options: VerifyOptions, context: Context): Promise<ExitCode> {
  checkUsage(file, options);
  const report = file === undefined ? await verifySource(options) : await verifyFile(file, options.key, context);
  const verifies = report.fault === undefined;
  if (options.json) {
    await context.output.json({ ...report, fault: report.fault ?? null, verifies });
  } else {
    const { entries, signedUntil, uncheckedSignatures } = report;
    const unchecked =
      uncheckedSignatures > 0 ? `; ${uncheckedSignatures} signatures were not checked, name a --key` : '';
    const verdict =
      report.fault === undefined
        ? 'the ledger verifies'
        : `the ledger is not as it was written: ${faultText(report.fault)}`;
    await context.output.text(`${verdict}; ${entries} entries, signed until ${signedUntil}${unchecked}`);
  }
  return verifies ? EXIT.nothing : EXIT.badInput;
}

function checkUsage(file: string | undefined, options: VerifyOptions): void {
  const live = isLive(options);
  if (file !== undefined && live) throw new Stop(EXIT.usage, 'a FILE and --live exclude each other; name one');
  if (options.evidence && !live) throw new Stop(EXIT.usage, '--evidence goes with --live; add it');
  if (file === undefined && !live && options.key !== undefined) {
    throw new Stop(
      EXIT.usage,
      '--key goes with a FILE or --live; the ledger of a folder is verified with the key of the folder',
    );
  }
}

async function verifySource({ key, evidence, ...options }: VerifyOptions): Promise<ChainReport> {
  if (!isLive(options)) return readSource(options, (source) => source.verify());
  const live = await openLiveOf(options);
  return live.verify(evidence ? 'evidence' : 'table', key === undefined ? undefined : await readKey(key));
}

async function verifyFile(file: string, key: string | undefined, { stdin }: Context): Promise<ChainReport> {
  async function* lines(): AsyncIterable<string> {
    for await (const line of linesOfInput(file, stdin)) yield line.kind === 'line' ? line.text : '{}';
  }
  return verifyExport(lines(), key === undefined ? undefined : await readKey(key));
}

async function readKey(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (fault) {
    throw new Stop(EXIT.badInput, `${nameOf(file)}: ${reasonOf(fault)}`, { cause: fault });
  }
}

async function showCommand(options: ShowOptions, { output }: Context): Promise<ExitCode> {
  return readSource(options, async ({ ledger }) => {
    for await (const entry of ledger.entries()) {
      const { sequence, subject, fact } = entry;
      if (options.json) await output.json(entry);
      else await output.text(`${sequence} ${toIso(fact.at)} ${subject}: ${describeFact(fact)}`);
    }
    return EXIT.nothing;
  });
}

async function exportCommand(options: SourceOptions, { output }: Context): Promise<ExitCode> {
  return readSource(options, async (source) => {
    for await (const line of source.exported()) await output.line(line);
    return EXIT.nothing;
  });
}

function faultText(fault: ChainFault): string {
  switch (fault.code) {
    case 'CHANGED':
    case 'UNREADABLE':
      return `entry ${fault.sequence}: ${fault.detail}`;
    case 'REMOVED':
      return `entries ${fault.sequence} to ${fault.until} are missing`;
    case 'REORDERED':
      return `entry ${fault.sequence} is out of its place`;
    case 'TRUNCATED':
      return `it ends before entry ${fault.sequence}, ${fault.signed} were signed`;
    case 'FORGED_CHECKPOINT':
      return `the checkpoint at entry ${fault.sequence} was not signed with this key`;
    case 'UNSIGNED':
      return 'no signature covers any of it, so anybody may have written it';
  }
}
