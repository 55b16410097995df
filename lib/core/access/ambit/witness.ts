import type { AccessRequest } from '../policy-set.ts';
import type { Alphabet } from './text-search.ts';
import { type Vocabulary, isOpaque } from './compile.ts';
import type { Point } from './search.ts';

/** Words that stand for the unknown values of policy variables in a witness. */
const VALUES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'] as const;

/** The requests that a point stands for, the easiest to read first; each still has to be confirmed by `decide`. */
export function requestsAt(
  point: Point,
  action: string,
  principal: string | undefined,
  vocabulary: Vocabulary,
  alphabet: Alphabet,
): readonly AccessRequest[] {
  const { context, concrete } = concretise(point, vocabulary);
  const resource = concrete(point.resource);
  const base = { ...(principal === undefined ? {} : { principal }), action };
  const readable = readableArn(resource, String.fromCodePoint(alphabet.fresh));
  return [...new Set([readable, resource])].map((text) => ({ ...base, resource: text, context }));
}

/** Gives each open variable a value, the one its key has in the point where it has one. */
function concretise(
  point: Point,
  { variables }: Vocabulary,
): { context: Record<string, string | string[]>; concrete: (text: string) => string } {
  const values = new Map<string, readonly string[]>(point.values);
  const letters = new Map<string, string>();
  for (const [index, { key, fallback }] of variables.entries()) {
    const letter = String.fromCodePoint(0xf0000 + index);
    const used = [point.resource, ...[...point.values.values()].flat()].some((text) => text.includes(letter));
    if (!used) continue;
    const known = values.get(key);
    const value = known === undefined ? (VALUES[index % VALUES.length] ?? 'alice') : (known[0] ?? fallback ?? '');
    if (known === undefined) values.set(key, [value]);
    letters.set(letter, value);
  }
  const concrete = (text: string): string =>
    Array.from(text, (letter) => (isOpaque(letter.codePointAt(0) ?? 0) ? (letters.get(letter) ?? '') : letter)).join(
      '',
    );
  const context: Record<string, string | string[]> = {};
  for (const [key, list] of values) {
    const texts = list.map(concrete);
    const [only] = texts;
    if (texts.length === 1 && only !== undefined) context[key] = only;
    else if (texts.length > 1) context[key] = texts;
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
