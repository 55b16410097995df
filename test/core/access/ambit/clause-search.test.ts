import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Clause, ClauseSearch, type Sign, not } from '../../../../lib/core/access/ambit/clause-search.ts';
import { runs, SEED } from '../reading-sets.ts';

const VARIABLES = 6;

/** All assignments: for each variable whether it is true. */
const ASSIGNMENTS = Array.from({ length: 2 ** VARIABLES }, (_none, bits) =>
  Array.from({ length: VARIABLES }, (_value, variable) => ((bits >> variable) & 1) === 1),
);

function isTrue(sign: Sign, assignment: readonly boolean[]): boolean {
  return assignment[sign >> 1] === ((sign & 1) === 0);
}

function satisfies(clause: readonly Sign[], assignment: readonly boolean[]): boolean {
  return clause.some((sign) => isTrue(sign, assignment));
}

/** Clauses of which some only stand for the sake of going on. */
const clauses = fc.array(
  fc.record({
    signs: fc.uniqueArray(fc.nat(2 * VARIABLES - 1), { minLength: 1, maxLength: 3 }),
    tainted: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 1, maxLength: 28 },
);
const order = fc.array(fc.nat(2 * VARIABLES - 1), { minLength: 2 * VARIABLES, maxLength: 3 * VARIABLES });

/** What was told of variables that were decided, and taken back. */
class Log {
  readonly inForce: Sign[] = [];
  readonly reasons: Clause[] = [];

  assigned(sign: Sign, reason: Clause | undefined): void {
    this.inForce.push(sign);
    if (reason !== undefined) this.reasons.push(reason);
  }

  unassigned(sign: Sign): void {
    if (this.inForce.pop() !== sign) throw new Error('a sign is taken back that was not the last one');
  }
}

interface Outcome {
  readonly search: ClauseSearch;
  readonly log: Log;
}

/** Decides in this order until all is decided or the clauses contradict each other. */
function run(list: readonly Clause[], decisions: readonly Sign[]): Outcome {
  const log = new Log();
  const search = new ClauseSearch(log);
  for (let made = 0; made < VARIABLES; made += 1) search.newVariable();
  for (const { signs, tainted } of list) search.add({ signs: [...signs], tainted });
  while (search.broken === undefined) {
    const conflict = search.propagate();
    if (conflict !== undefined) {
      search.learnFrom(conflict);
      continue;
    }
    const next = [...decisions, ...ALL].find((sign) => search.valueOf(sign) === 'open');
    if (next === undefined) break;
    search.decide(next);
  }
  return { search, log };
}

const ALL = Array.from({ length: VARIABLES }, (_none, variable) => 2 * variable);
const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

describe(`a search among clauses (seed ${SEED})`, () => {
  test('finds an assignment where a truth table has one, and a contradiction where it has none', () => {
    fc.assert(
      fc.property(clauses, order, (list, decisions) => {
        const models = ASSIGNMENTS.filter((each) => list.every(({ signs }) => satisfies(signs, each)));
        const { search, log } = run(list, decisions);
        expect(search.broken === undefined).toBe(models.length > 0);
        if (search.broken !== undefined) return;
        const found = ALL.map((sign) => search.valueOf(sign) === 'true');
        expect(models).toContainEqual(found);
        expect(log.inForce.toSorted((a, b) => a - b)).toEqual(
          found.map((value, variable) => 2 * variable + (value ? 0 : 1)),
        );
      }),
      settings(250),
    );
  });

  test('learns only what follows from the clauses', () => {
    fc.assert(
      fc.property(clauses, order, (list, decisions) => {
        const models = ASSIGNMENTS.filter((each) => list.every(({ signs }) => satisfies(signs, each)));
        const certain = ASSIGNMENTS.filter((each) => list.every((one) => one.tainted || satisfies(one.signs, each)));
        const { search, log } = run(list, decisions);
        for (const { signs, tainted } of log.reasons) {
          // what is not tainted follows from the clauses that are certain
          const wrong = (tainted ? models : certain).filter((each) => !satisfies(signs, each));
          expect(wrong).toEqual([]);
        }
        expect(search.broken?.tainted === false ? certain : []).toEqual([]);
      }),
      settings(250),
    );
  });

  test('goes on after more clauses as if all had been there from the start', () => {
    fc.assert(
      fc.property(clauses, clauses, order, (first, more, decisions) => {
        const both = [...first, ...more];
        const models = ASSIGNMENTS.filter((each) => both.every(({ signs }) => satisfies(signs, each)));
        const { search } = run(first, decisions);
        for (const { signs, tainted } of more) {
          search.add({ signs: [...signs], tainted });
          expect(search.decisions()).toEqual([]);
        }
        while (search.broken === undefined) {
          const conflict = search.propagate();
          if (conflict !== undefined) search.learnFrom(conflict);
          const next = ALL.find((sign) => search.valueOf(sign) === 'open');
          if (conflict === undefined && next === undefined) break;
          if (conflict === undefined && next !== undefined) search.decide(next);
        }
        expect(search.broken === undefined).toBe(models.length > 0);
      }),
      settings(200),
    );
  });

  test('says of what is false under decisions whether it may only be so for the sake of going on', () => {
    fc.assert(
      fc.property(clauses, order, fc.integer({ min: 1, max: 3 }), (list, decisions, depth) => {
        const log = new Log();
        const search = new ClauseSearch(log);
        for (let made = 0; made < VARIABLES; made += 1) search.newVariable();
        for (const { signs, tainted } of list) search.add({ signs: [...signs], tainted });
        const certain = ASSIGNMENTS.filter((each) => list.every((one) => one.tainted || satisfies(one.signs, each)));
        for (const sign of decisions.slice(0, depth)) {
          if (search.broken !== undefined || search.propagate() !== undefined) return;
          if (search.valueOf(sign) === 'open') search.decide(sign);
        }
        if (search.broken !== undefined || search.propagate() !== undefined) return;
        const assumed = search.decisions();
        const decided = certain.filter((each) => assumed.every((sign) => isTrue(sign, each)));
        for (const sign of [...ALL, ...ALL.map(not)]) {
          if (search.valueOf(sign) !== 'false' || search.isTainted(sign)) continue;
          expect(decided.filter((each) => isTrue(sign, each))).toEqual([]);
        }
      }),
      settings(200),
    );
  });

  test('takes decisions back to where they were', () => {
    const log = new Log();
    const search = new ClauseSearch(log);
    const [a = 0, b = 0, c = 0] = [0, 1, 2].map(() => 2 * search.newVariable());
    search.add({ signs: [not(a), b], tainted: false });
    search.decide(a);
    expect(search.propagate()).toBeUndefined();
    expect([a, b, c].map((sign) => search.valueOf(sign))).toEqual(['true', 'true', 'open']);
    search.decide(not(c));
    expect(search.propagate()).toBeUndefined();
    expect(search.decisions()).toEqual([a, not(c)]);
    search.undoTo(1);
    expect([a, b, c].map((sign) => search.valueOf(sign))).toEqual(['true', 'true', 'open']);
    expect(search.decisions()).toEqual([a]);
    search.undoTo(0);
    expect([a, b, c].map((sign) => search.valueOf(sign))).toEqual(['open', 'open', 'open']);
    expect(log.inForce).toEqual([]);
  });

  test('is broken by a clause without signs', () => {
    const search = new ClauseSearch(new Log());
    search.add({ signs: [], tainted: true });
    expect(search.broken).toEqual({ tainted: true });
  });
});
