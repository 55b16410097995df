import {
  ANYTHING,
  FIRST_OPAQUE,
  FIRST_OPAQUE_ANY_CASE,
  FRESH,
  STAR,
  STAR_IN_PART,
  isOpaque,
  textOf,
} from '../../policy/glob.ts';
import type { AccessRequest } from '../policy-set.ts';
import type { Literal } from './literal.ts';
import type { Model } from './solver.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Words that stand for the unknown values of policy variables in a witness. */
const VALUES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'] as const;

/** A request (for a given action) that a search found; its letters may stand for what is open. */
interface Point {
  readonly resource: string;
  /** Values of the context keys that matter; an empty list: the key must be missing. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

function pointOf(model: Model): Point {
  let resource = String.fromCodePoint(ANYTHING);
  const values = new Map<string, readonly string[]>();
  for (const { atom, model: part } of model.values()) {
    if (part.kind === 'resource') resource = textOf(part.letters);
    if (part.kind === 'values' && atom.kind === 'key') values.set(atom.key, part.found.values);
  }
  return { resource, values };
}

/** What the requests of a search have in common. */
interface Wording {
  readonly base: Pick<AccessRequest, 'action' | 'principal'>;
  readonly vocabulary: Vocabulary;
  /** A text that no policy names. */
  readonly fresh: string;
}

/** The requests that a model stands for, the easiest to read first; each still has to be confirmed by `decide`. */
export function* requestsAt(
  model: Model,
  assumed: readonly Literal[],
  { base, vocabulary, fresh }: Wording,
): Generator<AccessRequest> {
  const point = pointOf(model);
  const points = [point, withCapturedValues(point, assumed, vocabulary)].filter((one) => one !== undefined);
  // what a star took may be anything; with a colon in it the two readings of ARN stars come apart
  for (const taken of [fresh, `${fresh}:${fresh}`]) {
    for (const one of points) {
      const { context, concrete } = concretise(one, vocabulary, { taken, fresh });
      const resource = concrete(one.resource);
      const readable = readableArn(resource, fresh);
      yield { ...base, resource: readable, context };
      if (readable !== resource) yield { ...base, resource, context };
    }
  }
}

/**
 * Where a pattern with a variable was only met as if the variable were a star, the text itself says which value it would
 * have to have: `home/${aws:username}/*` meets `home/bob/x` when the user is bob.
 */
function withCapturedValues(point: Point, assumed: readonly Literal[], { variables }: Vocabulary): Point | undefined {
  const values = new Map(point.values);
  for (const { atom, holds } of assumed) {
    if (atom.kind !== 'resource' || !holds) continue;
    for (const glob of atom.globs.filter((one) => one.some(isOpaque))) {
      const found = new RegExp(`^${glob.map(asRegExp).join('')}$`, 'su').exec(point.resource);
      for (const [index, letter] of glob.filter(isOpaque).entries()) {
        const variable = variables[letter - FIRST_OPAQUE];
        const value = found?.[index + 1];
        if (variable !== undefined && value !== undefined && !values.has(variable.key))
          values.set(variable.key, [value]);
      }
    }
  }
  return values.size > point.values.size ? { ...point, values } : undefined;
}

function asRegExp(mark: number): string {
  if (isOpaque(mark)) return '(.+?)';
  if (mark === STAR) return '.*?';
  if (mark === STAR_IN_PART) return '[^:]*?';
  return mark < 0 ? '.' : `\\u{${mark.toString(16)}}`;
}

/** Letters that no policy holds. */
const STANDING_FOR_OTHERS = new RegExp(`[\\u{${FIRST_OPAQUE.toString(16)}}-\\u{10FFFF}]`, 'gu');

/** Gives each open variable a value, the one its key has in the point where it has one, and each star what it took. */
function concretise(
  point: Point,
  { variables }: Vocabulary,
  { taken, fresh }: { readonly taken: string; readonly fresh: string },
): { context: Record<string, string | string[]>; concrete: (text: string) => string } {
  const values = new Map<string, readonly string[]>(point.values);
  const letters = new Map<number, string>([
    [ANYTHING, taken],
    [FRESH, fresh],
  ]);
  const texts = [point.resource, ...[...point.values.values()].flat()].join('');
  for (const [index, { key, fallback }] of variables.entries()) {
    const [plain, anyCase] = [FIRST_OPAQUE + index, FIRST_OPAQUE_ANY_CASE + index];
    if (!texts.includes(String.fromCodePoint(plain)) && !texts.includes(String.fromCodePoint(anyCase))) continue;
    const known = values.get(key);
    const own = known?.some((text) => Array.from(text).some((letter) => isOpaque(letter.codePointAt(0) ?? 0)));
    const free = VALUES[index % VALUES.length] ?? 'alice';
    const value = known === undefined || own === true ? free : (known[0] ?? fallback ?? '');
    if (known === undefined) values.set(key, [value]);
    letters.set(plain, value);
    letters.set(anyCase, value.toUpperCase());
  }
  const concrete = (text: string): string =>
    text.replaceAll(STANDING_FOR_OTHERS, (letter) => letters.get(letter.codePointAt(0) ?? 0) ?? letter);
  const context: Record<string, string | string[]> = {};
  for (const [key, list] of values) {
    const concretes = list.map(concrete);
    const [only] = concretes;
    if (concretes.length === 1 && only !== undefined) context[key] = only;
    else if (concretes.length > 1) context[key] = concretes;
  }
  return { context, concrete };
}

const READABLE_PARTS = ['arn', 'aws', undefined, 'us-east-1', '111122223333'] as const;

/** The ARN with likely values where the search put its free letter. */
function readableArn(resource: string, fresh: string): string {
  const parts = resource.split(':');
  if (parts[0] !== 'arn' || parts.length < 6) return resource;
  const head = parts.slice(0, 5).map((part, index) => (part === fresh ? (READABLE_PARTS[index] ?? part) : part));
  return [...head, parts.slice(5).join(':').replaceAll(fresh, 'example')].join(':');
}
