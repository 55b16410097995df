import { type Script, type Smt, FALSE, TRUE, and, not, or } from './smt.ts';
import { type LetterCase, type Text, type Token, constantText, matches } from './texts.ts';

/** How stars of the first five parts of an ARN treat colons. */
export type Reading = 'segment-wise' | 'crossing';

/** What patterns are read in: a script, and the values of variables. */
export interface Surroundings {
  readonly script: Script;
  /** The value of a key that holds one text. */
  readonly textOf: (key: string) => { readonly has: Smt; readonly text: Text };
}

/** What the encoding leaves out. */
export class NotEncoded extends Error {
  override name = 'NotEncoded';
}

type Piece = Token | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined };

/** Splits a pattern into letters, wildcards and variables; before Version 2012-10-17 there are no variables. */
function piecesOf(pattern: string, version: string, wildcards: 'wildcards' | 'letters'): readonly Piece[] {
  const isNew = version === '2012-10-17';
  return (isNew ? pattern.split(/(\$\{[^}]*\})/) : [pattern]).flatMap((part): readonly Piece[] => {
    const inner = isNew ? /^\$\{(.*)\}$/.exec(part)?.[1] : undefined;
    if (inner === undefined) return Array.from(part, (letter) => pieceOf(letter, wildcards));
    if (['*', '?', '$'].includes(inner)) return [{ kind: 'letter', letter: inner }];
    const [key = '', fallback] = inner.split(',').map((each) => each.trim());
    return [{ kind: 'variable', key: key.toLowerCase(), fallback: fallback?.slice(1, -1) }];
  });
}

function pieceOf(letter: string, wildcards: 'wildcards' | 'letters'): Piece {
  if (wildcards === 'wildcards' && letter === '*') return { kind: 'any' };
  return wildcards === 'wildcards' && letter === '?' ? { kind: 'one' } : { kind: 'letter', letter };
}

/** A text matches the pattern of a String operator. */
export function matchesText(
  text: Text,
  pattern: string,
  version: string,
  style: 'wildcards' | 'letters' | 'any case',
  around: Surroundings,
): Smt {
  const pieces = piecesOf(pattern, version, style === 'wildcards' ? 'wildcards' : 'letters');
  return matchesPieces(text, pieces, style === 'any case' ? 'any case' : 'exact', around);
}

/** An ARN matches a pattern: part by part, missing parts are `*`; `*` alone is everything. */
export function matchesArn(text: Text, pattern: string, version: string, reading: Reading, around: Surroundings): Smt {
  if (/^\*+$/.test(pattern)) return TRUE;
  const colons = pattern.split(':').length - 1;
  const padded = pattern + ':*'.repeat(Math.max(0, 5 - colons));
  let part = 0;
  const pieces = piecesOf(padded, version, 'wildcards').map((piece): Piece => {
    if (part < 5 && piece.kind === 'variable') throw new NotEncoded('a variable before the fifth colon');
    if (piece.kind === 'letter' && piece.letter === ':') part += 1;
    if (part >= 5 || reading === 'crossing') return piece;
    if (piece.kind === 'any') return { kind: 'any-in-part' };
    return piece.kind === 'one' ? { kind: 'one-in-part' } : piece;
  });
  return matchesPieces(text, pieces, 'exact', around);
}

/** Whether a text has the six parts of an ARN. */
export function isArn(text: Text, around: Surroundings): Smt {
  return matchesArn(text, 'arn:*:*:*:*:*', '2008-10-17', 'segment-wise', around);
}

/** A variable is the value of its key, or its default; a pattern in which one has neither matches nothing. */
function matchesPieces(text: Text, pieces: readonly Piece[], letters: LetterCase, around: Surroundings): Smt {
  const place = pieces.findIndex(({ kind }) => kind === 'variable');
  const variable = pieces[place];
  if (variable?.kind !== 'variable') return matches(around.script, text, pieces.flatMap(tokenOf), letters);
  const value = around.textOf(variable.key);
  const filled = (part: Text | undefined): Smt =>
    part === undefined
      ? FALSE
      : matchesPieces(text, pieces.toSpliced(place, 1, { kind: 'value', text: part }), letters, around);
  const fallback = variable.fallback === undefined ? undefined : constantText(variable.fallback);
  const given = value.has === FALSE ? FALSE : and([value.has, filled(value.text)]);
  return or([given, and([not(value.has), value.has === TRUE ? FALSE : filled(fallback)])]);
}

function tokenOf(piece: Piece): readonly Token[] {
  return piece.kind === 'variable' ? [] : [piece];
}

/** An action or a list of them, in any case; wildcards are read here, for actions are concrete. */
export function takesAction(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => {
    const source = pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    return new RegExp(`^${source}$`, 'is').test(action);
  });
}
