import { type Description, describeActions, levelCountsOf } from '../action-names.ts';
import { type ActionSet, isSameActions, unionOf } from '../action-set.ts';
import { actionsOf } from '../named-actions.ts';
import { statementLabel } from '../decide.ts';
import type { ExcessPart, LevelCount, Witness } from '../excess.ts';
import type { Breach } from './breach.ts';
import type { CompiledStatement } from './compile.ts';
import { FEW } from './compiled-policy.ts';

/** Breaches by the statements that grant. */
export function byStatement(breaches: Iterable<Breach>): ReadonlyMap<CompiledStatement, readonly Breach[]> {
  return grouped(breaches, ({ statement }) => statement);
}

/** Breaches of one statement as boxes: one for each set of resource patterns, with all the actions that share them. */
export function boxesOf(statement: CompiledStatement, breaches: readonly Breach[]): readonly ExcessPart[] {
  if (breaches.some(({ asWritten }) => asWritten === true)) {
    return [boxAsWritten(statement, unionOf(breaches.map(({ actions }) => actions)))];
  }
  const columns: Column[] = [];
  for (const [pattern, list] of grouped(breaches, ({ pattern }) => pattern)) {
    const actions = actionsOfAll(statement, list);
    const same = columns.find((column) => isSameActions(column.actions, actions));
    if (same === undefined) columns.push({ patterns: [pattern], actions, witness: witnessOf(list) });
    else same.patterns.push(pattern);
  }
  return columns.map((column) => boxOf(statement, column));
}

/** As the policies have them: what is said of their statements, in the order of the document. */
export function inOrder<T>(
  ofStatements: readonly (readonly [CompiledStatement, T])[],
): readonly (readonly [CompiledStatement, T])[] {
  const places = new Map([...new Set(ofStatements.map(([{ policy }]) => policy))].map((name, at) => [name, at]));
  const placeOf = ({ policy, statement }: CompiledStatement): number =>
    (places.get(policy) ?? 0) * MOST_STATEMENTS + (statement?.index ?? 0);
  return ofStatements.toSorted(([a], [b]) => placeOf(a) - placeOf(b));
}

/** More than any policy has that a comparison can bear. */
const MOST_STATEMENTS = 1_000_000;

/** Resource patterns of a statement that share their actions. */
interface Column {
  readonly patterns: (string | undefined)[];
  readonly actions: ActionSet;
  readonly witness: Witness | undefined;
}

function witnessOf(breaches: readonly Breach[]): Witness | undefined {
  for (const { witness } of breaches) {
    const request = witness();
    if (request !== undefined) return request;
  }
  return undefined;
}

function boxOf(statement: CompiledStatement, { patterns, actions, witness }: Column): ExcessPart {
  const named = patterns.filter((pattern) => pattern !== undefined);
  const { names, levelCounts } = describe(actions, isMany(actions.length) ? takenBy(statement) : undefined);
  const box = withLevels(statement, names, levelCounts);
  return { ...box, resources: named.length > 0 ? named : box.resources, witness };
}

/** All that a statement allows: more than a statement of hundreds of patterns leaves out would be no help to anybody. */
function boxAsWritten(statement: CompiledStatement, actions: ActionSet): ExcessPart {
  const element = statement.statement?.action;
  const names = element === undefined || element.negated ? ['*'] : element.patterns;
  return withLevels(statement, names, levelCountsOf(actions));
}

/** What a statement names and the catalogue does not know, by the patterns that do. */
export function boxOfUnknown(statement: CompiledStatement, patterns: readonly string[]): ExcessPart {
  return withLevels(statement, patterns, [{ level: 'Unknown', actions: patterns.length }]);
}

function withLevels(
  statement: CompiledStatement,
  actions: readonly string[],
  levelCounts: readonly LevelCount[],
): ExcessPart {
  return {
    actions,
    accessLevels: levelCounts.map(({ level }) => level),
    levelCounts,
    resources: resourcesOf(statement),
    conditions: statement.statement?.conditions ?? [],
    policy: statement.policy,
    statement: statement.statement === undefined ? 'unreadable' : statementLabel(statement.statement),
    witness: undefined,
  };
}

const described = new WeakMap<ActionSet, Description>();

/** What a set of actions is called; the actions of a statement are asked for again in many comparisons. */
function describe(actions: ActionSet, within: ActionSet | undefined): Description {
  const known = described.get(actions);
  if (known !== undefined) return known;
  const description = describeActions(actions, within ?? actions);
  described.set(actions, description);
  return description;
}

/** The actions of breaches by a statement; one that has a pattern twice has its breaches twice. */
function actionsOfAll(statement: CompiledStatement, breaches: readonly Breach[]): ActionSet {
  const all = unionOf(breaches.map(({ actions }) => actions));
  const taken = isMany(all.length) ? takenBy(statement) : undefined;
  // as many as the statement takes are all of them, and their names are known
  return taken?.length === all.length ? taken : all;
}

/** Where so many actions are at hand, all that the statement takes were read. */
function isMany(count: number): boolean {
  return count > FEW;
}

function takenBy({ statement }: CompiledStatement): ActionSet | undefined {
  return statement === undefined ? undefined : actionsOf(statement.action);
}

function resourcesOf({ statement }: CompiledStatement): readonly string[] {
  if (statement?.resource === undefined) return ['*'];
  const { negated, patterns } = statement.resource;
  return negated ? patterns.map((pattern) => `not ${pattern}`) : patterns;
}

function grouped<T, K>(items: Iterable<T>, keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
