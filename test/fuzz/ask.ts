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
  const start = performance.now();
  const outcome = ask(seed);
  parentPort?.postMessage({ kind: 'answer', seed, outcome, milliseconds: performance.now() - start });
  // messages are sent between questions only
  await new Promise((resolve) => setImmediate(resolve));
}

/** The verdict, `refused`, or what is wrong with the answer. */
function ask(seed: number): string {
  const { access, standard } = hostilePair(randomFrom(seed));
  try {
    const [granted, limit] = [setFrom(access), setFrom(standard)];
    if (granted === undefined || limit === undefined) return 'refused';
    const { verdict } = compare(granted, [limit]);
    if (verdict !== 'within') return verdict;
    for (const request of requestsNear(granted, randomFrom(seed), REQUESTS)) {
      if (isOutside(request, granted, [limit])) return `wrong: within, but not ${JSON.stringify(request)}`;
    }
    return verdict;
  } catch (error) {
    return `wrong: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  }
}

function setFrom(text: string): PolicySet | undefined {
  const decoded = decodeDocument(text, 32 * 1_048_576);
  const read = decoded.ok ? parsePolicySet(decoded.value) : decoded;
  return read.ok ? read.value : undefined;
}
