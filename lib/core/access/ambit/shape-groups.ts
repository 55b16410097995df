import { type Glob, matchesEverything } from '../../policy/glob.ts';
import { type ActionSet, numbersOf } from '../action-set.ts';
import { ACTIONS } from '../catalogue.ts';
import type { CompiledStatement } from './compile.ts';
import { differInFixedPart } from './glob-algebra.ts';
import { universeOf } from './universe.ts';

/** Actions for which the same resources matter. */
export interface ShapeGroup {
  readonly universe: readonly Glob[];
  readonly actions: readonly number[];
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
  const touched = new Map<Glob, boolean>();
  const isTouched = (shape: Glob): boolean => {
    const known = touched.get(shape);
    if (known !== undefined) return known;
    const answer = patterns.some((pattern) => !differInFixedPart(shape, pattern));
    touched.set(shape, answer);
    return answer;
  };
  const untouched: number[] = [];
  const groups: ShapeGroup[] = [];
  for (const [shapeSet, numbers] of byShapeSet(actions)) {
    const universe = universeOf(shapeSet, partition);
    if (universe.some(isTouched)) groups.push({ universe, actions: numbers });
    else for (const number of numbers) untouched.push(number);
  }
  const [first] = untouched;
  if (first === undefined) return groups;
  return [{ universe: universeOf(ACTIONS[first]?.shapeSet ?? 0, partition), actions: untouched }, ...groups];
}

function resourceGlobs({ literals }: CompiledStatement): readonly Glob[] {
  return literals.flatMap(({ atom }) =>
    atom.kind === 'resource' ? atom.globs.filter((glob) => !matchesEverything(glob)) : [],
  );
}

function byShapeSet(actions: ActionSet): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const number of numbersOf(actions)) {
    const shapeSet = ACTIONS[number]?.shapeSet ?? 0;
    const group = groups.get(shapeSet);
    if (group === undefined) groups.set(shapeSet, [number]);
    else group.push(number);
  }
  return groups;
}
