import type { CompiledStatement } from './compile.ts';
import { type Literal, negated } from './literal.ts';

/** What is asked of a request: literals, all of several things, or at least one of them. Negation stands at literals only. */
export type Formula =
  | { readonly kind: 'literal'; readonly literal: Literal }
  | { readonly kind: 'all'; readonly of: readonly Formula[] }
  | { readonly kind: 'any'; readonly of: readonly Formula[] };

/** One policy set as it decides about certain actions: every level must allow, no Deny may apply. */
export interface Side {
  readonly levels: readonly (readonly CompiledStatement[])[];
  readonly denies: readonly CompiledStatement[];
}

const applying = new WeakMap<CompiledStatement, Formula>();

/** That a statement applies; the same object each time, so that it is encoded once. */
function applies(statement: CompiledStatement): Formula {
  const known = applying.get(statement);
  if (known !== undefined) return known;
  const formula = all(statement.literals.map(literalFormula));
  applying.set(statement, formula);
  return formula;
}

/** That a statement does not apply. */
function appliesNot(statement: CompiledStatement): Formula {
  return any(statement.literals.map((literal) => literalFormula(negated(literal))));
}

/** That a side allows. */
export function allowed({ levels, denies }: Side): Formula {
  return all([...levels.map((level) => any(level.map(applies))), ...denies.map(appliesNot)]);
}

/** That a side does not allow: at some level no statement does, or a Deny applies. */
export function refused({ levels, denies }: Side): Formula {
  return any([...levels.map((level) => all(level.map(appliesNot))), ...denies.map(applies)]);
}

/** The formula that is true where all of these are; of one it is that one. */
export function all(of: readonly Formula[]): Formula {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'all', of };
}

/** The formula that is true where one of these is; of one it is that one. */
export function any(of: readonly Formula[]): Formula {
  const [only] = of;
  return of.length === 1 && only !== undefined ? only : { kind: 'any', of };
}

/** The formula that is true exactly where this one is not. */
export function negation(formula: Formula): Formula {
  switch (formula.kind) {
    case 'literal':
      return literalFormula(negated(formula.literal));
    case 'all':
      return any(formula.of.map(negation));
    case 'any':
      return all(formula.of.map(negation));
  }
}

/** A literal as a formula. */
export function literalFormula(literal: Literal): Formula {
  return { kind: 'literal', literal };
}
