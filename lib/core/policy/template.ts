import { ANY, ANY_IN_PART, COLON, type Glob, STAR, STAR_IN_PART, lettersOf } from './glob.ts';
import type { PolicyVersion } from './statement.ts';

/**
 * A pattern or value as written in a policy, with its policy variables told apart.
 * Source: IAM user guide, "IAM policy elements: Variables and tags".
 */
export type Template = readonly TemplatePart[];

/** A part of a text that may have policy variables in it. */
export type TemplatePart =
  /** Text as written: `*` and `?` may be wildcards. */
  | { readonly kind: 'text'; readonly text: string }
  /** `${*}`, `${?}`, `${$}`: the letter itself. */
  | { readonly kind: 'literal'; readonly text: string }
  /** `${key}` or `${key, 'default'}`. */
  | { readonly kind: 'variable'; readonly key: string; readonly fallback?: string };

const VARIABLE = /\$\{([^{}]*)\}/g;
const WITH_DEFAULT = /^\s*([^,\s]+)\s*,\s*'([^']*)'\s*$/;

/** Splits a pattern at its variables. Without Version 2012-10-17 there are none: `${…}` is literal text. */
export function parseTemplate(source: string, version: PolicyVersion): Template {
  if (version === '2008-10-17' || !source.includes('${')) return [{ kind: 'text', text: source }];
  const parts: TemplatePart[] = [];
  let end = 0;
  for (const found of source.matchAll(VARIABLE)) {
    if (found.index > end) parts.push({ kind: 'text', text: source.slice(end, found.index) });
    parts.push(variablePart(found[1] ?? ''));
    end = found.index + found[0].length;
  }
  if (end < source.length) parts.push({ kind: 'text', text: source.slice(end) });
  return parts;
}

function variablePart(inner: string): TemplatePart {
  if (inner === '*' || inner === '?' || inner === '$') return { kind: 'literal', text: inner };
  const withDefault = WITH_DEFAULT.exec(inner);
  if (withDefault === null) return { kind: 'variable', key: inner.trim().toLowerCase() };
  return { kind: 'variable', key: (withDefault[1] ?? '').toLowerCase(), fallback: withDefault[2] ?? '' };
}

/** The value of a variable as letters, or undefined where it has none in this request. */
export type ResolveVariable = (key: string, fallback: string | undefined) => readonly number[] | undefined;

/** Whether `*` and `?` in a template's text are wildcards (StringLike, ARNs) or letters (StringEquals). */
export type Wildcards = 'wildcards' | 'letters';

/** The template as one pattern; undefined: a variable has no value, so it matches nothing. A value is literal text. */
export function globOfTemplate(template: Template, resolve: ResolveVariable, wildcards: Wildcards): Glob | undefined {
  const glob: number[] = [];
  for (const part of template) {
    const letters = lettersOfPart(part, resolve, wildcards);
    if (letters === undefined) return undefined;
    for (const letter of letters) glob.push(letter);
  }
  return glob;
}

/**
 * How stars of an ARN pattern treat colons. AWS's user guide says both that each of the six parts is compared by itself
 * and that a `*` may span parts.
 */
export type ArnReading = 'segment-wise' | 'crossing';

/** An ARN pattern: its marks, or why it matches nothing or cannot be read. */
export type ArnGlob =
  | { readonly kind: 'glob'; readonly glob: Glob }
  | { readonly kind: 'never' }
  /** A variable before the fifth colon, where AWS does not allow one. */
  | { readonly kind: 'unclear' };

/**
 * The template as an ARN pattern: the first five parts are matched one by one, after the fifth colon a colon is ordinary.
 * Missing parts are `*`; `*` alone matches everything, also what is no ARN.
 */
export function arnGlobOfTemplate(template: Template, resolve: ResolveVariable, reading: ArnReading): ArnGlob {
  const parts: number[][] = [[]];
  for (const part of template) {
    const letters = lettersOfPart(part, resolve, 'wildcards');
    if (part.kind === 'variable' && parts.length < 6) return { kind: 'unclear' };
    if (letters === undefined) return { kind: 'never' };
    for (const letter of letters) {
      if (letter === COLON && part.kind === 'text' && parts.length < 6) parts.push([]);
      else parts.at(-1)?.push(letter);
    }
  }
  const [first = []] = parts;
  if (parts.length === 1 && first.length > 0 && first.every((letter) => letter === STAR))
    return { kind: 'glob', glob: [STAR] };
  while (parts.length < 6) parts.push([STAR]);
  const inPart =
    reading === 'segment-wise' ? parts.map((part, index) => (index < 5 ? part.map(stopAtColon) : part)) : parts;
  return { kind: 'glob', glob: inPart.flatMap((part, index) => (index === 0 ? part : [COLON, ...part])) };
}

function stopAtColon(mark: number): number {
  if (mark === STAR) return STAR_IN_PART;
  return mark === ANY ? ANY_IN_PART : mark;
}

function lettersOfPart(
  part: TemplatePart,
  resolve: ResolveVariable,
  wildcards: Wildcards,
): readonly number[] | undefined {
  switch (part.kind) {
    case 'literal':
      return lettersOf(part.text);
    case 'variable':
      return resolve(part.key, part.fallback);
    case 'text': {
      const letters = lettersOf(part.text);
      if (wildcards === 'letters') return letters;
      return letters.map((letter) => (letter === 42 ? STAR : letter === 63 ? ANY : letter));
    }
  }
}
