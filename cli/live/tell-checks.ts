import type { Check } from '../../lib/wiring/live/doctor.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Output } from '../output.ts';

/** Tells checks as they come, as JSON lines or as text, and then how many there were of each kind. A problem is a fault. */
export async function tellChecks(
  checks: AsyncIterable<Check>,
  format: 'json' | 'text',
  output: Output,
): Promise<ExitCode> {
  const counts = { ok: 0, warning: 0, problem: 0 };
  for await (const check of checks) {
    const { name, verdict, says, todo } = check;
    counts[verdict] += 1;
    if (format === 'json') await output.json({ check: name, verdict, says, todo: todo ?? null });
    else for (const line of linesOf(check)) await output.text(line);
  }
  const { ok, warning, problem } = counts;
  if (format === 'json') await output.json({ summary: { ok, warnings: warning, problems: problem } });
  else await output.text(`${ok} ok, ${warning} warnings, ${problem} problems`);
  return problem > 0 ? EXIT.fault : EXIT.nothing;
}

function linesOf({ name, verdict, says, todo }: Check): readonly string[] {
  return [`${verdict}: ${name}: ${says}`, ...(todo === undefined ? [] : [`  do:       ${todo}`])];
}
