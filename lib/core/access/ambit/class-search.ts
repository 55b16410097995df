import type { ActionSet } from '../action-set.ts';
import { actionName } from '../catalogue.ts';
import { decideUnder } from '../decide.ts';
import type { AccessRequest } from '../policy-set.ts';
import { type Breach, noWitness } from './breach.ts';
import type { CompiledStatement, Unit } from './compile.ts';
import { Goal } from './goal.ts';
import type { Literal, ResourceAtom } from './literal.ts';
import type { Found, FoundPart, OwnAccess } from './own-access.ts';
import type { Question } from './question.ts';
import { type ShapeGroup, ShapeGroups } from './shape-groups.ts';
import { type Sides, othersIn, outsideOf } from './sides.ts';
import type { Answer, Model } from './solver.ts';
import type { PartModel } from './theory.ts';
import { requestsAt } from './witness.ts';

/** Actions that no statement tells apart: of the catalogue, or one that it does not know. */
export type Actions =
  | { readonly kind: 'known'; readonly actions: ActionSet }
  | { readonly kind: 'unknown'; readonly name: string };

/** A statement that may let its actions reach outside the limits, by the resource patterns that are not settled. */
export interface OpenStatement {
  readonly statement: CompiledStatement;
  readonly units: readonly Unit[];
}

/** A unit of a statement on resources of certain shapes, and an action that takes them. */
interface Spot {
  readonly statement: CompiledStatement;
  readonly unit: Unit;
  readonly universe: ResourceAtom | undefined;
  readonly action: string;
}

const NO_ACTIONS: ActionSet = new Uint16Array();

/** Ways to reach the same breach that are tried until `decide` confirms one. */
const MOST_TRIES = 12;

/** What a unit may reach, for some actions; `open`: that was not found out, or no request confirmed it. */
interface Reached extends Omit<FoundPart, 'found'> {
  readonly unit: Unit;
  readonly found: Found | 'open';
}

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
    const others: OpenStatement[] = [];
    for (const one of open) {
      const known = this.own?.partsOf(one.statement, this.actionSet);
      if (known === undefined) others.push(one);
      else for (const part of known) yield this.breachOf(part);
    }
    if (others.length === 0) return;
    const parts = new Map<CompiledStatement, FoundPart[] | 'open'>(others.map(({ statement }) => [statement, []]));
    for (const { found, statement, unit, action, actions } of this.search(others)) {
      if (found === 'open') {
        parts.set(statement, 'open');
        yield { statement, pattern: unit.pattern, actions, witness: noWitness };
      } else {
        const part = { statement, found, action, actions };
        const ofStatement = parts.get(statement);
        if (typeof ofStatement === 'object') ofStatement.push(part);
        yield this.breachOf(part);
      }
    }
    // why something was not confirmed is known to this question only
    if (this.question.budget.isSpent()) return;
    for (const [statement, all] of parts) if (all !== 'open') this.own?.rememberAll(statement, this.actionSet, all);
  }

  private get actionSet(): ActionSet {
    return this.actions.kind === 'known' ? this.actions.actions : NO_ACTIONS;
  }

  private *search(open: readonly OpenStatement[]): Generator<Reached> {
    this.question.tidyUp();
    this.question.budget.spend(this.others.size / 4);
    const groups = this.groups();
    const mayBeWithin = this.hasLimits();
    for (const { statement, units } of open) {
      // most statements are within whatever the resource is: only the others are looked at pattern by pattern
      if (mayBeWithin && this.isWithin(statement.literals)) continue;
      for (const unit of units) {
        if (mayBeWithin && units.length > 1 && this.isWithin(unit.literals)) continue;
        for (const { universe, actions } of groups(unit)) {
          const spot = { statement, unit, universe, action: this.actionOf(actions) };
          const found = this.own?.foundOf(unit, universe) ?? this.find(spot);
          if (found !== 'open') this.own?.remember(unit, universe, found);
          if (found !== 'none') yield { ...spot, actions, found };
        }
      }
    }
    this.goalMade?.close();
    this.goalMade = undefined;
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

  /** Requests that the granted side allows by a unit and no limit does; last, why there are no more. */
  private answers({ unit, universe }: Spot): Iterable<Answer> {
    const literals = universe === undefined ? unit.literals : [...unit.literals, { atom: universe, holds: true }];
    if (this.others.size === 0) return [this.question.modelOfAll([...this.question.ofPrincipal, ...literals])];
    return this.goal.answers(this.signsOf(literals));
  }

  private isWithin(literals: readonly Literal[]): boolean {
    return this.goal.answer(this.signsOf(literals)) === 'none';
  }

  private signsOf(literals: readonly Literal[]): readonly number[] {
    return [...this.question.ofPrincipal, ...literals].map((literal) => this.question.encoder.solver.signOf(literal));
  }

  /** What lets a unit reach outside the limits, if anything does. */
  private find(spot: Spot): Found | 'none' | 'open' {
    for (const answer of this.mayWait(spot) ? this.answers(spot) : []) {
      if (answer === 'none') return 'none';
      if (answer === 'unknown') return this.leaveOpen(spot);
      if (isClear(answer) && this.isDecided(spot, answer)) return { ...spot, model: answer, request: undefined };
      break;
    }
    return this.findConfirmed(spot);
  }

  /**
   * Whether a request needs to be confirmed only if it is shown: where nothing is unclear or unknown, `decide` can but say
   * the same. An action that nobody knows is not shown at all.
   */
  private mayWait({ statement, unit }: Spot): boolean {
    if (this.actions.kind === 'unknown') return true;
    const isPlain = ({ hasVariables, unclear }: CompiledStatement): boolean =>
      !hasVariables.resource && !hasVariables.conditions && unclear.length === 0;
    const isFixed = !statement.hasVariables.resource || unit.pattern?.includes('${') === false;
    return isFixed && statement.unclear.length === 0 && [...this.others].every(isPlain);
  }

  /** Conditions with variables are so when a request with the same values was confirmed. */
  private isDecided({ statement }: Spot, model: Model): boolean {
    if (this.actions.kind === 'unknown' || !statement.hasVariables.conditions) return true;
    const confirmed = this.question.confirmedValues.get(statement);
    const values = valuesIn(model);
    return confirmed?.size === values.length && values.every((part) => confirmed.has(part));
  }

  /** The same with a request that `decide` confirms. */
  private findConfirmed(spot: Spot): Found | 'none' | 'open' {
    let unconfirmed: AccessRequest | undefined;
    let tries = 0;
    for (const answer of this.answers(spot)) {
      if (answer === 'none') break;
      if (answer === 'unknown') return this.leaveOpen(spot);
      for (const request of this.requests(spot.unit, answer, spot.action)) {
        if (this.question.confirms(request)) {
          this.question.confirmedValues.set(spot.statement, new Set(valuesIn(answer)));
          return { ...spot, model: answer, request };
        }
        unconfirmed = request;
      }
      tries += 1;
      if (tries >= MOST_TRIES) break;
    }
    if (unconfirmed === undefined) return 'none';
    this.explain(spot.statement, unconfirmed);
    return 'open';
  }

  private leaveOpen({ action }: Spot): 'open' {
    this.question.addReason('search-cap', `${action}: the search stopped at its limit before it was decided`);
    return 'open';
  }

  private breachOf(part: FoundPart): Breach {
    const { statement, found, actions } = part;
    return { statement, pattern: found.unit.pattern, actions, witness: () => this.witnessOf(part) };
  }

  private witnessOf({ statement, found, action }: FoundPart): AccessRequest | undefined {
    if (found.request !== undefined) {
      const request = { ...found.request, action };
      return this.question.isOutside(request) ? request : undefined;
    }
    for (const request of this.requests(found.unit, found.model, action)) {
      if (!this.question.confirms(request)) continue;
      found.request = request;
      return request;
    }
    const other = this.findConfirmed({ statement, unit: found.unit, universe: found.universe, action });
    return typeof other === 'object' ? other.request : undefined;
  }

  private requests(unit: Unit, model: Model, action: string): Generator<AccessRequest> {
    const { principal, vocabulary, fresh } = this.question;
    const base = { ...(principal === undefined ? {} : { principal }), action };
    return requestsAt(model, unit.literals, { base, vocabulary, fresh });
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

/** What was found for condition keys; equal literals are answered by one object. */
function valuesIn(model: Model): readonly PartModel[] {
  return [...model.values()].map((one) => one.model).filter(({ kind }) => kind === 'values');
}

/** Whether AWS's documentation leaves nothing open about the values. */
function isClear(model: Model): boolean {
  for (const { model: part } of model.values()) {
    if (part.kind === 'open' || (part.kind === 'values' && part.found.certainty === 'unclear')) return false;
  }
  return true;
}
