import { compare } from '../lib/core/access/compare.ts';
import type { Comparison } from '../lib/core/access/excess.ts';
import type { PolicySet } from '../lib/core/access/policy-set.ts';
import { randomFrom } from '../test/core/access/random-requests.ts';
import { faultOf } from './check-answer.ts';
import { KnownSets } from './known-sets.ts';
import { freshSet, type StoredPolicy } from './managed-policies.ts';
import { allocated, timed } from './measure.ts';
import { nameOf, type PairQuestion } from './pair-question.ts';
import { type Asked, slowestOf, undeterminedOf } from './pair-tables.ts';
import type { Row, Table } from './report.ts';
import { summaryOf } from './statistics.ts';
import { Tally } from './tally.ts';

/** The three timings of one pair of policies. */
export interface PairAnswers {
  /** The pair is new; its documents may have been compared with others before, as in a sweep. */
  readonly first: Row;
  /** The same pair of the same documents once more. */
  readonly again: Row;
  /** Both documents were just parsed: nothing is known of them. */
  readonly cold: Row;
  readonly tally: Tally;
  readonly tables: readonly Table[];
  readonly wrong: readonly string[];
}

/** Questions that are parsed together, then timed together, so that parsing and checking stay outside. */
const TOGETHER = 100;

interface Pair {
  readonly question: PairQuestion;
  readonly granted: PolicySet;
  readonly limit: PolicySet;
}

interface Timings {
  /** Those of the pairs that were asked last. */
  comparisons: readonly Comparison[];
  readonly times: number[];
  bytes: number;
}

/** Every question three times: as it comes, again, and with cold documents; the answers are checked, outside of all timing. */
export function askPairs(questions: readonly PairQuestion[], seed: number, requests: number): PairAnswers {
  const random = randomFrom(seed);
  const known = new KnownSets();
  const [first, again, cold] = [noTimings(), noTimings(), noTimings()];
  const tally = new Tally();
  const wrong: string[] = [];
  const asked: Asked[] = [];
  for (let start = 0; start < questions.length; start += TOGETHER) {
    const some = questions.slice(start, start + TOGETHER);
    const pairs = some.map((question) => pairOf(question, (policy) => known.setOf(policy)));
    const coldPairs = some.map((question) => pairOf(question, freshSet));
    for (const [timings, own] of [
      [first, pairs],
      [again, pairs],
      [cold, coldPairs],
    ] as const)
      addTimings(timings, own);
    for (const [index, { question, granted, limit }] of pairs.entries()) {
      const [comparison, ...others] = [first, again, cold].flatMap(({ comparisons }) => comparisons[index] ?? []);
      if (comparison === undefined) continue;
      tally.add(comparison, new Set([...question.granted.features, ...question.limit.features]));
      asked.push({
        question,
        verdict: comparison.verdict,
        rules: rulesOf(comparison),
        time: first.times[start + index] ?? 0,
      });
      const fault = faultOf(comparison, { granted, limit }, { random, requests }) ?? differenceOf(comparison, others);
      if (fault !== undefined) wrong.push(`${nameOf(question)}: ${fault}`);
    }
    process.stderr.write(`\r  ${Math.min(start + TOGETHER, questions.length)} of ${questions.length} `);
  }
  process.stderr.write('\r');
  return {
    first: rowOf('first time', first),
    again: rowOf('again', again),
    cold: rowOf('documents just parsed', cold),
    tally,
    tables: [...tally.tables(), slowestOf(asked), undeterminedOf(asked)],
    wrong,
  };
}

function pairOf(question: PairQuestion, setOf: (policy: StoredPolicy) => PolicySet): Pair {
  return { question, granted: setOf(question.granted), limit: setOf(question.limit) };
}

function noTimings(): Timings {
  return { comparisons: [], times: [], bytes: 0 };
}

/** Only the comparisons of these pairs are kept: thousands of answers would burden the collector. */
function addTimings(timings: Timings, pairs: readonly Pair[]): void {
  const [answers, bytes] = allocated(() => pairs.map(({ granted, limit }) => timed(() => compare(granted, [limit]))));
  timings.comparisons = answers.map(([comparison]) => comparison);
  timings.times.push(...answers.map(([, time]) => time));
  timings.bytes += bytes;
}

/** The answer must not depend on what was asked before. */
function differenceOf({ verdict }: Comparison, others: readonly Comparison[]): string | undefined {
  const other = others.find((each) => each.verdict !== verdict);
  return other === undefined ? undefined : `${verdict} at first, and ${other.verdict} when asked once more`;
}

function rulesOf({ verdict, reasons }: Comparison): readonly string[] {
  return verdict === 'undetermined' ? [...new Set(reasons.map(({ rule }) => rule))] : [];
}

function rowOf(question: string, { times, bytes }: Timings): Row {
  return { question, timing: summaryOf(times), bytes: bytes / times.length };
}
