import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Comparison } from '../../lib/core/access/excess.ts';
import { pairSource } from '../core/access/random-policies.ts';
import { compared, SEED } from '../core/access/reading-sets.ts';
import { confined, shapesOfActions } from './confined.ts';
import { encodePair } from './encode-pair.ts';
import { NotEncoded, type Reading } from './patterns.ts';
import { type Answer, solveAll } from './solve.ts';

/** A few in the suite; `npm run test:oracle` asks thousands. */
const PAIRS = Number(process.env['AMBIT_ORACLE_PAIRS'] ?? 24);
const READINGS: readonly Reading[] = PAIRS > 100 ? ['segment-wise', 'crossing'] : ['segment-wise'];

interface Question {
  readonly pair: string;
  readonly verdict: Comparison['verdict'];
  readonly scripts: readonly (readonly string[])[];
}

const drawn = fc.sample(pairSource, { seed: SEED, numRuns: PAIRS });
let questions: readonly Question[] = [];

beforeAll(async () => {
  const actions = await shapesOfActions();
  questions = drawn.flatMap(([left, limit]): readonly Question[] => {
    const granted = confined(left);
    try {
      const scripts = READINGS.map((reading) => encodePair(granted, limit, actions, reading));
      return [{ pair: JSON.stringify([granted, limit]), verdict: compared(granted, limit).verdict, scripts }];
    } catch (error) {
      if (error instanceof NotEncoded) return [];
      throw error;
    }
  });
});

describe(`z3 as an oracle (${PAIRS} pairs of policy sets, seed ${SEED})`, () => {
  test.each(READINGS.map((reading, index) => [reading, index] as const))(
    'agrees with every verdict under the %s reading',
    async (reading, index) => {
      const answers = await solveAll(questions.map(({ scripts }) => scripts[index] ?? []));
      const wrong = questions.filter(({ verdict }, at) => contradicts(verdict, answers[at] ?? 'unknown'));
      expect(wrong.map(({ pair, verdict }) => ({ pair, verdict }))).toEqual([]);
      const unsolved = answers.filter((answer) => answer === 'unknown').length;
      const open = questions.filter(({ verdict }) => verdict === 'undetermined').length;
      process.stdout.write(
        `z3, ${reading}: ${questions.length} of ${PAIRS} encoded, ${unsolved} unsolved, ${open} undetermined\n`,
      );
      expect(unsolved / questions.length).toBeLessThan(0.5);
    },
    600_000 * READINGS.length * Math.ceil(PAIRS / 1000),
  );
});

function contradicts(verdict: Comparison['verdict'], answer: Answer): boolean {
  return (verdict === 'within' && answer === 'sat') || (verdict === 'exceeds' && answer === 'unsat');
}
