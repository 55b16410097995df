import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { stopOf } from '../live/api.ts';
import { confirmDigest } from '../live/confirm.ts';
import { showToDecide } from '../live/show-to-decide.ts';
import { addDecisionOptions, decide, decisionsOf, type DecisionOptions, WHO_DECIDES } from '../live/take-decision.ts';
import { moreThanNothing } from '../numbers.ts';
import type { Run } from '../run.ts';
import { Stop } from '../stop.ts';

interface ApproveOptions extends DecisionOptions {
  readonly days?: number;
  readonly yes?: true;
}

/** Adds `ambit approve` and `ambit reject` to the program. */
export function addApprove(program: Command, run: Run, context: Context): void {
  const approve = program
    .command('approve')
    .summary('sign that what a finding holds is given back')
    .description(
      'Shows what a finding would give back, and signs exactly that, by its digest, as one of the people who must.',
    )
    .argument('<finding>', 'the id of the finding, F-…');
  addDecisionOptions(approve)
    .option(
      '--days <number>',
      'when the waiver ends, in days from now (default: what the standards say)',
      moreThanNothing,
    )
    .option('--yes', 'sign without asking for the first digits of the digest')
    .addHelpText(
      'after',
      `
Examples:
  ambit approve F-57675e6173b4 --reason 'release 42 needs it' --days 2 --token-file token.jwt
  AMBIT_TOKEN=… ambit approve F-57675e6173b4 --reason 'release 42' --api https://ambit.example.org --yes --json

${WHO_DECIDES}
Exit code: 0 it was taken, 65 it was refused, 70 the access could not be given back.`,
    )
    .action((finding: string, options: ApproveOptions) => run(approveCommand(finding, options, context)));
  addReject(program, run, context);
}

function addReject(program: Command, run: Run, context: Context): void {
  const reject = program
    .command('reject')
    .summary('decide that what a finding holds is not given back, which is final')
    .description('Rejects a finding for good: what is held stays held.')
    .argument('<finding>', 'the id of the finding, F-…');
  addDecisionOptions(reject)
    .addHelpText(
      'after',
      `
Examples:
  ambit reject F-57675e6173b4 --reason 'nobody knows this role' --token-file token.jwt

${WHO_DECIDES}
Exit code: 0 it was taken, 65 it was refused.`,
    )
    .action((finding: string, options: DecisionOptions) => run(rejectCommand(finding, options, context)));
}

async function approveCommand(id: string, options: ApproveOptions, context: Context): Promise<ExitCode> {
  if (options.tokenFile === '-' && !options.yes) {
    throw new Stop(EXIT.usage, '--token-file - reads stdin, so the digest cannot be typed there; add --yes');
  }
  const decisions = await decisionsOf(options, context);
  const seat = { decisions, options, context };
  const found = await decisions.finding(id);
  if (!found.ok) throw stopOf(found.error);
  const { finding, approval } = found.value;
  const untilDays = options.days ?? approval.defaultDays;
  await showToDecide(found.value, untilDays, seat);
  if (!options.yes && !options.dryRun) await confirmDigest(finding.digest, context);
  return decide(id, { kind: 'sign', digest: finding.digest, reason: options.reason, untilDays }, seat);
}

async function rejectCommand(id: string, options: DecisionOptions, context: Context): Promise<ExitCode> {
  const decisions = await decisionsOf(options, context);
  return decide(id, { kind: 'reject', reason: options.reason }, { decisions, options, context });
}
