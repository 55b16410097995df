/**
 * One cold start, in a process of its own: imports a bundled function, handles events if it is given any, and prints how
 * long that took. `node start.mjs FUNCTION [EVENTS]`; plain JavaScript, so that nothing but the function is compiled.
 */
import { readFileSync } from 'node:fs';

const [, , file = '', events] = process.argv;
const started = performance.now();
const { handler } = await import(file);
const ready = performance.now() - started;
const context = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'bench' };
const handled = [];
for (const event of events === undefined ? [] : JSON.parse(readFileSync(events, 'utf8'))) {
  const before = { wall: performance.now(), cpu: process.cpuUsage() };
  const answer = await handler(event, context);
  const { user, system } = process.cpuUsage(before.cpu);
  handled.push({ wall: performance.now() - before.wall, cpu: (user + system) / 1000, answer });
}
// the functions write their logs to the same stream
process.stderr.write(`\n${JSON.stringify({ ready, handled })}\n`);
process.exit(0);
