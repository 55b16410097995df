import type { ExcessPart } from '../excess.ts';
import type { CompiledStatement } from './compile.ts';
import type { Question } from './question.ts';

/**
 * The boxes of statements of policies that are all there is to a granted side, where no limit speaks of any action of the
 * statement: they are what the policy allows by itself, the same in each such comparison. They live as long as the policy.
 */
const known = new WeakMap<CompiledStatement, readonly ExcessPart[]>();

/** What is remembered of a statement, if `decide` says that the limits do not allow it either. */
export function ownBoxesOf(
  statement: CompiledStatement,
  question: Question,
): readonly (readonly [CompiledStatement, readonly ExcessPart[]])[] {
  const boxes = known.get(statement);
  const [first] = boxes ?? [];
  const isOutside = first?.witness === undefined || question.isOutside(first.witness);
  return boxes !== undefined && isOutside ? [[statement, boxes]] : [];
}

/** Keeps the parts that a statement was found to be made of. */
export function rememberBoxes(statement: CompiledStatement, boxes: readonly ExcessPart[]): void {
  known.set(statement, boxes);
}
