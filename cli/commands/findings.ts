import type { Command } from 'commander';
import { findingToJson } from '../../lib/core/governance/finding-json.ts';
import type { Context } from '../context.ts';
import { type ExitCode, exitCodeOf, worstOf } from '../exit-codes.ts';
import { addSourceOptions, readSource, type SourceOptions } from '../live/source.ts';
import type { Run } from '../run.ts';
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

Exit code: 2 a finding exceeds its standard, 3 only undetermined ones, 0 none.`,
    )
    .action((options: FindingsOptions) => run(findingsCommand(options, context)));
}

async function findingsCommand(options: FindingsOptions, { output }: Context): Promise<ExitCode> {
  return readSource(options, async ({ cases: book }) => {
    const cases = await book.cases();
    for (const { finding, status, hold } of cases) {
      if (options.json) await output.json(findingToJson(finding, status, hold));
      else for (const line of findingLines(finding, status, hold)) await output.text(line);
    }
    if (!options.json) await output.text(`${cases.length} findings`);
    return worstOf(cases.map(({ finding }) => exitCodeOf(finding.verdict)));
  });
}
