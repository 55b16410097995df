import { type ActionSet, has, intersectionOf, numbersOf, setOf, unionOf } from '../action-set.ts';
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
  const allowed = levels.reduce<ActionSet>((all, level) => intersectionOf(all, level), Uint32Array.from(first));
  const statements = [path, ...others].flatMap(({ levels: all, denies }) => [...all.flat(), ...denies]);
  let classes: readonly (readonly number[])[] = [numbersOf(allowed)];
  for (const actions of new Set(statements.map((statement) => statement.actions))) {
    classes = classes.flatMap((one) => split(one, actions));
  }
  return classes
    .filter((numbers) => numbers.length > 0)
    .map((numbers) => ({ actions: setOf(numbers), representative: numbers[0] ?? 0 }));
}

function split(numbers: readonly number[], by: ActionSet): readonly (readonly number[])[] {
  const inside = numbers.filter((number) => has(by, number));
  if (inside.length === 0 || inside.length === numbers.length) return [numbers];
  return [inside, numbers.filter((number) => !has(by, number))];
}

/** The statements that take a class's actions. */
export function statementsFor(
  statements: readonly CompiledStatement[],
  { representative }: ActionClass,
): readonly CompiledStatement[] {
  return statements.filter(({ actions }) => has(actions, representative));
}
