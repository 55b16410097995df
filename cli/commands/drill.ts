import type { Command } from 'commander';
import { secondsToFinding } from '../../lib/core/governance/ledger/drill.ts';
import type { JsonObject } from '../../lib/core/json.ts';
import { type DrillResult, runDrill } from '../../lib/usecases/drill/run-drill.ts';
import type { Deployment, Live } from '../../lib/wiring/live/open-live.ts';
import { realPause } from '../../lib/wiring/real-pause.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openLiveOf } from '../live/open.ts';
import { addLiveOptions, liveChoice, type LiveOptions } from '../live/options.ts';
import { nonNegative } from '../numbers.ts';
import type { Run } from '../run.ts';
import { messageOf, Stop } from '../stop.ts';

interface DrillOptions extends LiveOptions {
  readonly canaryProfile?: string;
  readonly wait: number;
  readonly dryRun?: true;
  readonly json?: true;
}

/** CloudTrail delivers most calls within a few minutes, and promises none. */
const USUAL_WAIT_SECONDS = 900;

/** Adds `ambit drill` to the program. */
export function addDrill(program: Command, run: Run, context: Context): void {
  const command = program
    .command('drill')
    .summary('see whether a deployment finds a canary; enforce counts only after one drill has passed')
    .description(
      'Makes a role that nobody can assume and whose grant nobody can use, yet beyond every standard; waits until the deployment has found it, and removes the role, whatever happened.',
    );
  addLiveOptions(command)
    .option('--canary-profile <name>', 'the AWS profile of the account in which the role is made (default: --profile)')
    .option('--wait <seconds>', 'how long the finding is waited for', nonNegative, USUAL_WAIT_SECONDS)
    .option('--dry-run', 'say which role would be made, and in which account, and make none')
    .option('--json', 'print JSON: one object')
    .addHelpText(
      'after',
      `
Examples:
  ambit drill --profile security
  ambit drill --profile security --dry-run
  ambit drill --profile security --canary-profile workload --json

It needs iam:CreateRole, PutRolePolicy, ListRolePolicies, ListAttachedRolePolicies, DeleteRolePolicy and DeleteRole on
role/ambit-drill/*, and the right to read the ledger. Ctrl-C stops it; the role is removed all the same.
Exit code: 0 it passed or was stopped, 70 it did not pass, or the role could not be removed.`,
    )
    .action((options: DrillOptions) => run(drillCommand(options, context)));
}

async function drillCommand(options: DrillOptions, context: Context): Promise<ExitCode> {
  const live = await openLiveOf(options);
  const { canary, account } = await canaryOf(options, live);
  const { output } = context;
  if (options.dryRun) {
    const text = `${canary.arn} would be made, given a grant that nobody can use, waited for and removed; nothing was done`;
    await (options.json ? output.json({ canary: canary.arn, account, result: 'dry-run' }) : output.text(text));
    return EXIT.nothing;
  }
  const interrupted = context.untilInterrupted();
  output.note(`ambit: the canary is ${canary.arn}`);
  const { result, left } = await runDrill({
    ...live,
    canary,
    clock: { now: () => Date.now() },
    pause: realPause,
    patience: options.wait * 1000,
    interrupted,
    waiting: (waited) => output.progress(`waiting for the finding, ${Math.round(waited / 1000)} s`),
  });
  if (options.json)
    await output.json({ canary: canary.arn, account, ...resultJson(result), removed: left === undefined });
  else for (const line of resultLines(result, live.deployment)) await output.text(line);
  if (left !== undefined) {
    throw new Stop(
      EXIT.fault,
      `the canary ${canary.arn} could not be removed: ${messageOf(left.fault)}; remove the role by hand`,
      { cause: left.fault },
    );
  }
  if (result.kind === 'failed') throw result.fault;
  return result.kind === 'missed' ? EXIT.fault : EXIT.nothing;
}

async function canaryOf({ canaryProfile, ...options }: DrillOptions, { deployment }: Live) {
  const { callerOf } = await import('../../lib/wiring/live/caller.ts');
  const { newCanary } = await import('../../lib/wiring/live/canary.ts');
  const choice = { ...liveChoice(options), ...(canaryProfile === undefined ? {} : { profile: canaryProfile }) };
  const caller = await callerOf(choice);
  const { accounts } = deployment;
  if (accounts.length > 0 && !accounts.includes(caller.account)) {
    throw new Stop(
      EXIT.badInput,
      `the deployment looks after ${accounts.join(', ')}, not after ${caller.account}; name a --canary-profile of one of them`,
    );
  }
  return { canary: newCanary(caller, choice), account: caller.account };
}

function resultJson(result: DrillResult): JsonObject {
  const { kind } = result;
  switch (kind) {
    case 'passed':
      return { result: kind, finding: result.drill.findingId, seconds: secondsToFinding(result.drill) };
    case 'missed':
      return { result: kind, finding: result.otherwise?.id ?? null, seconds: null };
    case 'interrupted':
    case 'failed':
      return { result: kind, finding: null, seconds: null };
  }
}

function resultLines(result: DrillResult, { mode }: Pick<Deployment, 'mode'>): readonly string[] {
  switch (result.kind) {
    case 'passed': {
      const { drill } = result;
      const next =
        mode === 'enforce'
          ? 'enforce counts: what is beyond the standard is held from now on'
          : `the mode is ${mode}; deploy it with ambit:mode=enforce when you want excess to be held`;
      return [
        `the drill passed: ${drill.findingId} was raised ${secondsToFinding(drill)} seconds after the call`,
        next,
      ];
    }
    case 'missed':
      return [missedLine(result.otherwise)];
    case 'interrupted':
      return ['stopped before the canary was found; nothing is known of the deployment'];
    case 'failed':
      return [];
  }
}

function missedLine(otherwise: Extract<DrillResult, { kind: 'missed' }>['otherwise']): string {
  if (otherwise === undefined) {
    return 'the drill did not pass: nothing was found in time; ambit doctor says where calls get lost';
  }
  const how = otherwise.call === null ? 'by a sweep and not by its call' : 'too late for a hold';
  return `the drill did not pass: ${otherwise.id} was found ${how}; ambit doctor says where calls get lost`;
}
