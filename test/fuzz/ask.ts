/**
 * Asks questions in a thread of its own, one after the other: `start` before and `answer` after each, so that whoever
 * watches sees one that does not end.
 */
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { compare } from '../../lib/core/access/compare.ts';
import { parsePolicySet } from '../../lib/core/access/parse-policy-set.ts';
import type { PolicySet } from '../../lib/core/access/policy-set.ts';
import { decodeDocument } from '../../lib/core/policy/decode.ts';
import { requestsNear } from '../core/access/requests-near.ts';
import { randomFrom } from '../core/access/random-requests.ts';
import { isOutside } from '../core/access/reading-sets.ts';
import { hostilePair } from './hostile-sources.ts';

/** Requests that are held against each `within`. */
const REQUESTS = 30;

const { first } = z.object({ first: z.number() }).parse(workerData);
for (let seed = first; ; seed += 1) {
  parentPort?.postMessage({ kind: 'start', seed });
  parentPort?.postMessage({ kind: 'answer', seed, ...ask(seed) });
  // messages are sent between questions only
  await new Promise((resolve) => setImmediate(resolve));
}

interface Asked {
  /** The verdict, `refused`, or what is wrong with the answer. */
  readonly outcome: string;
  /** Of this thread's own processor time, for reading both sides and comparing them: other work on the machine does not count. */
  readonly milliseconds: number;
}

function ask(seed: number): Asked {
  const { access, standard } = hostilePair(randomFrom(seed));
  const start = process.threadCpuUsage();
  try {
    const [granted, limit] = [setFrom(access), setFrom(standard)];
    const verdict = granted === undefined || limit === undefined ? 'refused' : compare(granted, [limit]).verdict;
    const milliseconds = millisecondsSince(start);
    const wrong =
      verdict === 'within' && granted !== undefined && limit !== undefined ? outside(granted, limit, seed) : undefined;
    return { outcome: wrong ?? verdict, milliseconds };
  } catch (error) {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { outcome: `wrong: ${why}`, milliseconds: millisecondsSince(start) };
  }
}

function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}

/** A request that contradicts a `within`. */
function outside(granted: PolicySet, limit: PolicySet, seed: number): string | undefined {
  for (const request of requestsNear(granted, randomFrom(seed), REQUESTS)) {
    if (isOutside(request, granted, [limit])) return `wrong: within, but not ${JSON.stringify(request)}`;
  }
  return undefined;
}

function setFrom(text: string): PolicySet | undefined {
  const decoded = decodeDocument(text, 32 * 1_048_576);
  const read = decoded.ok ? parsePolicySet(decoded.value) : decoded;
  return read.ok ? read.value : undefined;
}
