import type { ActionSet } from '../action-set.ts';
import { actionName } from '../catalogue.ts';
import { decideUnder } from '../decide.ts';
import type { AccessRequest } from '../policy-set.ts';
import type { Breach } from './breach.ts';
import type { CompiledStatement, Unit } from './compile.ts';
import { type Formula, type Side, all, allowed, refused } from './formula.ts';
import { Goal } from './goal.ts';
import type { Literal } from './literal.ts';
import type { OwnAccess } from './own-access.ts';
import type { Question } from './question.ts';
import { type ShapeGroup, ShapeGroups } from './shape-groups.ts';
import type { Answer, Model } from './solver.ts';
import { requestsAt } from './witness.ts';

/** Both sides as they decide about certain actions, under one reading. */
export interface Sides {
  readonly granted: Side;
  readonly limits: readonly Side[];
}

/** Actions that no statement tells apart: of the catalogue, or one that it does not know. */
export type Actions =
  | { readonly kind: 'known'; readonly actions: ActionSet }
  | { readonly kind: 'unknown'; readonly name: string };

/** A statement that may let its actions reach outside the limits, by the resource patterns that are not settled. */
export interface OpenStatement {
  readonly statement: CompiledStatement;
  readonly units: readonly Unit[];
}

const NO_ACTIONS: ActionSet = new Uint16Array();

/** Ways to reach the same breach that are tried until `decide` confirms one. */
const MOST_TRIES = 12;

/** Searches one class of actions. */
export class ClassSearch {
  private readonly question: Question;
  private readonly actions: Actions;
  /** Under each reading. */
  private readonly sides: readonly Sides[];
  /** Where no limit says anything about these actions: what is known of the granted side by itself. */
  private readonly own: OwnAccess | undefined;
  /** All statements that decide about the actions but those that may grant under the first reading. */
  private readonly others: ReadonlySet<CompiledStatement>;
  private goalMade: Goal | undefined;

  constructor(question: Question, actions: Actions, sides: readonly Sides[], own: OwnAccess | undefined) {
    this.question = question;
    this.actions = actions;
    this.sides = sides;
    this.others = othersIn(sides);
    this.own = actions.kind === 'known' && !this.hasLimits() ? own : undefined;
  }

  *breaches(open: readonly OpenStatement[]): Generator<Breach> {
    const known = this.own?.breachesOf(this.actionSet);
    if (known !== undefined) {
      yield* known;
      return;
    }
    const found: Breach[] = [];
    for (const breach of this.search(open)) {
      found.push(breach);
      yield breach;
    }
    // why something was not confirmed is known to this question only
    const isSettled = found.every(({ witness }) => witness !== undefined);
    if (isSettled && !this.question.budget.isSpent()) this.own?.rememberAll(this.actionSet, found);
  }

  private get actionSet(): ActionSet {
    return this.actions.kind === 'known' ? this.actions.actions : NO_ACTIONS;
  }

  private *search(open: readonly OpenStatement[]): Generator<Breach> {
    this.question.tidyUp();
    this.question.budget.spend(this.others.size / 4);
    const groups = this.groups();
    const mayBeWithin = this.hasLimits();
    for (const { statement, units } of open) {
      // most statements are within whatever the resource is: only the others are looked at pattern by pattern
      if (mayBeWithin && this.isWithin(statement.literals)) continue;
      for (const unit of units) {
        if (mayBeWithin && units.length > 1 && this.isWithin(unit.literals)) continue;
        for (const group of groups(unit)) yield* this.breachesOf(statement, unit, group);
      }
    }
    this.goalMade?.close();
  }

  private hasLimits(): boolean {
    return this.sides.some(({ limits }) => limits.length > 0);
  }

  private get goal(): Goal {
    this.goalMade ??= new Goal(this.question.encoder, outsideOf(this.sides));
    return this.goalMade;
  }

  /** The actions by the resources that matter for a unit; an unknown one may take any. */
  private groups(): (unit: Unit) => readonly ShapeGroup[] {
    if (this.actions.kind === 'unknown') return () => [{ universe: undefined, actions: NO_ACTIONS }];
    const groups = new ShapeGroups(this.actions.actions, this.others, this.question.partition);
    return ({ literals }) => groups.of(literals);
  }

  /** Requests with these properties that the granted side allows and no limit does; last, why there are no more. */
  private answers(literals: readonly Literal[]): Iterable<Answer> {
    if (this.others.size === 0) return [this.question.modelOfAll([...this.question.ofPrincipal, ...literals])];
    return this.goal.answers(this.signsOf(literals));
  }

  private isWithin(literals: readonly Literal[]): boolean {
    return this.goal.answer(this.signsOf(literals)) === 'none';
  }

  private signsOf(literals: readonly Literal[]): readonly number[] {
    return [...this.question.ofPrincipal, ...literals].map((literal) => this.question.encoder.solver.signOf(literal));
  }

  private *breachesOf(statement: CompiledStatement, unit: Unit, { universe, actions }: ShapeGroup): Generator<Breach> {
    const { question } = this;
    const known = universe === undefined ? undefined : this.own?.request(unit, universe);
    if (known === 'none') return;
    const breach = { statement, pattern: unit.pattern, actions };
    if (known !== undefined) {
      yield { ...breach, witness: { ...known, action: this.actionOf(actions) }, isConfirmed: false };
      return;
    }
    const taken = universe === undefined ? [] : [{ atom: universe, holds: true }];
    let unconfirmed: AccessRequest | undefined;
    let tries = 0;
    for (const answer of this.answers([...unit.literals, ...taken])) {
      if (answer === 'none') {
        if (tries === 0 && universe !== undefined) this.own?.remember(unit, universe, 'none');
        break;
      }
      if (answer === 'unknown') {
        const detail = `${this.actionOf(actions)}: the search stopped at its limit before it was decided`;
        question.addReason('search-cap', detail);
        yield { ...breach, witness: undefined, isConfirmed: false };
        return;
      }
      for (const request of this.requests(answer, unit, actions)) {
        if (question.confirms(request)) {
          if (universe !== undefined) this.own?.remember(unit, universe, request);
          yield { ...breach, witness: request, isConfirmed: true };
          return;
        }
        unconfirmed = request;
      }
      tries += 1;
      if (tries >= MOST_TRIES) break;
    }
    if (unconfirmed === undefined) return;
    this.explain(statement, unconfirmed);
    yield { ...breach, witness: undefined, isConfirmed: false };
  }

  private requests(model: Model, unit: Unit, actions: ActionSet): Generator<AccessRequest> {
    const { principal, vocabulary, fresh } = this.question;
    const base = { ...(principal === undefined ? {} : { principal }), action: this.actionOf(actions) };
    return requestsAt(model, unit.literals, base, vocabulary, fresh);
  }

  private actionOf(actions: ActionSet): string {
    return this.actions.kind === 'unknown' ? this.actions.name : actionName(actions[0] ?? 0);
  }

  /** Why a request that the search found was not confirmed. */
  private explain(statement: CompiledStatement, request: AccessRequest): void {
    const { question } = this;
    const { readings, granted, limits, vocabulary } = question;
    const decisions = readings.flatMap((reading) =>
      [granted, ...limits].map((side) => decideUnder(reading, side, request)),
    );
    const open = decisions.find(({ decision }) => decision === 'undetermined');
    const unclear = [statement, ...this.others].flatMap((one) => one.unclear);
    for (const rule of new Set(unclear)) question.addReason(rule.split(':')[0] ?? rule, rule);
    if (open !== undefined) {
      const rule = open.reading ?? 'undetermined';
      question.addReason(rule, `${request.action}: ${rule}, by ${open.by.join(', ')}`);
    } else if (vocabulary.variables.length > 0) {
      const keys = vocabulary.variables.map(({ key }) => `\${${key}}`).join(', ');
      question.addReason('policy-variable', `${request.action}: it depends on the value of ${keys}`);
    } else if (unclear.length === 0) {
      const detail = `${request.action} on ${request.resource}: an upper bound that no request confirmed`;
      question.addReason('unconfirmed', detail);
    }
  }
}

function othersIn(sides: readonly Sides[]): ReadonlySet<CompiledStatement> {
  const others = new Set<CompiledStatement>();
  for (const [index, { granted, limits }] of sides.entries()) {
    const levels = index === 0 ? granted.levels.slice(1) : granted.levels;
    for (const list of [...levels, granted.denies]) for (const statement of list) others.add(statement);
    for (const limit of limits) {
      for (const list of [...limit.levels, limit.denies]) for (const statement of list) others.add(statement);
    }
  }
  return others;
}

/**
 * That the granted side allows under each reading and no limit does. Under the first reading the statement that grants is
 * assumed from question to question.
 */
function outsideOf(sides: readonly Sides[]): Formula {
  return all(
    sides.flatMap(({ granted, limits }, index) => [
      allowed(index === 0 ? { ...granted, levels: granted.levels.slice(1) } : granted),
      ...limits.map(refused),
    ]),
  );
}
