import type { Command } from 'commander';
import { foldCase } from '../../lib/core/governance/cases/case.ts';
import { findingToJson } from '../../lib/core/governance/finding-json.ts';
import { type GapJson, gapToJson } from '../../lib/core/governance/holds/gap.ts';
import { toIso } from '../../lib/core/instant.ts';
import { describeFact } from '../../lib/wiring/fact-text.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode, exitCodeOf, worstOf } from '../exit-codes.ts';
import { addSourceOptions, readSource, type SourceOptions } from '../live/source.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { findingLines } from '../text/finding-lines.ts';

/** The options of `ambit findings`. */
export interface FindingsOptions extends SourceOptions {
  readonly json?: true;
}

/** Adds `ambit findings` to the program. */
export function addFindings(program: Command, run: Run, context: Context): void {
  const command = program
    .command('findings')
    .summary('list the findings of a folder or a deployment, and what became of each')
    .description(
      'Lists every finding that a ledger holds, oldest first: of a folder, also while Ambit runs on it, or of the deployment on AWS.',
    );
  addSourceOptions(command)
    .option('--json', 'print JSON: a line for each finding')
    .addHelpText(
      'after',
      `
Examples:
  ambit findings
  ambit findings --dir /var/lib/ambit --json | jq -r 'select(.status == "held") | .principal'
  ambit findings --live --profile security
  ambit findings show F-57675e6173b4

Exit code: 2 a finding exceeds its standard, 3 only undetermined ones, 0 none.`,
    )
    .action((options: FindingsOptions) => run(findingsCommand(options, context)));
  addShow(command, run, context);
}

function addShow(findings: Command, run: Run, context: Context): void {
  const command = findings
    .command('show')
    .summary('show one finding: what the principal did before the hold took effect, and what happened since')
    .argument('<finding>', 'the id of a finding: F-…');
  addSourceOptions(command)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  ambit findings show F-57675e6173b4
  ambit findings show F-57675e6173b4 --live --json | jq .gap

Exit code: 0 shown, 65 there is no such finding.`,
    )
    .action((id: string, options: FindingsOptions) =>
      run(showCommand(id, { ...findings.opts(), ...options }, context)),
    );
}

async function showCommand(id: string, { json, ...source }: FindingsOptions, { output }: Context): Promise<ExitCode> {
  return readSource(source, async ({ ledger }) => {
    const entries = await ledger.about(id);
    const found = foldCase(entries);
    if (found === undefined) throw new Stop(EXIT.badInput, `there is no finding "${id}"; ambit findings lists them`);
    const { finding, status, hold } = found;
    const gap = gapToJson(entries);
    if (json) {
      await output.json({ ...findingToJson(finding, status, hold), gap });
      return EXIT.nothing;
    }
    const history = entries.map(({ fact }) => `  ${toIso(fact.at)} ${describeFact(fact)}`);
    for (const line of [...findingLines(finding, status, hold), ...gapLines(gap), ...history]) await output.text(line);
    return EXIT.nothing;
  });
}

function gapLines(gap: GapJson | null): readonly string[] {
  if (gap === null) return ['  gap:      nobody looked yet at what was done before a hold took effect'];
  const { from, until, lookedAt, count, calls } = gap;
  const made =
    count === 0
      ? 'no change by the principal was seen so far'
      : `${count} ${count === 1 ? 'change' : 'changes'} by the principal`;
  return [
    `  gap:      ${from} to ${until}: ${made}, of what was handled by ${lookedAt}`,
    ...calls.map(({ id, source: service, name, time }) => `    ${time} ${name} of ${service} (${id})`),
    ...(count > calls.length ? [`    and ${count - calls.length} more`] : []),
    `    reads, and what is not watched: aws cloudtrail lookup-events --start-time ${from} --end-time ${until}`,
  ];
}

async function findingsCommand(options: FindingsOptions, { output }: Context): Promise<ExitCode> {
  return readSource(options, async ({ cases: book }) => {
    const cases = await book.cases();
    for (const { finding, status, hold } of cases) {
      if (options.json) await output.json(findingToJson(finding, status, hold));
      else for (const line of findingLines(finding, status, hold)) await output.text(line);
    }
    if (!options.json) await output.text(cases.length === 1 ? '1 finding' : `${cases.length} findings`);
    return worstOf(cases.map(({ finding }) => exitCodeOf(finding.verdict)));
  });
}
