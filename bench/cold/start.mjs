/**
 * One cold start, in a process of its own: imports a bundled function, handles events if it is given any, and prints how
 * long that took. `node start.mjs FUNCTION [EVENTS] [count]`; with `count` also the bytes of all modules that were loaded.
 * Plain JavaScript, so that nothing but the function is compiled.
 */
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const [, , file = '', events = '', count] = process.argv;
let bytes = 0;
if (count !== undefined) registerHooks({ load: counted });

const beginning = now();
const { handler } = await import(file);
const ready = since(beginning);
const context = { getRemainingTimeInMillis: () => 60_000, awsRequestId: 'bench' };
const handled = [];
for (const event of events === '' ? [] : JSON.parse(readFileSync(events, 'utf8'))) {
  const before = now();
  const answer = await handler(event, context);
  handled.push({ ...since(before), answer });
}
// the functions write their logs to the same stream
process.stderr.write(`\n${JSON.stringify({ ready, handled, bytes })}\n`);
process.exit(0);

function now() {
  return { wall: performance.now(), cpu: process.cpuUsage() };
}

/** Milliseconds: of the clock, and of the process's CPU. */
function since({ wall, cpu }) {
  const { user, system } = process.cpuUsage(cpu);
  return { wall: performance.now() - wall, cpu: (user + system) / 1000 };
}

function counted(url, at, next) {
  const loaded = next(url, at);
  if (url.startsWith('file:')) bytes += loaded.source?.length ?? 0;
  return loaded;
}
