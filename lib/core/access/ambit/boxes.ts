import { accessLevelsOf, shortNames } from '../action-names.ts';
import { type ActionSet, unionOf } from '../action-set.ts';
import { statementLabel } from '../decide.ts';
import type { ExcessBox } from '../excess.ts';
import type { CompiledStatement } from './compile.ts';
import type { Breach } from './class-search.ts';

/** Breaches as boxes: one for each statement and set of resource patterns, with all the actions that share them. */
export function boxesOf(breaches: readonly Breach[]): readonly ExcessBox[] {
  const boxes: ExcessBox[] = [];
  for (const [statement, ofStatement] of grouped(breaches, ({ statement }) => statement)) {
    const byPattern = [...grouped(ofStatement, ({ pattern }) => pattern)].map(([pattern, list]) => ({
      pattern,
      actions: unionOf(list.map(({ actions }) => actions)),
    }));
    for (const list of grouped(byPattern, ({ actions }) => actions.join()).values()) {
      boxes.push(
        boxOf(
          statement,
          list.map(({ pattern }) => pattern),
          list[0]?.actions ?? new Uint16Array(),
        ),
      );
    }
  }
  return boxes;
}

function boxOf(statement: CompiledStatement, patterns: readonly (string | undefined)[], set: ActionSet): ExcessBox {
  const named = patterns.filter((pattern) => pattern !== undefined);
  return {
    actions: shortNames(set),
    accessLevels: accessLevelsOf(set),
    resources: named.length > 0 ? named : resourcesOf(statement),
    policy: statement.policy,
    statement: statement.statement === undefined ? 'unreadable' : statementLabel(statement.statement),
  };
}

function resourcesOf({ statement }: CompiledStatement): readonly string[] {
  if (statement?.resource === undefined) return ['*'];
  const { negated, patterns } = statement.resource;
  return negated ? patterns.map((pattern) => `not ${pattern}`) : patterns;
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
