import type { Budget } from './budget.ts';
import { type Clause, ClauseSearch, type Sign } from './clause-search.ts';
import { type Atom, type Literal, dimensionOf, negated } from './literal.ts';
import type { PartModel, Theory } from './theory.ts';

/** Values for the parts of a request that matter, by part. */
export type Model = ReadonlyMap<string, { readonly atom: Atom; readonly model: PartModel }>;

/** `unknown`: no model was found, but one was not ruled out either. */
export type Answer = Model | 'none' | 'unknown';

/** How often a contradiction is asked again with fewer literals: of many that are all needed none can be spared. */
const MOST_PAIRS = 64;
const MOST_REDUCTIONS = 48;

/**
 * Satisfiability modulo the theories of a request's parts: conflict-driven clause learning over the atoms of policies,
 * each part's literals solved by `Theory`. It stops as soon as the values that were found make every required clause true,
 * decided or not: the most general values settle most questions. What is learned holds for all later questions.
 * Source: Nieuwenhuis, Oliveras, Tinelli, "Solving SAT and SAT Modulo Theories", 2006.
 */
export class Solver {
  private readonly theory: Theory;
  private readonly budget: Budget;
  private readonly search: ClauseSearch;
  private readonly atoms: (Atom | undefined)[] = [];
  private readonly variables = new Map<string, number>();
  private readonly parts = new Map<string, Part>();
  private readonly partOf: (Part | undefined)[] = [];
  private readonly dirty = new Set<Part>();
  private readonly evaluations: (Evaluation | undefined)[] = [];
  private added = 0;

  constructor(theory: Theory, budget: Budget) {
    this.theory = theory;
    this.budget = budget;
    this.search = new ClauseSearch({
      // what follows from the other literals of its part need not be solved with them
      assigned: (sign, reason) => {
        if (reason?.isLemma !== true) this.changePart(sign, (part) => part.push(this.literalOf(sign), sign >> 1));
      },
      unassigned: (sign) => this.changePart(sign, (part) => part.pop(sign >> 1)),
    });
  }

  /** The sign of a literal. */
  signOf({ atom, holds }: Literal): Sign {
    const known = this.variables.get(atom.meaning);
    const variable = known ?? this.newVariable(atom);
    if (known === undefined) this.variables.set(atom.meaning, variable);
    return holds ? 2 * variable : 2 * variable + 1;
  }

  /** A new name for a part of a formula; false unless a clause asks for it. */
  newName(): Sign {
    return 2 * this.newVariable(undefined);
  }

  /** How many clauses were added. */
  get size(): number {
    return this.added;
  }

  /** Adds a clause for good. */
  add(signs: readonly Sign[]): Clause {
    this.added += 1;
    return this.search.add({ signs: [...new Set(signs)], tainted: false });
  }

  /** Values that make the assumptions and the required clauses true, and all others as far as a name is asked for. */
  solve(assumptions: readonly Sign[], required: readonly Clause[]): Answer {
    const { search, budget } = this;
    search.undoTo(0);
    for (;;) {
      if (search.broken !== undefined) return search.broken.tainted ? 'unknown' : 'none';
      let conflict = search.propagate();
      if (conflict === undefined) {
        // all that is assumed is solved at once
        const assumption = assumptions.find((sign) => search.valueOf(sign) !== 'true');
        if (assumption !== undefined && search.valueOf(assumption) === 'false') {
          return search.isTainted(assumption) ? 'unknown' : 'none';
        }
        if (assumption === undefined) conflict = this.checkParts();
        const next = assumption ?? (conflict === undefined ? this.nextDecision(required) : undefined);
        if (next === 'done') return this.model();
        if (next !== undefined) search.decide(next);
      }
      if (!budget.spend(conflict === undefined ? 0.2 : 1)) return 'unknown';
      if (conflict !== undefined) search.learnFrom(conflict);
    }
  }

  /** What was decided beyond the assumptions in the last model: another model differs from it in one of these. */
  decisionsBeyond(assumptions: readonly Sign[]): readonly Sign[] {
    return this.search.decisions().filter((sign) => !assumptions.includes(sign));
  }

  private newVariable(atom: Atom | undefined): number {
    this.atoms.push(atom);
    this.evaluations.push(undefined);
    if (atom === undefined) this.partOf.push(undefined);
    else {
      const name = dimensionOf(atom);
      const part = this.parts.get(name) ?? new Part(atom);
      this.parts.set(name, part);
      this.partOf.push(part);
    }
    return this.search.newVariable();
  }

  private literalOf(sign: Sign): Literal {
    const atom = this.atoms[sign >> 1];
    if (atom === undefined) throw new Error('a name says nothing about a part of the request');
    return { atom, holds: (sign & 1) === 0 };
  }

  private changePart(sign: Sign, change: (part: Part) => void): void {
    const part = this.partOf[sign >> 1];
    if (part === undefined) return;
    change(part);
    if (part.isSolved()) this.dirty.delete(part);
    else this.dirty.add(part);
  }

  /** Solves the parts of which more is asked than before; a clause that came out false. */
  private checkParts(): Clause | undefined {
    for (const part of this.dirty) {
      const { literals } = part;
      const model = this.theory.solve(literals);
      if (typeof model === 'object') {
        part.solvedBy(model);
        this.dirty.delete(part);
        continue;
      }
      const core = model === 'none' ? this.coreOf(literals) : literals;
      const signs = core.map((literal) => this.signOf(negated(literal)));
      const conflict: Clause = model === 'cap' ? { signs, tainted: true } : { signs, tainted: false, isLemma: true };
      this.search.remember(conflict);
      return conflict;
    }
    return undefined;
  }

  /** Some of the literals that already cannot be true together: the fewer, the more is learned. */
  private coreOf(literals: readonly Literal[]): readonly Literal[] {
    const impossible = (some: readonly Literal[]): boolean => this.theory.solve(some) === 'none';
    const last = literals.at(-1);
    if (last === undefined || literals.length <= 2) return literals;
    if (impossible([last])) return [last];
    // the newest one is at fault, mostly with one other
    const other = literals
      .slice(0, -1)
      .slice(-MOST_PAIRS)
      .find((each) => impossible([each, last]));
    if (other !== undefined) return [other, last];
    let core = literals;
    let tries = 0;
    for (let size = core.length >> 1; size > 0; size >>= 1) {
      for (let from = 0; from < core.length; ) {
        if (tries >= MOST_REDUCTIONS) return core;
        tries += 1;
        const fewer = [...core.slice(0, from), ...core.slice(from + size)];
        if (fewer.length > 1 && impossible(fewer)) core = fewer;
        else from += size;
      }
    }
    return core;
  }

  /** What to decide next; `done`: the values found make everything true. */
  private nextDecision(required: readonly Clause[]): Sign | 'done' {
    const { search } = this;
    let shortest: readonly Sign[] | undefined;
    for (const { signs } of required) {
      if (signs.some((sign) => this.isTrue(sign))) continue;
      const open = signs.filter((sign) => search.valueOf(sign) === 'open');
      if (shortest === undefined || open.length < shortest.length) shortest = open;
      if (shortest.length <= 2) break;
    }
    if (shortest === undefined) return 'done';
    return shortest.reduce((best, sign) => (search.activityOf(sign) > search.activityOf(best) ? sign : best));
  }

  private isTrue(sign: Sign): boolean {
    const value = this.search.valueOf(sign);
    if (value !== 'open') return value === 'true';
    const variable = sign >> 1;
    const wanted = (sign & 1) === 0;
    const atom = this.atoms[variable];
    if (atom === undefined) return !wanted;
    const model = this.partOf[variable]?.model;
    const known = this.evaluations[variable];
    if (known !== undefined && known.model === model) return known.value === wanted;
    const evaluated = { model, value: this.theory.holds(atom, model) };
    this.evaluations[variable] = evaluated;
    return evaluated.value === wanted;
  }

  private model(): Model {
    const model = new Map<string, { readonly atom: Atom; readonly model: PartModel }>();
    for (const [name, part] of this.parts)
      if (part.model !== undefined) model.set(name, { atom: part.atom, model: part.model });
    return model;
  }
}

/** Whether an atom is true with a model; undefined: that is open. */
interface Evaluation {
  readonly model: PartModel | undefined;
  readonly value: boolean | undefined;
}

/** The literals about one part of a request that are in force, and the values found for the first so many of them. */
class Part {
  /** One of the atoms about it. */
  readonly atom: Atom;
  readonly literals: Literal[] = [];
  private readonly variables: number[] = [];
  private readonly solved: { readonly size: number; readonly model: PartModel }[] = [];

  constructor(atom: Atom) {
    this.atom = atom;
  }

  /** Undefined: nothing is asked of the part, or it is not solved yet. */
  get model(): PartModel | undefined {
    const last = this.solved.at(-1);
    return last?.size === this.literals.length ? last.model : undefined;
  }

  isSolved(): boolean {
    return this.literals.length === 0 || this.model !== undefined;
  }

  push(literal: Literal, variable: number): void {
    this.literals.push(literal);
    this.variables.push(variable);
  }

  /** Takes back the literal of this variable, if it was the last one in force. */
  pop(variable: number): void {
    if (this.variables.at(-1) !== variable) return;
    this.variables.pop();
    this.literals.pop();
    while ((this.solved.at(-1)?.size ?? 0) > this.literals.length) this.solved.pop();
  }

  solvedBy(model: PartModel): void {
    this.solved.push({ size: this.literals.length, model });
  }
}
