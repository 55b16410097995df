/** Texts of SMT-LIB 2: strings, regular expressions, connectives. */
export type Smt = string;

export const TRUE: Smt = 'true';
export const FALSE: Smt = 'false';

export function and(parts: readonly Smt[]): Smt {
  return joined('and', TRUE, FALSE, parts);
}

export function or(parts: readonly Smt[]): Smt {
  return joined('or', FALSE, TRUE, parts);
}

export function not(part: Smt): Smt {
  if (part === TRUE) return FALSE;
  return part === FALSE ? TRUE : `(not ${part})`;
}

/** A string constant; everything but plain letters and digits is written by its code. */
export function text(value: string): Smt {
  const letters = Array.from(value, (letter) =>
    /[a-zA-Z0-9]/.test(letter) ? letter : `\\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `"${letters.join('')}"`;
}

export function concat(parts: readonly Smt[]): Smt {
  const [only = '""'] = parts;
  return parts.length < 2 ? only : `(str.++ ${parts.join(' ')})`;
}

/** A piece of a pattern: fixed text, one letter, any letters. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'any' };

/** A value matches a pattern. Plain equality, beginnings and ends are said as such: they are easier to solve. */
export function matches(value: Smt, pieces: readonly Piece[], letters: 'exact' | 'any case' = 'exact'): Smt {
  const wildcards = pieces.filter((piece) => piece.kind !== 'text');
  const fixed = pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
  if (letters === 'exact' && wildcards.length === 0) return `(= ${value} ${text(fixed)})`;
  if (wildcards.length === 1 && wildcards[0]?.kind === 'any') {
    if (pieces.length === 1) return TRUE;
    if (pieces.at(-1)?.kind === 'any') return `(str.prefixof ${text(fixed)} ${value})`;
    if (pieces.at(0)?.kind === 'any') return `(str.suffixof ${text(fixed)} ${value})`;
  }
  const parts = pieces.map((piece) => {
    if (piece.kind !== 'text') return piece.kind === 'one' ? 're.allchar' : 're.all';
    return letters === 'exact' ? `(str.to_re ${text(piece.text)})` : inAnyCase(piece.text);
  });
  const [only = '(str.to_re "")'] = parts;
  return `(str.in_re ${value} ${parts.length < 2 ? only : `(re.++ ${parts.join(' ')})`})`;
}

function inAnyCase(value: string): Smt {
  const letters = Array.from(
    value,
    (letter) => `(re.union (str.to_re ${text(letter.toLowerCase())}) (str.to_re ${text(letter.toUpperCase())}))`,
  );
  if (letters.length === 0) return '(str.to_re "")';
  return letters.length === 1 ? (letters[0] ?? '') : `(re.++ ${letters.join(' ')})`;
}

function joined(operator: 'and' | 'or', neutral: Smt, decisive: Smt, parts: readonly Smt[]): Smt {
  const open = parts.filter((part) => part !== neutral);
  if (open.includes(decisive)) return decisive;
  const [only = neutral] = open;
  return open.length < 2 ? only : `(${operator} ${open.join(' ')})`;
}
