import { type Piece, type Smt, FALSE, TRUE, and, concat, matches, or, text } from './smt.ts';
import type { ArnValue } from './arn-value.ts';
import { VARIABLES } from './request-variables.ts';

/** How stars of the first five parts of an ARN treat colons. */
export type Reading = 'segment-wise' | 'crossing';

/** What the encoding leaves out. */
export class NotEncoded extends Error {
  override name = 'NotEncoded';
}

type Token = Piece | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined };

/** Splits a pattern into fixed text, wildcards and variables. */
function tokensOf(pattern: string, version: string, wildcards: 'wildcards' | 'letters'): readonly Token[] {
  const tokens: Token[] = [];
  const split = version === '2012-10-17' ? pattern.split(/(\$\{[^}]*\})/) : [pattern];
  for (const part of split) {
    const inner = version === '2012-10-17' ? /^\$\{(.*)\}$/.exec(part)?.[1] : undefined;
    if (inner === undefined) {
      for (const letter of part) {
        if (wildcards === 'wildcards' && letter === '*') tokens.push({ kind: 'any' });
        else if (wildcards === 'wildcards' && letter === '?') tokens.push({ kind: 'one' });
        else tokens.push({ kind: 'text', text: letter });
      }
    } else if (['*', '?', '$'].includes(inner)) tokens.push({ kind: 'text', text: inner });
    else {
      const [key = '', fallback] = inner.split(',').map((each) => each.trim());
      tokens.push({ kind: 'variable', key: key.toLowerCase(), fallback: fallback?.slice(1, -1) });
    }
  }
  return tokens;
}

/** A value matches one of the patterns of String operators. */
export function matchesText(
  value: Smt,
  pattern: string,
  version: string,
  style: 'wildcards' | 'letters' | 'any case',
): Smt {
  const tokens = tokensOf(pattern, version, style === 'wildcards' ? 'wildcards' : 'letters');
  return matchesTokens(value, tokens, style === 'any case' ? 'any case' : 'exact');
}

/** An ARN matches a pattern: part by part, missing parts are `*`; `*` alone is everything. */
export function matchesArn(value: ArnValue, pattern: string, version: string, reading: Reading): Smt {
  if (/^\*+$/.test(pattern)) return TRUE;
  if (value.length < 6) return FALSE;
  const split = pattern.split(':');
  const parts = [...split.slice(0, 5), ...(split.length > 5 ? [split.slice(5).join(':')] : [])];
  while (parts.length < 6) parts.push('*');
  const mayCross = reading === 'crossing' && parts.slice(0, 5).some((part) => /[*?]/.test(part));
  if (mayCross) return matchesTokens(wholeOf(value), tokensOf(parts.join(':'), version, 'wildcards'), 'exact');
  return and(
    parts.map((part, index) => {
      const tokens = tokensOf(part, version, 'wildcards');
      const own = value[index];
      if (own === undefined) return FALSE;
      return own.kind === 'text' ? matchesFixed(own.text, tokens) : matchesTokens(own.name, tokens, 'exact');
    }),
  );
}

export function wholeOf(value: ArnValue): Smt {
  const parts = value.flatMap((part, index) => [
    ...(index === 0 ? [] : [text(':')]),
    part.kind === 'text' ? text(part.text) : part.name,
  ]);
  return concat(parts);
}

/** Fixed text against a pattern, decided here; with a variable it is left to the solver. */
function matchesFixed(value: string, tokens: readonly Token[]): Smt {
  if (tokens.some((token) => token.kind === 'variable')) return matchesTokens(text(value), tokens, 'exact');
  const source = tokens.map((token) => {
    if (token.kind === 'text') return token.text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return token.kind === 'one' ? '.' : '.*';
  });
  return new RegExp(`^${source.join('')}$`, 's').test(value) ? TRUE : FALSE;
}

function matchesTokens(value: Smt, tokens: readonly Token[], letters: 'exact' | 'any case'): Smt {
  const pieces = tokens.flatMap((token) => (token.kind === 'variable' ? [] : [token]));
  if (pieces.length === tokens.length) return matches(value, pieces, letters);
  if (letters === 'any case') throw new NotEncoded('a variable compared in any case');
  const open = tokens.at(-1)?.kind === 'any' ? 'prefix' : 'whole';
  const presence: Smt[] = [];
  const parts = tokens.slice(0, open === 'prefix' ? -1 : undefined).map((token): Smt => {
    if (token.kind === 'text') return text(token.text);
    if (token.kind !== 'variable') throw new NotEncoded('a wildcard before a variable');
    const variable = VARIABLES[token.key];
    if (variable === undefined) return FALSE;
    if (token.fallback === undefined) presence.push(variable.has);
    return token.fallback === undefined
      ? variable.value
      : `(ite ${variable.has} ${variable.value} ${text(token.fallback)})`;
  });
  const whole = concat(parts);
  return and([...presence, open === 'prefix' ? `(str.prefixof ${whole} ${value})` : `(= ${value} ${whole})`]);
}

/** An action or a list of them, in any case; wildcards are read here, for actions are concrete. */
export function takesAction(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) =>
    new RegExp(
      `^${pattern
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      'is',
    ).test(action),
  );
}

export function anyOf(values: readonly string[], property: (value: string) => Smt): Smt {
  return or(values.map(property));
}
