import type { NamedPolicy, PolicySet } from '../policy-set.ts';
import { policiesOf } from './policies-of.ts';

/** Letters that are easy to read, tried first; after them any letter beyond Latin. */
const READABLE = 'xzqjvkwyfbhgpumdlcrnoitsae0123456789';
const FIRST_UNREADABLE = 0x3b1;

/** A letter that none of these policies names in either case, nor anything that is known of the principals. */
export function readableLetter(sets: readonly PolicySet[]): string {
  const texts = [
    ...sets.flatMap(policiesOf).map(lettersIn),
    ...sets.map(({ principal }) => principalLetters(principal)),
  ];
  const isFree = (letter: string): boolean => texts.every((letters) => !letters.has(letter));
  const readable = Array.from(READABLE).find(isFree);
  if (readable !== undefined) return readable;
  let code = FIRST_UNREADABLE;
  while (!isFree(String.fromCodePoint(code))) code += 1;
  return String.fromCodePoint(code);
}

const known = new WeakMap<NamedPolicy['document'], ReadonlySet<string>>();

/** The letters of a policy's patterns and operands, in lower case. */
function lettersIn({ document }: NamedPolicy): ReadonlySet<string> {
  if ('unreadable' in document) return new Set();
  const remembered = known.get(document);
  if (remembered !== undefined) return remembered;
  const found = new Set<string>();
  for (const { resource, conditions } of document.statements) {
    for (const text of resource?.patterns ?? []) addLetters(text, found);
    for (const { values } of conditions) for (const text of values) addLetters(text, found);
  }
  known.set(document, found);
  return found;
}

function principalLetters({ arn, userName, organizationId, tags }: PolicySet['principal']): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of [arn, userName, organizationId, ...(tags?.values() ?? [])]) addLetters(text ?? '', found);
  return found;
}

function addLetters(text: string, found: Set<string>): void {
  for (const letter of text.toLowerCase()) found.add(letter);
}
