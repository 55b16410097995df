import type { Command } from 'commander';
import type { DeadCalls } from '../../lib/wiring/live/dead-letters.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { deploymentOf } from '../live/open.ts';
import { addLiveOptions, liveChoice, type LiveOptions } from '../live/options.ts';
import type { Run } from '../run.ts';

interface RedriveOptions extends LiveOptions {
  readonly dryRun?: true;
  readonly json?: true;
}

/** Adds `ambit redrive` to the program. */
export function addRedrive(program: Command, run: Run, context: Context): void {
  const command = program
    .command('redrive')
    .summary('bring calls that could not be handled back to their queue')
    .description(
      'Brings what lies in the queues of dead letters back to the queues of a deployment: calls and sessions that could not be handled, and events that could not be delivered. No more than lie there at the beginning; a call that was handled already is not handled twice.',
    );
  addLiveOptions(command)
    .option('--dry-run', 'say how many there are, and bring none back')
    .option('--json', 'print JSON: a line for each queue, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  ambit redrive --dry-run
  ambit redrive --profile security

Ctrl-C stops it after the batch that is under way; nothing is lost.
Exit code: 0 done, 70 a queue did not take some.`,
    )
    .action((options: RedriveOptions) => run(redriveCommand(options, context)));
}

async function redriveCommand(options: RedriveOptions, context: Context): Promise<ExitCode> {
  const { deadCallsOf } = await import('../../lib/wiring/live/dead-letters.ts');
  const deployment = await deploymentOf(options);
  const interrupted = context.untilInterrupted();
  const total = { waiting: 0, moved: 0, failed: 0 };
  for (const dead of await deadCallsOf(deployment, liveChoice(options))) {
    const waiting = await dead.waiting();
    const isMoving = !options.dryRun && waiting > 0 && !interrupted.aborted;
    const { moved, failed } = isMoving
      ? await dead.bringBack(waiting, () => !interrupted.aborted)
      : { moved: 0, failed: 0 };
    await tell({ dead, waiting, moved, failed }, options, context);
    total.waiting += waiting;
    total.moved += moved;
    total.failed += failed;
  }
  if (options.json) await context.output.json({ summary: { ...total, interrupted: interrupted.aborted } });
  else await context.output.text(summaryLine(total, options, interrupted));
  return total.failed > 0 ? EXIT.fault : EXIT.nothing;
}

interface Moved {
  readonly dead: DeadCalls;
  readonly waiting: number;
  readonly moved: number;
  readonly failed: number;
}

async function tell(
  { dead, waiting, moved, failed }: Moved,
  { json }: RedriveOptions,
  { output }: Context,
): Promise<void> {
  const { queue, region } = dead;
  if (json) await output.json({ queue, region, waiting, moved, failed });
  else await output.text(`${queue} (${region}): about ${waiting} waiting, ${moved} brought back${failedText(failed)}`);
}

function summaryLine(
  { waiting, moved, failed }: Omit<Moved, 'dead'>,
  { dryRun }: RedriveOptions,
  interrupted: AbortSignal,
): string {
  if (dryRun) return `about ${waiting} dead letters; without --dry-run they are brought back`;
  const stopped = interrupted.aborted ? '; stopped, run it again for the rest' : '';
  return `${moved} brought back${failedText(failed)}${stopped}`;
}

function failedText(failed: number): string {
  return failed > 0 ? `, ${failed} not taken` : '';
}
