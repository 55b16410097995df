import type { Command } from 'commander';
import type { Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openLiveOf } from '../live/open.ts';
import { addLiveOptions, liveChoice, type LiveOptions } from '../live/options.ts';
import { tellChecks } from '../live/tell-checks.ts';
import type { Run } from '../run.ts';

interface DoctorOptions extends LiveOptions {
  readonly json?: true;
}

/** Adds `ambit doctor` to the program. */
export function addDoctor(program: Command, run: Run, context: Context): void {
  const command = program
    .command('doctor')
    .summary('say whether a deployment is as it was deployed, and alive')
    .description('Looks at every part of a deployment: ok, warning or problem, and what to do. It changes nothing.');
  addLiveOptions(command)
    .option('--json', 'print JSON: a line for each check, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  ambit doctor --profile security
  ambit doctor --json | jq -r 'select(.verdict == "problem") | .todo'

Exit code: 0 no problem, 70 a problem.`,
    )
    .action((options: DoctorOptions) => run(doctorCommand(options, context)));
}

async function doctorCommand(options: DoctorOptions, { output }: Context): Promise<ExitCode> {
  const live = await openLiveOf(options);
  const { examine } = await import('../../lib/wiring/live/doctor.ts');
  const checks = examine(live, liveChoice(options), Date.now());
  return tellChecks(checks, options.json ? 'json' : 'text', output);
}
