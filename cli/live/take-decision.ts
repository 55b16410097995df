import type { Command } from 'commander';
import { ok } from '../../lib/core/result.ts';
import type { Decisions, DecisionTaken, Wish } from '../../lib/wiring/live/decisions.ts';
import type { Context } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { addApiOptions, apiAccessOf, type ApiOptions, stopOf } from './api.ts';
import { reasonFor } from '../reason.ts';

/** Options by which a person decides about a finding over the API. */
export interface DecisionOptions extends ApiOptions {
  readonly reason: string;
  readonly dryRun?: true;
  readonly json?: true;
}

/** Gives a command the options of a decision. */
export function addDecisionOptions(command: Command): Command {
  return addApiOptions(command)
    .requiredOption('--reason <text>', 'why; it is kept in the ledger', reasonFor)
    .option('--dry-run', 'say what would be decided, and decide nothing')
    .option('--json', 'print JSON: one object');
}

/** Said in the help of every such command. */
export const WHO_DECIDES = 'You are who your token says; the standards of the deployment say whether you may.';

/** With what a decision is sent, and where it is told. */
export interface Seat {
  readonly decisions: Decisions;
  readonly options: DecisionOptions;
  readonly context: Context;
}

/** Sends a decision, and tells what came of it; a `Stop` where it is refused. A dry run sends nothing. */
export async function decide(id: string, wish: Wish, { decisions, options, context }: Seat): Promise<ExitCode> {
  const taken = options.dryRun ? await untaken(id, wish, decisions) : await decisions.decide(id, wish);
  if (!taken.ok) throw stopOf(taken.error);
  const { output } = context;
  if (options.json) await output.json(takenJson(taken.value));
  else await output.text(taken.value.message);
  return taken.value.outcome === 'restore-failed' ? EXIT.fault : EXIT.nothing;
}

async function untaken(
  id: string,
  wish: Wish,
  decisions: Decisions,
): Promise<Awaited<ReturnType<Decisions['decide']>>> {
  const found = await decisions.finding(id);
  if (!found.ok) return found;
  const message = `nothing was decided; without --dry-run you would ${wishText(wish)}`;
  return ok({ outcome: 'dry-run', message, detail: found.value });
}

function wishText(wish: Wish): string {
  switch (wish.kind) {
    case 'sign':
      return `sign ${wish.digest} for ${wish.untilDays} days`;
    case 'break-glass':
      return `take it alone for ${wish.untilMinutes} minutes, by ${wish.digest}`;
    case 'reject':
      return 'reject it for good';
    case 'revoke':
      return 'end its waiver now';
    case 'ask':
      return 'begin a new request for approval';
  }
}

function takenJson({ outcome, message, detail }: DecisionTaken) {
  const { id, status, digest } = detail.finding;
  const missing = detail.approval.missing.map(({ group, count }) => ({ group, count }));
  return { finding: id, outcome, message, status, digest, missing };
}

/** The decisions of the deployment that the options name, as the person of their token. */
export async function decisionsOf(options: ApiOptions, context: Context): Promise<Decisions> {
  const { Decisions } = await import('../../lib/wiring/live/decisions.ts');
  return new Decisions(await apiAccessOf(options, context));
}
