import { parseArn } from '../../policy/arn.ts';
import type { Glob } from '../../policy/glob.ts';
import { type ArnReading, arnGlobOfTemplate } from '../../policy/template.ts';
import { ACTIONS } from '../catalogue.ts';
import { decideUnder, isResourcePolicyAlone } from '../decide.ts';
import type { Reason } from '../excess.ts';
import { pinsOf } from '../pins.ts';
import type { AccessRequest, PolicySet } from '../policy-set.ts';
import { type ActionClass, actionClasses, statementsFor } from './action-classes.ts';
import { type CompiledStatement, Vocabulary } from './compile.ts';
import { type Literal, negated } from './literal.ts';
import { type Path, grantedPaths, limitingPaths } from './paths.ts';
import type { PrincipalCase } from './principals.ts';
import { type Clause, type Point, Search, type SearchState } from './search.ts';
import type { Alphabet } from './text-search.ts';
import { shapeGroups } from './shape-groups.ts';
import { requestsAt } from './witness.ts';

/** One statement, or one resource pattern of it, that lets these actions reach outside the limits. */
export interface Breach {
  readonly statement: CompiledStatement;
  readonly pattern: string | undefined;
  /** Numbers of catalogue actions. */
  readonly actions: readonly number[];
  /** Undefined: no request could be confirmed, so it is only possible. */
  readonly witness: AccessRequest | undefined;
}

/** Everything one comparison found. */
export interface Findings {
  readonly breaches: readonly Breach[];
  /** Why parts were left undecided. */
  readonly reasons: readonly Reason[];
}

/** What a comparison is about: the two sides, under one reading, for one principal. */
export interface Question {
  readonly granted: PolicySet;
  readonly limits: readonly PolicySet[];
  readonly reading: ArnReading;
  readonly principalCase: PrincipalCase;
  readonly alphabet: Alphabet;
}

/** Ways to reach the same breach that are tried until `decide` confirms one. */
const MOST_TRIES = 12;

/** Searches everything that the granted side allows and no limit does. */
export function findBreaches(question: Question): Findings {
  return new ExcessSearch(question).run();
}

/** A statement of the first level with one of its resource patterns: what is blamed. */
interface Unit {
  readonly statement: CompiledStatement;
  readonly pattern: string | undefined;
  readonly literals: readonly Literal[];
}

/** What is looked for: where the path allows, under which choices, and how to be outside each limit. */
interface Attempt {
  readonly path: Path;
  readonly denies: readonly CompiledStatement[];
  readonly limits: readonly Path[];
  readonly action: string;
  readonly universe: readonly Glob[] | undefined;
}

class ExcessSearch {
  private readonly question: Question;
  private readonly vocabulary: Vocabulary;
  private readonly search: Search;
  private readonly granted: PolicySet;
  private readonly limits: readonly PolicySet[];
  private readonly breaches: Breach[] = [];
  private readonly reasons = new Map<string, Reason>();
  private readonly partition: string | undefined;
  private readonly ofPrincipal: readonly Literal[];

  constructor(question: Question) {
    const { facts } = question.principalCase;
    const pins = pinsOf(facts);
    this.question = question;
    this.partition = parseArn(facts.arn ?? '')?.partition;
    this.vocabulary = new Vocabulary(question.reading, pins);
    this.search = new Search(question.alphabet, pins);
    this.ofPrincipal = arnLiterals(question.principalCase, this.vocabulary);
    // limits are read as if they were this principal's: "may this principal do what that standard does not allow it?"
    const ofPrincipal = (set: PolicySet): PolicySet =>
      isResourcePolicyAlone(set) ? set : { ...set, principal: facts };
    this.granted = ofPrincipal(question.granted);
    this.limits = question.limits.map(ofPrincipal);
  }

  run(): Findings {
    const { principal } = this.question.principalCase;
    const limits = this.limits.flatMap((limit) => limitingPaths(limit, principal, this.vocabulary));
    for (const path of grantedPaths(this.granted, principal, this.vocabulary)) {
      for (const one of actionClasses(path, limits)) this.searchClass(one, path, limits);
    }
    return { breaches: this.breaches, reasons: [...this.reasons.values()] };
  }

  private searchClass(one: ActionClass, path: Path, limits: readonly Path[]): void {
    this.question.alphabet.budget.spend(1 + (path.denies.length + limits.length) / 8);
    const attempt = {
      path: { levels: path.levels.map((level) => statementsFor(level, one)), denies: [] },
      denies: statementsFor(path.denies, one),
      limits: limits.map(({ levels, denies }) => ({
        levels: levels.map((level) => statementsFor(level, one)),
        denies: statementsFor(denies, one),
      })),
      action: ACTIONS[one.representative]?.name ?? '',
      universe: undefined,
    };
    const units = (attempt.path.levels[0] ?? []).flatMap(unitsOf);
    // most classes are within whatever the resource is: only the others are looked at shape by shape
    const open = units.filter((unit) => this.points(unit, attempt).next().done !== true || this.search.capped);
    if (open.length === 0) return;
    const sides = [
      ...attempt.path.levels,
      attempt.denies,
      ...attempt.limits.flatMap(({ levels, denies }) => [...levels, denies]),
    ];
    for (const { universe, actions } of shapeGroups(one.actions, sides.flat(), this.partition)) {
      const [first = one.representative] = actions;
      const shaped = { ...attempt, action: ACTIONS[first]?.name ?? '', universe };
      for (const unit of open) this.searchUnit(unit, shaped, actions);
    }
  }

  private searchUnit(unit: Unit, attempt: Attempt, actions: readonly number[]): void {
    if (this.question.alphabet.budget.isSpent()) {
      this.breaches.push({ statement: unit.statement, pattern: unit.pattern, actions, witness: undefined });
      this.addReason('search-cap', `${attempt.action}: the comparison stopped at its limit before it was decided`);
      return;
    }
    let unconfirmed: AccessRequest | undefined;
    let tries = 0;
    let capped = false;
    for (const point of this.points(unit, attempt)) {
      capped ||= this.search.capped;
      for (const request of this.requests(point, unit, attempt.action)) {
        if (this.confirms(request)) {
          this.breaches.push({ statement: unit.statement, pattern: unit.pattern, actions, witness: request });
          return;
        }
        unconfirmed = request;
      }
      tries += 1;
      if (tries >= MOST_TRIES) break;
    }
    capped ||= this.search.capped;
    if (unconfirmed === undefined && !capped) return;
    this.breaches.push({ statement: unit.statement, pattern: unit.pattern, actions, witness: undefined });
    if (capped)
      this.addReason('search-cap', `${attempt.action}: the search stopped at its limit before it was decided`);
    if (unconfirmed !== undefined) this.explain(unit, attempt, unconfirmed);
  }

  private requests(point: Point, unit: Unit, action: string): readonly AccessRequest[] {
    const { principalCase, alphabet } = this.question;
    const { principal } = principalCase;
    const base = { ...(principal === undefined ? {} : { principal }), action };
    return requestsAt(point, unit.literals, base, this.vocabulary, alphabet);
  }

  /** A breach counts only when the readable evaluator says so: allowed on one side, by none of the limits. */
  private confirms(request: AccessRequest): boolean {
    this.question.alphabet.budget.spend(20);
    const { reading } = this.question;
    if (decideUnder(reading, this.granted, request).decision !== 'allow') return false;
    return this.limits.every((limit) => {
      const { decision } = decideUnder(reading, limit, request);
      return decision === 'implicit-deny' || decision === 'explicit-deny';
    });
  }

  private explain(unit: Unit, attempt: Attempt, request: AccessRequest): void {
    const sides = [this.granted, ...this.limits].map((side) => decideUnder(this.question.reading, side, request));
    const open = sides.find(({ decision }) => decision === 'undetermined');
    const statements = [
      unit.statement,
      ...attempt.denies,
      ...attempt.limits.flatMap(({ levels, denies }) => [...levels.flat(), ...denies]),
    ];
    const unclear = statements.flatMap((statement) => statement.unclear);
    for (const rule of new Set(unclear)) this.addReason(rule.split(':')[0] ?? rule, rule);
    if (open !== undefined)
      this.addReason(
        open.reading ?? 'undetermined',
        `${attempt.action}: ${open.reading ?? ''}, by ${open.by.join(', ')}`,
      );
    else if (this.vocabulary.variables.length > 0) {
      const keys = this.vocabulary.variables.map(({ key }) => `\${${key}}`).join(', ');
      this.addReason('policy-variable', `${attempt.action}: it depends on the value of ${keys}`);
    } else if (unclear.length === 0) {
      this.addReason(
        'unconfirmed',
        `${attempt.action} on ${request.resource}: an upper bound that no request confirmed`,
      );
    }
  }

  private addReason(rule: string, detail: string): void {
    if (!this.reasons.has(rule)) this.reasons.set(rule, { rule, detail });
  }

  /** The requests at which the path allows and no limit does, one for each way to be so. */
  private *points(unit: Unit, attempt: Attempt): Generator<Point> {
    const assumed = this.search.assume(this.search.begin(attempt.universe), [...this.ofPrincipal, ...unit.literals]);
    if (assumed === undefined) return;
    const start = this.search.imply(assumed, unit.statement.literals);
    const undenied = attempt.denies.map(({ literals }) => literals.map(negated));
    for (const allowed of this.chooseAllows(start, attempt.path.levels.slice(1))) {
      for (const { state, clauses } of this.chooseExits(allowed, attempt.limits, undenied)) {
        const point = this.search.satisfy(state, [...undenied, ...clauses]);
        if (point !== undefined) yield point;
      }
    }
  }

  /** One allowing statement for each further level: boundary, session policy, levels of the organization. */
  private *chooseAllows(state: SearchState, levels: Path['levels']): Generator<SearchState> {
    const [level, ...rest] = levels;
    if (level === undefined) {
      yield state;
      return;
    }
    for (const { literals } of level) {
      if (!this.search.mayGoOn()) return;
      const next = this.search.assume(state, literals);
      if (next !== undefined) yield* this.chooseAllows(next, rest);
    }
  }

  /** For each limit one way to be outside: at some level no statement allows, or a Deny applies. */
  private *chooseExits(state: SearchState, limits: readonly Path[], undenied: readonly Clause[]): Generator<Exit> {
    const [limit, ...rest] = limits;
    if (limit === undefined) {
      yield { state, clauses: [] };
      return;
    }
    for (const level of limit.levels) {
      if (!this.search.mayGoOn()) return;
      const unmet = level.map(({ literals }) => literals.map(negated));
      // an allowing statement that asks nothing more than what is assumed always allows: this level cannot be unmet
      if (unmet.some((clause) => this.search.isRuledOut(state, clause))) continue;
      for (const exit of this.chooseExits(state, rest, undenied)) {
        yield { state: exit.state, clauses: [...unmet, ...exit.clauses] };
      }
    }
    for (const { literals } of limit.denies) {
      if (!this.search.mayGoOn()) return;
      // what the limit denies here, the granted side denies as well
      if (undenied.some((clause) => this.search.isRuledOut(state, clause, literals))) continue;
      const next = this.search.assume(state, literals);
      if (next !== undefined) yield* this.chooseExits(next, rest, undenied);
    }
  }
}

interface Exit {
  readonly state: SearchState;
  readonly clauses: readonly Clause[];
}

function unitsOf(statement: CompiledStatement): readonly Unit[] {
  const { literals, resources } = statement;
  if (resources.length === 0) return [{ statement, pattern: undefined, literals }];
  // one pattern stands for the whole list, which then need not be solved as well
  const others = literals.filter(({ atom }) => atom.kind !== 'resource');
  return resources.map(({ pattern, literal }) => ({ statement, pattern, literals: [literal, ...others] }));
}

/** What is known of somebody whom the policies do not name: every AWS principal has an ARN. */
function arnLiterals({ arnPattern }: PrincipalCase, vocabulary: Vocabulary): readonly Literal[] {
  if (arnPattern === undefined) return [];
  const key = 'aws:principalarn';
  const globs = [arnGlobOfTemplate([{ kind: 'text', text: arnPattern }], () => undefined, 'segment-wise')];
  const predicate = { kind: 'arn', globs: globs.flatMap((arn) => (arn.kind === 'glob' ? [arn.glob] : [])) } as const;
  const test = { kind: 'value', key, quantifier: 'one', predicate, whenMissing: false, negated: false } as const;
  return [{ atom: vocabulary.atom(`principal ${arnPattern}`, (id) => ({ kind: 'key', id, key, test })), holds: true }];
}
