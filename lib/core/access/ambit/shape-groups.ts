import { type Glob, matchesEverything } from '../../policy/glob.ts';
import { type ActionSet, setOf } from '../action-set.ts';
import { serviceOf, shapeSetOf } from '../catalogue.ts';
import type { CompiledStatement } from './compile.ts';
import { mayMeet } from './glob-algebra.ts';
import type { ResourceAtom } from './literal.ts';
import { universeOf } from './universe.ts';

/** Actions for which the same resources matter. */
export interface ShapeGroup {
  /** The resources; undefined: any. */
  readonly universe: ResourceAtom | undefined;
  readonly actions: ActionSet;
}

/**
 * Splits the actions of a class by the ARN shapes they take. Actions whose resources none of the statements' patterns can
 * match (but for `*`, which matches all) are one group: whatever is true of one of their resources is true of all.
 */
export function shapeGroups(
  actions: ActionSet,
  statements: readonly CompiledStatement[],
  partition: string | undefined,
): readonly ShapeGroup[] {
  const patterns = [...new Set(statements.flatMap(resourceGlobs))];
  const isTouched = (shape: Glob): boolean => patterns.some((pattern) => mayMeet(shape, pattern));
  const untouched: number[] = [];
  const groups: ShapeGroup[] = [];
  for (const [shapeSet, numbers] of byShapeSet(actions)) {
    const universe = universeOf(shapeSet, partition);
    if (universe.globs.some(isTouched)) groups.push({ universe, actions: Uint16Array.from(numbers) });
    else for (const number of numbers) untouched.push(number);
  }
  const [first] = untouched;
  if (first === undefined) return groups;
  return [{ universe: universeOf(shapeSetOf(first), partition), actions: setOf(untouched) }, ...groups];
}

function resourceGlobs({ literals }: CompiledStatement): readonly Glob[] {
  return literals.flatMap(({ atom }) =>
    atom.kind === 'resource' ? atom.globs.filter((glob) => !matchesEverything(glob)) : [],
  );
}

function byShapeSet(actions: ActionSet): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  let service = serviceOf(actions[0] ?? 0);
  for (const number of actions) {
    if (number >= service.end) service = serviceOf(number);
    const shapeSet = service.shapeSets[number - service.first] ?? 0;
    const group = groups.get(shapeSet);
    if (group === undefined) groups.set(shapeSet, [number]);
    else group.push(number);
  }
  return groups;
}
