import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decideUnder, isResourcePolicyAlone } from '../../lib/core/access/decide.ts';
import type { Comparison } from '../../lib/core/access/excess.ts';
import type { AccessRequest } from '../../lib/core/access/policy-set.ts';
import { mixedPair, rcpPair } from '../core/access/random-mixed.ts';
import { type SetSource, pairSource } from '../core/access/random-policies.ts';
import { compared, SEED, setOf } from '../core/access/reading-sets.ts';
import { actionsFor, confined, shapesOfActions } from './confined.ts';
import { type ActionShapes, type CallerScript, encodePair } from './encode-pair.ts';
import { NotEncoded, type Reading } from './patterns.ts';
import { requestOfModel } from './request-of-model.ts';
import { FALSE } from './smt.ts';
import { type Answer, solveAll } from './solve.ts';

/** A few in the suite; `npm run test:oracle` asks thousands. */
const PAIRS = Number(process.env['AMBIT_ORACLE_PAIRS'] ?? 24);
const READINGS: readonly Reading[] = PAIRS > 100 ? ['segment-wise', 'crossing'] : ['segment-wise'];

type Pair = readonly [granted: SetSource, limit: SetSource];

/** Identity policies with what limits them, the same under RCPs, and beside the policy of a resource. */
const pairs: fc.Arbitrary<Pair> = fc.oneof(
  { weight: 5, arbitrary: pairSource },
  { weight: 2, arbitrary: rcpPair },
  { weight: 4, arbitrary: mixedPair.map(({ granted, limit }) => [granted, limit] as const) },
);

interface Question {
  readonly pair: Pair;
  readonly verdict: Comparison['verdict'];
  /** By reading, as READINGS has them. */
  readonly scripts: readonly (readonly CallerScript[])[];
}

/** What z3 says of one question under one reading, and the request that it found. */
interface Found {
  readonly question: Question;
  readonly answer: Answer['answer'];
  readonly request: AccessRequest | undefined;
}

const drawn = fc.sample(pairs, { seed: SEED, numRuns: PAIRS });
const leftOut: string[] = [];
let found: readonly (readonly Found[])[] = [];

/** Pairs that are encoded before they are solved: scripts are long. */
const AT_ONCE = 120;

beforeAll(
  async () => {
    const shapes = await shapesOfActions();
    const all: Found[][] = READINGS.map(() => []);
    for (let start = 0; start < PAIRS; start += AT_ONCE) {
      const questions = drawn.slice(start, start + AT_ONCE).flatMap((pair) => questionOf(pair, shapes));
      const answers = await answersOf(questions);
      for (const [index, list] of all.entries()) {
        list.push(...questions.map((question) => findingOf(question, question.scripts[index] ?? [], answers)));
      }
    }
    found = all;
  },
  1000 * Math.max(180, 2 * PAIRS),
);

describe(`z3 as an oracle (${PAIRS} pairs of policy sets, seed ${SEED})`, () => {
  const readings = READINGS.map((reading, index) => [reading, index] as const);

  test.each(readings)('contradicts no verdict under the %s reading', (reading, index) => {
    const findings = found[index] ?? [];
    const wrong = findings.filter(({ question, answer }) => contradicts(question.verdict, answer));
    const unsolved = findings.filter(({ answer }) => answer === 'unknown').length;
    const open = findings.filter(({ question }) => question.verdict === 'undetermined');
    const outside = open.filter(({ answer }) => answer === 'sat').length;
    process.stdout.write(
      `z3, ${reading}, seed ${SEED}: ${findings.length} of ${PAIRS} encoded, ${unsolved} unsolved, ` +
        `${wrong.length} contradicted, ${open.length} undetermined (${outside} of them outside)\n`,
    );
    expect(wrong.map(described)).toEqual([]);
    expect(unsolved / findings.length).toBeLessThan(0.02);
  });

  test.each(readings)('finds no request that is decided otherwise under the %s reading', (reading, index) => {
    const wrong = (found[index] ?? []).filter(
      ({ question, request }) => request !== undefined && !isOutside(question.pair, request, reading),
    );
    expect(wrong.map(described)).toEqual([]);
  });

  test('leaves out fewer than one pair in fifty', () => {
    if (leftOut.length > 0) process.stdout.write(`z3, left out: ${[...new Set(leftOut)].join('; ')}\n`);
    expect(leftOut.length / PAIRS).toBeLessThan(0.02);
  });
});

/** None where the encoding leaves something out. */
function questionOf([left, limit]: Pair, shapes: ReadonlyMap<string, ActionShapes>): readonly Question[] {
  const granted = confined(left);
  const actions = actionsFor(granted).flatMap((action) => shapes.get(action) ?? []);
  try {
    const scripts = READINGS.map((reading) => encodePair(granted, limit, actions, reading));
    return [{ pair: [granted, limit], verdict: compared(granted, limit).verdict, scripts }];
  } catch (error) {
    if (!(error instanceof NotEncoded)) throw error;
    leftOut.push(error.message);
    return [];
  }
}

/** By script; most are the same under both readings. */
async function answersOf(questions: readonly Question[]): Promise<ReadonlyMap<string, Answer | undefined>> {
  const all = questions.flatMap(({ scripts }) => scripts.flat().map(({ script }) => script));
  const distinct = [...new Set(all)].filter((script) => script !== FALSE);
  const solved = await solveAll(distinct);
  return new Map(distinct.map((script, index) => [script, solved[index]]));
}

/** One caller who can is enough. */
function findingOf(
  question: Question,
  scripts: readonly CallerScript[],
  answers: ReadonlyMap<string, Answer | undefined>,
): Found {
  const all = scripts.map(({ script, caller }) => ({ caller, ...(answers.get(script) ?? UNSAT) }));
  const one = all.find(({ answer }) => answer === 'sat') ?? all.find(({ answer }) => answer === 'unknown');
  const asked = { ...question, scripts: [] };
  if (one?.answer !== 'sat') return { question: asked, answer: one?.answer ?? 'unsat', request: undefined };
  return {
    question: asked,
    answer: 'sat',
    request: requestOfModel(one.model, one.caller, actionsFor(question.pair[0])),
  };
}

const UNSAT: Answer = { answer: 'unsat', model: '' };

function contradicts(verdict: Comparison['verdict'], answer: Answer['answer']): boolean {
  return (verdict === 'within' && answer === 'sat') || (verdict === 'exceeds' && answer === 'unsat');
}

function isOutside([left, right]: Pair, request: AccessRequest, reading: Reading): boolean {
  const [granted, limit] = [setOf(left), setOf(right)];
  const own = isResourcePolicyAlone(limit) ? limit : { ...limit, principal: granted.principal };
  if (decideUnder(reading, granted, request).decision !== 'allow') return false;
  return decideUnder(reading, own, request).decision.endsWith('-deny');
}

function described({ question: { pair, verdict }, request }: Found): object {
  return { pair: JSON.stringify(pair), verdict, request: JSON.stringify(request) };
}
