import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Budget } from '../../../../lib/core/access/ambit/budget.ts';
import type { CompiledStatement } from '../../../../lib/core/access/ambit/compile.ts';
import { modelOfAll } from '../../../../lib/core/access/ambit/conjunction.ts';
import {
  type Formula,
  type Side,
  all,
  allowed,
  any,
  literalFormula,
  negation,
  refused,
} from '../../../../lib/core/access/ambit/formula.ts';
import { Encoder, Goal } from '../../../../lib/core/access/ambit/goal.ts';
import { type Literal, negated } from '../../../../lib/core/access/ambit/literal.ts';
import { type Answer, Solver } from '../../../../lib/core/access/ambit/solver.ts';
import { Theory } from '../../../../lib/core/access/ambit/theory.ts';
import { runs, SEED } from '../reading-sets.ts';
import { ATOMS, POINTS, formula, holdsAt, isTrueAt, literal, literalsOfOnePart, pointsOf } from './random-formulas.ts';

const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

function theoryWith(budget: Budget): Theory {
  return new Theory(() => undefined, budget);
}

function encoderWith(steps: number): Encoder {
  const budget = new Budget(steps);
  return new Encoder(new Solver(theoryWith(budget), budget));
}

function kindOf(answer: Answer): 'some' | 'none' | 'unknown' {
  return typeof answer === 'string' ? answer : 'some';
}

/** A formula together with what is assumed, as one formula. */
function under(goal: Formula, assumed: readonly Literal[]): Formula {
  return all([goal, ...assumed.map(literalFormula)]);
}

/** Whether a model makes a formula true, for some answer to what is left open. */
function isModelOf(answer: Answer, goal: Formula): boolean {
  return typeof answer === 'object' && pointsOf(answer).some((point) => isTrueAt(goal, point));
}

const assumptions = fc.uniqueArray(literal, { maxLength: 3, selector: ({ atom }) => atom.meaning });

describe(`literals about one part of a request (seed ${SEED})`, () => {
  test('are solved where a value of every kind tells that they can be, and not where none does', () => {
    fc.assert(
      fc.property(literalsOfOnePart, (literals) => {
        const found = theoryWith(new Budget(1_000_000)).solve(literals);
        const possible = POINTS.some((point) => literals.every(({ atom, holds }) => holdsAt(atom, point) === holds));
        expect(found).not.toBe('cap');
        expect(found !== 'none').toBe(possible);
      }),
      settings(150),
    );
  });

  test('are true with the values that were found, as far as that is said', () => {
    fc.assert(
      fc.property(literalsOfOnePart, (literals) => {
        const theory = theoryWith(new Budget(1_000_000));
        const found = theory.solve(literals);
        if (typeof found === 'string') return;
        for (const { atom, holds } of literals) expect([holds, undefined]).toContain(theory.holds(atom, found));
        const again = theory.solve(literals.toReversed());
        expect(again).toEqual(found);
      }),
      settings(110),
    );
  });

  test('are not called impossible when nothing is left to spend', () => {
    fc.assert(
      fc.property(literalsOfOnePart, fc.nat(20), (literals, steps) => {
        const found = theoryWith(new Budget(steps / 10)).solve(literals);
        const slow = theoryWith(new Budget(1_000_000)).solve(literals);
        expect(found === 'none' ? slow : 'none').toBe('none');
      }),
      settings(110),
    );
  });
});

describe(`literals by themselves (seed ${SEED})`, () => {
  test('are answered as by the solver, with values that make them true', () => {
    fc.assert(
      fc.property(fc.array(literal, { maxLength: 5 }), (literals) => {
        const budget = new Budget(1_000_000);
        const answer = modelOfAll(literals, theoryWith(budget), budget);
        const encoder = encoderWith(1_000_000);
        const signs = literals.map((each) => encoder.solver.signOf(each));
        expect(kindOf(answer)).toBe(kindOf(new Goal(encoder, all([])).answer(signs)));
        expect(isModelOf(answer, under(all([]), literals))).toBe(typeof answer === 'object');
      }),
      settings(150),
    );
  });

  test('are not called impossible when nothing is left to spend', () => {
    fc.assert(
      fc.property(fc.array(literal, { maxLength: 5 }), fc.nat(20), (literals, steps) => {
        const [little, much] = [new Budget(steps / 10), new Budget(1_000_000)];
        const answer = modelOfAll(literals, theoryWith(little), little);
        expect(answer === 'none' ? modelOfAll(literals, theoryWith(much), much) : 'none').toBe('none');
      }),
      settings(110),
    );
  });
});

describe(`a goal (seed ${SEED})`, () => {
  test('has a model where a truth table has one, whatever was asked before', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(formula, fc.array(assumptions, { minLength: 1, maxLength: 3 })), {
          minLength: 1,
          maxLength: 4,
        }),
        (questions) => {
          const encoder = encoderWith(1_000_000);
          for (const [asked, lists] of questions) {
            const goal = new Goal(encoder, asked);
            for (const assumed of lists) {
              const whole = under(asked, assumed);
              const answer = goal.answer(assumed.map((each) => encoder.solver.signOf(each)));
              expect(kindOf(answer)).toBe(POINTS.some((point) => isTrueAt(whole, point)) ? 'some' : 'none');
              expect(answer === 'none' || isModelOf(answer, whole)).toBe(true);
            }
            goal.close();
          }
        },
      ),
      settings(80),
    );
  });

  test('has models that each make it true, and as many as it takes to say that there are no more', () => {
    fc.assert(
      fc.property(formula, assumptions, (asked, assumed) => {
        const encoder = encoderWith(1_000_000);
        const goal = new Goal(encoder, asked);
        const signs = assumed.map((each) => encoder.solver.signOf(each));
        const whole = under(asked, assumed);
        let models = 0;
        for (const answer of goal.answers(signs)) {
          expect(answer).not.toBe('unknown');
          expect(answer === 'none' || isModelOf(answer, whole)).toBe(true);
          if (answer === 'none') break;
          models += 1;
          if (models > 40) break;
        }
        expect(models > 0).toBe(POINTS.some((point) => isTrueAt(whole, point)));
        // what was ruled out for one series of models is there again for the next question
        expect(kindOf(goal.answer(signs))).toBe(models > 0 ? 'some' : 'none');
      }),
      settings(80),
    );
  });

  test('gets no wrong answer when the budget ends in the middle', () => {
    fc.assert(
      fc.property(
        formula,
        fc.array(assumptions, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 300 }),
        (asked, lists, steps) => {
          const encoder = encoderWith(steps / 10);
          const goal = new Goal(encoder, asked);
          for (const assumed of lists) {
            const whole = under(asked, assumed);
            const answer = goal.answer(assumed.map((each) => encoder.solver.signOf(each)));
            const possible = POINTS.some((point) => isTrueAt(whole, point));
            expect(['unknown', possible ? 'some' : 'none']).toContain(kindOf(answer));
            expect(typeof answer === 'string' || isModelOf(answer, whole)).toBe(true);
          }
        },
      ),
      settings(110),
    );
  });

  test('is not called impossible for what one part of a request gave up on', () => {
    /** Gives up on every question about more than one literal. */
    class Tired extends Theory {
      override solve(literals: readonly Literal[]): ReturnType<Theory['solve']> {
        return literals.length > 1 ? 'cap' : super.solve(literals);
      }
    }
    fc.assert(
      fc.property(formula, fc.array(assumptions, { minLength: 1, maxLength: 3 }), (asked, lists) => {
        const budget = new Budget(1_000_000);
        const encoder = new Encoder(new Solver(new Tired(() => undefined, budget), budget));
        const goal = new Goal(encoder, asked);
        for (const assumed of lists) {
          const whole = under(asked, assumed);
          const kind = kindOf(goal.answer(assumed.map((each) => encoder.solver.signOf(each))));
          const possible = POINTS.some((point) => isTrueAt(whole, point));
          expect(['unknown', possible ? 'some' : 'none']).toContain(kind);
        }
      }),
      settings(110),
    );
  });
});

describe(`formulas (seed ${SEED})`, () => {
  test('are themselves when negated twice, and false exactly where their negation is true', () => {
    fc.assert(
      fc.property(formula, fc.nat(), (asked, at) => {
        expect(negation(negation(asked))).toEqual(asked);
        for (const point of [0, 7, 19, 101].map((step) => POINTS[(at + step) % POINTS.length])) {
          expect(point !== undefined && isTrueAt(negation(asked), point)).toBe(
            point !== undefined && !isTrueAt(asked, point),
          );
        }
      }),
      settings(110),
    );
  });

  test('and their negation cannot both be had, and one of them always can', () => {
    fc.assert(
      fc.property(formula, (asked) => {
        const answerTo = (goal: Formula): string => kindOf(new Goal(encoderWith(1_000_000), goal).answer([]));
        expect(answerTo(all([asked, negation(asked)]))).toBe('none');
        expect(answerTo(any([asked, negation(asked)]))).toBe('some');
      }),
      settings(100),
    );
  });

  test('say that a side allows exactly where they do not say that it refuses', () => {
    const statements = fc.array(fc.array(literal, { maxLength: 3 }).map(statementOf), { maxLength: 3 });
    const side: fc.Arbitrary<Side> = fc.record({ levels: fc.array(statements, { maxLength: 3 }), denies: statements });
    fc.assert(
      fc.property(side, fc.nat(POINTS.length - 1), (one, at) => {
        const [point] = POINTS.slice(at);
        if (point === undefined) return;
        const applies = ({ literals }: CompiledStatement): boolean =>
          literals.every(({ atom, holds }) => holdsAt(atom, point) === holds);
        const isAllowed = one.levels.every((level) => level.some(applies)) && !one.denies.some(applies);
        expect(isTrueAt(allowed(one), point)).toBe(isAllowed);
        expect(isTrueAt(refused(one), point)).toBe(!isAllowed);
      }),
      settings(300),
    );
  });

  test('of a literal and its negation speak of one atom', () => {
    const encoder = encoderWith(100);
    for (const atom of ATOMS) {
      const one: Literal = { atom, holds: true };
      expect(negated(negated(one))).toEqual(one);
      expect(encoder.solver.signOf(negated(one))).toBe(encoder.solver.signOf(one) ^ 1);
    }
  });
});

function statementOf(literals: readonly Literal[]): CompiledStatement {
  return {
    policy: 'p',
    statement: undefined,
    effect: 'Allow',
    literals,
    units: [],
    unclear: [],
    hasVariables: { resource: false, conditions: false },
  };
}
