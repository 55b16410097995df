import { compare } from '../lib/core/access/compare.ts';
import type { Comparison } from '../lib/core/access/excess.ts';
import type { PolicySet } from '../lib/core/access/policy-set.ts';
import type { JsonValue } from '../lib/core/json.ts';
import { setOf } from '../test/core/access/reading-sets.ts';
import { allocated, timed } from './measure.ts';

/** What may be spent on one question, all repetitions together, in milliseconds. */
const MOST_TIME = 2000;

/** One comparison made by a process that had compared nothing before: milliseconds, and bytes of both documents. */
export interface ColdAnswer {
  readonly granted: PolicySet;
  readonly limit: PolicySet;
  readonly comparison: Comparison;
  readonly time: number;
  readonly bytes: number;
}

/** One question several times, at least once; each time with documents that were just parsed, of which nothing is known. */
export function askCold(granted: JsonValue, limit: JsonValue, runs: number): readonly ColdAnswer[] {
  const answers: ColdAnswer[] = [];
  do answers.push(askOnce(setOf(granted), setOf(limit)));
  while (answers.length < runs && answers.reduce((sum, { time }) => sum + time, 0) < MOST_TIME);
  return answers;
}

function askOnce(granted: PolicySet, limit: PolicySet): ColdAnswer {
  const [[comparison, time], bytes] = allocated(() => timed(() => compare(granted, [limit])));
  return { granted, limit, comparison, time, bytes };
}
