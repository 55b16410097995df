import { type Clause, type Sign, not } from './clause-search.ts';
import type { Formula } from './formula.ts';
import type { Answer, Solver } from './solver.ts';

/** Writes formulas as clauses. Parts of a formula get names that are true only where the part is (Plaisted, Greenbaum, 1986). */
export class Encoder {
  readonly solver: Solver;
  private readonly names = new WeakMap<Formula, Named>();

  constructor(solver: Solver) {
    this.solver = solver;
  }

  /** A sign that is true only where the formula is, and the clauses that see to it. */
  name(formula: Formula): Named {
    if (formula.kind === 'literal') return { sign: this.solver.signOf(formula.literal), clauses: [] };
    const known = this.names.get(formula);
    if (known !== undefined) return known;
    const sign = this.solver.newName();
    const named = { sign, clauses: this.clausesOf(formula, [not(sign)]) };
    this.names.set(formula, named);
    return named;
  }

  /** Clauses that make the formula true wherever none of the other signs is. */
  clausesOf(formula: Formula, others: readonly Sign[]): readonly Clause[] {
    switch (formula.kind) {
      case 'literal':
        return [this.solver.add([...others, this.solver.signOf(formula.literal)])];
      case 'all':
        return formula.of.flatMap((each) => this.clausesOf(each, others));
      case 'any': {
        const named = formula.of.map((each) => this.name(each));
        return [
          this.solver.add([...others, ...named.map(({ sign }) => sign)]),
          ...named.flatMap(({ clauses }) => clauses),
        ];
      }
    }
  }
}

interface Named {
  readonly sign: Sign;
  readonly clauses: readonly Clause[];
}

/** A formula that must be true, under assumptions that change from question to question. */
export class Goal {
  private readonly solver: Solver;
  private readonly guard: Sign;
  private readonly required: readonly Clause[];

  constructor(encoder: Encoder, formula: Formula) {
    this.solver = encoder.solver;
    this.guard = this.solver.newName();
    this.required = encoder.clausesOf(formula, [not(this.guard)]);
  }

  /** A model of the formula with these signs true, or why there is none. */
  answer(assumed: readonly Sign[]): Answer {
    return this.solver.solve([this.guard, ...assumed], this.required);
  }

  /** Models of the formula with these signs true, each differing from the ones before by a decision; last, why there is none. */
  *answers(assumed: readonly Sign[]): Generator<Answer> {
    const own = this.solver.newName();
    const assumptions = [this.guard, ...assumed, own];
    for (;;) {
      const answer = this.solver.solve(assumptions, this.required);
      const decisions = this.solver.decisionsBeyond(assumptions);
      yield answer;
      if (typeof answer === 'string') return;
      if (decisions.length === 0) return;
      this.solver.add([not(own), ...decisions.map(not)]);
    }
  }

  /** What was asked is not asked again. */
  close(): void {
    this.solver.add([not(this.guard)]);
  }
}
