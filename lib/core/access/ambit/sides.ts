import type { CompiledStatement } from './compile.ts';
import type { Applicable, PlacedPolicy } from './compiled-policy.ts';
import { type Formula, type Side, all, allowed, refused } from './formula.ts';
import type { Level, Path } from './paths.ts';

/** How a policy decides about the actions at hand. */
export type Find = (policy: PlacedPolicy) => Applicable;

/** Both sides as they decide about certain actions, under one reading. */
export interface Sides {
  readonly granted: Side;
  readonly limits: readonly Side[];
}

/** A way to be allowed as it decides about the actions at hand. */
export function sideOf({ levels, denies }: Path, find: Find): Side {
  return {
    levels: levels.map((level) => together(level, (policy) => find(policy).allows)),
    denies: together(denies, (policy) => find(policy).denies),
  };
}

/** Mostly there is one policy, and its list is not copied for each class. */
function together(
  level: Level,
  statementsOf: (policy: PlacedPolicy) => readonly CompiledStatement[],
): readonly CompiledStatement[] {
  const [only] = level;
  return level.length === 1 && only !== undefined ? statementsOf(only) : level.flatMap(statementsOf);
}

/** Whether a side may allow anything: not if a level has no statement for these actions, or a Deny asks nothing of the request. */
export function mayAllow({ levels, denies }: Side): boolean {
  return levels.every((level) => level.length > 0) && denies.every(({ literals }) => literals.length > 0);
}

/** All statements that decide about the actions but those that may grant under the first reading. */
export function othersIn(sides: readonly Sides[]): ReadonlySet<CompiledStatement> {
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
export function outsideOf(sides: readonly Sides[]): Formula {
  return all(
    sides.flatMap(({ granted, limits }, index) => [
      allowed(index === 0 ? { ...granted, levels: granted.levels.slice(1) } : granted),
      ...limits.map(refused),
    ]),
  );
}
