import { setTimeout as sleep } from 'node:timers/promises';

const EVERY_MS = 200;

/**
 * Asks until the answer is defined, and returns it. A question that throws is asked again.
 * @param withinMs how long; then it throws, with what the question threw last as the cause
 */
export async function eventually<T>(ask: () => Promise<T | undefined> | T | undefined, withinMs: number): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const { answer, fault } = await asked(ask);
    if (answer !== undefined) return answer;
    if (performance.now() > until) throw new Error(`not within ${withinMs} ms`, { cause: fault });
    await sleep(EVERY_MS);
  }
}

async function asked<T>(
  ask: () => Promise<T | undefined> | T | undefined,
): Promise<{ answer?: T | undefined; fault?: unknown }> {
  try {
    return { answer: await ask() };
  } catch (fault) {
    return { fault };
  }
}
