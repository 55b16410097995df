import type { Piece, Smt } from './smt.ts';

/**
 * The six parts of an ARN, each fixed text or an SMT variable; the first five hold no colon. What is no ARN has one
 * part, and only a pattern of stars matches it.
 */
export type ArnValue = readonly (
  | (Piece & { readonly kind: 'text' })
  | { readonly kind: 'variable'; readonly name: Smt }
)[];
