import { mayMeet } from '../../access/ambit/fixed-parts.ts';
import { globMatches, globOf } from '../../policy/glob.ts';

/**
 * Whether two resource patterns of an excess may name one resource; `false` is sure. What is not a pattern (`not PATTERN`,
 * or one with a variable) may name any.
 */
export function mayBeOneResource(one: string, other: string): boolean {
  if ([one, other].some((text) => text.startsWith('not ') || text.includes('${'))) return true;
  if (!WILDCARD.test(one)) return globMatches(other, one);
  if (!WILDCARD.test(other)) return globMatches(one, other);
  return mayMeet(globOf(one), globOf(other));
}

const WILDCARD = /[*?]/;
