/**
 * How the gate spends the time that CloudFormation waits for a hook, in milliseconds. A cold function starts before its own time
 * begins to run, so the function ends with room left: Lambda gives a start 10 seconds at most.
 * Source: CloudFormation Hooks user guide, "Lambda Hooks"; Lambda developer guide, "Understanding the Lambda execution environment lifecycle".
 */
export const GATE_TIMES = {
  hook: 30_000,
  start: 10_000,
  /** When Lambda ends the function: `hook` without `start`. */
  function: 20_000,
  /** For reading, judging and using a permit; then the answer is a refusal. */
  judging: 15_000,
  /** For writing a refusal down; then it is only told. */
  lastWords: 3_000,
} as const;

/** How long the gate may judge where its function has so much time left, in milliseconds, 0 at the least. */
export function judgingTime(left: number): number {
  const { function: whole, judging } = GATE_TIMES;
  return Math.max(0, Math.min(judging, left - (whole - judging)));
}
