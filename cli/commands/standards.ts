import type { Command } from 'commander';
import { governanceWarnings } from '../../lib/core/governance/standards/check-governance.ts';
import { describeGovernanceProblem } from '../../lib/core/governance/standards/governance-problem.ts';
import { unseenOperations } from '../../lib/core/governance/assess/unseen-operations.ts';
import { readStandards } from '../../lib/wiring/read-standards.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { nameOf } from '../inputs.ts';
import type { Run } from '../run.ts';
import { standardsProblemText } from '../world.ts';

/** Adds `ambit standards check` to the program. */
export function addStandards(program: Command, run: Run, context: Context): void {
  const standards = program.command('standards').summary('work on a standards file (ambit.yaml)');
  standards
    .command('check')
    .summary('read a standards file and name every problem with its line')
    .description(
      'Reads a standards file, and the policy files that it names, and names every problem with its line and column.',
    )
    .argument('[file]', 'the standards file; without it the default that ships with Ambit')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  ambit standards check ambit.yaml
  ambit standards check ambit.yaml --json

Exit code: 0 the file is good, 65 it is not. docs/ambit-yaml.md says what it may hold.`,
    )
    .action((file: string | undefined, options: { readonly json?: true }) => run(checkCommand(file, options, context)));
}

async function checkCommand(
  file: string | undefined,
  { json }: { readonly json?: true },
  { output }: Context,
): Promise<ExitCode> {
  const read = await readStandards(file);
  if (read.ok) {
    const { governance, source } = read.value;
    const { classes, people, environments } = governance;
    const warnings = [...governanceWarnings(governance), ...unseenOperations(governance)];
    if (json) {
      const counts = { classes: classes.length, people: people.length, environments: environments.length };
      await output.json({ file: source, ok: true, ...counts, problems: [], warnings });
    } else {
      await output.text(
        `${source}: good; ${classes.length} classes, ${people.length} people, ${environments.length} guarded environment${environments.length === 1 ? '' : 's'}`,
      );
      for (const warning of warnings) await output.text(`  ${describeGovernanceProblem(warning)}`);
    }
    return EXIT.nothing;
  }
  const name = file ?? 'the default standards';
  if (json) await output.json({ file: name, ok: false, problems: read.error });
  else for (const problem of read.error) await output.text(standardsProblemText(nameOf(name), problem));
  return EXIT.badInput;
}
