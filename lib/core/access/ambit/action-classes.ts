import { type ActionSet, firstOf, has, intersectionOf, isEmptySet, unionOf, differenceOf } from '../action-set.ts';
import type { CompiledStatement } from './compile.ts';
import type { Path } from './paths.ts';

/** Actions that no statement of either side tells apart. */
export interface ActionClass {
  readonly actions: ActionSet;
  /** One of them: what is true of it is true of all. */
  readonly representative: number;
}

/** The actions that a path can allow at all, split into classes. */
export function actionClasses(path: Path, others: readonly Path[]): readonly ActionClass[] {
  const [first = [], ...levels] = path.levels.map((level) => unionOf(level.map(({ actions }) => actions)));
  let classes = [levels.reduce<ActionSet>((all, level) => intersectionOf(all, level), Uint32Array.from(first))];
  const statements = [path, ...others].flatMap(({ levels: all, denies }) => [...all.flat(), ...denies]);
  for (const actions of new Set(statements.map((statement) => statement.actions))) {
    classes = classes.flatMap((one) => split(one, actions));
  }
  return classes
    .filter((actions) => actions.length > 0 && !isEmptySet(actions))
    .map((actions) => ({ actions, representative: firstOf(actions) }));
}

/** The statements that take a class's actions. */
export function statementsFor(
  statements: readonly CompiledStatement[],
  { representative }: ActionClass,
): readonly CompiledStatement[] {
  return statements.filter(({ actions }) => has(actions, representative));
}

function split(one: ActionSet, by: ActionSet): readonly ActionSet[] {
  const inside = intersectionOf(one, by);
  if (isEmptySet(inside)) return [one];
  const outside = differenceOf(one, by);
  return isEmptySet(outside) ? [one] : [inside, outside];
}
