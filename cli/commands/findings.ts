import type { Command } from 'commander';
import { findingToJson } from '../../lib/core/governance/finding-json.ts';
import { openToRead } from '../../lib/wiring/open-to-read.ts';
import type { Context } from '../context.ts';
import { type ExitCode, exitCodeOf, worstOf } from '../exit-codes.ts';
import type { Run } from '../run.ts';
import { findingLines } from '../text/finding-lines.ts';

/** The options of `ambit findings`. */
export interface FindingsOptions {
  readonly dir: string;
  readonly json?: true;
}

/** Adds `ambit findings` to the program. */
export function addFindings(program: Command, run: Run, context: Context): void {
  program
    .command('findings')
    .summary('list the findings of a folder, and what became of each')
    .description(
      'Lists every finding that the ledger of a folder holds, oldest first. Works while Ambit runs on the folder.',
    )
    .option('--dir <folder>', 'the folder of ambit up', '.ambit')
    .option('--json', 'print JSON: a line for each finding')
    .addHelpText(
      'after',
      `
Examples:
  ambit findings
  ambit findings --dir /var/lib/ambit --json | jq -r 'select(.status == "held") | .principal'

Exit code: 2 a finding exceeds its standard, 3 only undetermined ones, 0 none.`,
    )
    .action((options: FindingsOptions) => run(findingsCommand(options, context)));
}

async function findingsCommand({ dir, json }: FindingsOptions, { output }: Context): Promise<ExitCode> {
  const opened = openToRead(dir);
  try {
    const cases = await opened.cases.cases();
    for (const { finding, status } of cases) {
      if (json) await output.json(findingToJson(finding, status));
      else for (const line of findingLines(finding, status)) await output.text(line);
    }
    if (!json) await output.text(`${cases.length} findings`);
    return worstOf(cases.map(({ finding }) => exitCodeOf(finding.verdict)));
  } finally {
    opened.close();
  }
}
