import type { NamedPolicy, PolicySet } from '../policy-set.ts';
import { policiesOf } from './policies-of.ts';

/** Letters that are easy to read, tried first; after them any letter beyond Latin. */
const READABLE = 'xzqjvkwyfbhgpumdlcrnoitsae0123456789';
const FIRST_UNREADABLE = 0x3b1;

/** A letter that none of these policies names in either case, nor anything that is known of the principals. */
export function readableLetter(sets: readonly PolicySet[]): string {
  const policies = sets.flatMap(policiesOf);
  const free = [...policies.map(freeLetters), ...sets.map(({ principal }) => lettersWithout(textOfFacts(principal)))];
  const [first = READABLE, ...others] = free;
  for (const letter of first) if (others.every((letters) => letters.includes(letter))) return letter;
  const texts = [...policies.map(textOf), ...sets.map(({ principal }) => textOfFacts(principal))];
  let code = FIRST_UNREADABLE;
  while (texts.some((text) => text.includes(String.fromCodePoint(code)))) code += 1;
  return String.fromCodePoint(code);
}

const known = new WeakMap<NamedPolicy['document'], string>();

/** The readable letters that a policy does not name, in their order. */
function freeLetters(policy: NamedPolicy): string {
  const letters = known.get(policy.document) ?? lettersWithout(textOf(policy));
  known.set(policy.document, letters);
  return letters;
}

function lettersWithout(text: string): string {
  let letters = '';
  for (const letter of READABLE) if (!text.includes(letter)) letters += letter;
  return letters;
}

/** The patterns and operands of a policy, in lower case. */
function textOf({ document }: NamedPolicy): string {
  if ('unreadable' in document) return '';
  const texts = document.statements.flatMap(({ resource, conditions }) => [
    resource?.patterns.join(' ') ?? '',
    ...conditions.map(({ values }) => values.join(' ')),
  ]);
  return texts.join(' ').toLowerCase();
}

function textOfFacts({ arn, userName, organizationId, tags }: PolicySet['principal']): string {
  return [arn, userName, organizationId, ...(tags?.values() ?? [])].join('').toLowerCase();
}
