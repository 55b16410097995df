import type { FindingToDecide } from '../../lib/wiring/live/decisions.ts';
import { findingToDecideLines, signedLines } from '../text/decision-lines.ts';
import type { Seat } from './take-decision.ts';

/** Shows what a signature is over. With --json people read it on stderr, so that stdout stays one object. */
export async function showToDecide(
  found: FindingToDecide,
  untilDays: number,
  { options, context }: Pick<Seat, 'options' | 'context'>,
): Promise<void> {
  const { output } = context;
  for (const line of [...findingToDecideLines(found), ...signedLines(found, untilDays)]) {
    if (options.json) output.note(line);
    else await output.text(line);
  }
}
