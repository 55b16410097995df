import { lettersOf } from '../../policy/glob.ts';
import type { PolicySet } from '../policy-set.ts';
import { policiesOf } from './policies-of.ts';
import { type Alphabet, Budget } from './text-search.ts';

/** Letters that are easy to read, tried first; after them any letter beyond Latin. */
const READABLE = 'xzqjvkwyfbhgpumdlcrnoitsae0123456789';
const FIRST_UNREADABLE = 0x3b1;
/** Several times what the costliest pair of AWS managed policies takes. */
const MOST_STEPS = 200_000;

/** An alphabet with a letter that none of these policies names in either case, so that it stands for all such letters. */
export function alphabetOf(sets: readonly PolicySet[]): Alphabet {
  const used = new Set<number>();
  for (const text of sets
    .flatMap(policiesOf)
    .flatMap(({ document }) => ('unreadable' in document ? [] : [JSON.stringify(document)]))) {
    for (const letter of lettersOf(text.toLowerCase())) used.add(letter);
  }
  for (const { principal } of sets) {
    const texts = [principal.arn, principal.userName, principal.organizationId, ...(principal.tags?.values() ?? [])];
    for (const letter of lettersOf(texts.join('').toLowerCase())) used.add(letter);
  }
  let fresh = lettersOf(READABLE).find((letter) => !used.has(letter)) ?? FIRST_UNREADABLE;
  while (used.has(fresh)) fresh += 1;
  return { fresh, budget: new Budget(MOST_STEPS) };
}
