import type { Command } from 'commander';
import type { Wish } from '../../lib/wiring/live/decisions.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { stopOf } from '../live/api.ts';
import { confirmDigest } from '../live/confirm.ts';
import { addDecisionOptions, decide, decisionsOf, type DecisionOptions, WHO_DECIDES } from '../live/take-decision.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';
import { showToDecide } from '../live/show-to-decide.ts';

interface UndoOptions extends DecisionOptions {
  readonly alone?: true;
  readonly yes?: true;
}

/** Adds `ambit undo` to the program. */
export function addUndo(program: Command, run: Run, context: Context): void {
  const undo = program
    .command('undo')
    .summary('take back a hold that was wrong')
    .description(
      'Shows the calls that undo a hold, and signs them: they are made when the others who must have signed as well. With --alone they are made at once and for a short time, where the standards let one person (approval.breakGlass): everybody is told, and it is held again unless others countersign.',
    )
    .argument('<finding>', 'the id of the finding, F-…');
  addDecisionOptions(undo)
    .option('--alone', 'undo it at once, for as long as the standards let one person')
    .option('--yes', 'sign without asking for the first digits of the digest')
    .addHelpText(
      'after',
      `
Examples:
  ambit undo F-57675e6173b4 --reason 'the standard lacks s3:PutObject' --dry-run
  ambit undo F-57675e6173b4 --reason 'production is down' --alone --token-file token.jwt

${WHO_DECIDES}
Exit code: 0 it was taken, 65 it was refused or nothing is held, 70 the hold could not be undone.`,
    )
    .action((finding: string, options: UndoOptions) => run(undoCommand(finding, options, context)));
}

async function undoCommand(id: string, options: UndoOptions, context: Context): Promise<ExitCode> {
  const decisions = await decisionsOf(options, context);
  const found = await decisions.finding(id);
  if (!found.ok) throw stopOf(found.error);
  const { finding, approval } = found.value;
  if ((finding.hold?.restore ?? []).length === 0) {
    throw new Stop(EXIT.badInput, `${id} took nothing away: there is nothing to undo`);
  }
  const { digest } = finding;
  const { reason } = options;
  const untilDays = approval.defaultDays;
  const untilMinutes = approval.breakGlassMinutes ?? 1;
  const wish: Wish = options.alone
    ? { kind: 'break-glass', digest, reason, untilMinutes }
    : { kind: 'sign', digest, reason, untilDays };
  await showToDecide(found.value, untilDays, { options, context });
  if (!options.yes && !options.dryRun) await confirmDigest(digest, context);
  return decide(id, wish, { decisions, options, context });
}
