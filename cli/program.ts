import { Command } from 'commander';
import { addApprove } from './commands/approve.ts';
import { addCompare } from './commands/compare.ts';
import { addDecide } from './commands/decide.ts';
import { addDeployCheck } from './commands/deploy-check.ts';
import { addDoctor } from './commands/doctor.ts';
import { addDrill } from './commands/drill.ts';
import { addExplain } from './commands/explain.ts';
import { addFindings } from './commands/findings.ts';
import { addGuardrail } from './commands/guardrail.ts';
import { addLedger } from './commands/ledger.ts';
import { addPermit } from './commands/permit.ts';
import { addRedrive } from './commands/redrive.ts';
import { addReplay } from './commands/replay.ts';
import { addRules } from './commands/rules.ts';
import { addStandards } from './commands/standards.ts';
import { addSweep } from './commands/sweep.ts';
import { addUndo } from './commands/undo.ts';
import { addUp } from './commands/up.ts';
import { addWaivers } from './commands/waivers.ts';
import type { Context } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { VERSION } from './version.ts';

/** In the order of the help. */
const COMMANDS = [
  addUp,
  addSweep,
  addReplay,
  addFindings,
  addExplain,
  addLedger,
  addApprove,
  addWaivers,
  addUndo,
  addDrill,
  addDoctor,
  addDeployCheck,
  addPermit,
  addRedrive,
  addCompare,
  addDecide,
  addStandards,
  addRules,
  addGuardrail,
];

/** The `ambit` command with all that it can do; `finished` is told the exit code of the command that ran. */
export function programOf(context: Context, finished: (code: ExitCode) => void): Command {
  const program = new Command('ambit');
  const run = async (work: Promise<ExitCode>) => finished(await work);
  program
    .description(
      'Watches who may do what in AWS: finds access beyond the standard, holds it, and gives it back when two people have countersigned.',
    )
    .version(VERSION, '--version', 'print the version and the day of the catalogue of AWS actions')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => context.output.help(text),
      // wrong usage is told in one line, by who catches the error
      writeErr: () => {},
    })
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  ambit up                                            plays the demo incident, with a page at http://127.0.0.1:4700
  ambit sweep --account account.json                  what every principal of an account holds in excess
  ambit replay --account account.json --events logs/  what Ambit would have found in CloudTrail records
  ambit explain CALL-ID --account account.json --events logs/
  ambit compare --access role.json --standard agent.json

Exit codes: 0 nothing in excess, 2 excess, 3 undetermined, 64 wrong usage, 65 bad input, 70 fault.
docs/json.md describes the output of --json.`,
    );
  for (const add of COMMANDS) add(program, run, context);
  return program;
}
