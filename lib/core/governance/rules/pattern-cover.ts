import { splitArnPattern } from '../../policy/arn.ts';
import { globMatches } from '../../policy/glob.ts';

/** Whether a pattern surely matches every text that another one matches. Where it cannot tell, it says no. */
export function covers(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  // read as a text, the other's `*` would pass for the one letter that `?` takes, and it may stand for none
  if (wide.includes('?') && narrow.includes('*')) return false;
  return globMatches(wide, narrow);
}

/** The same for patterns over ARNs, which are matched part by part. */
export function coversArn(wide: string, narrow: string): boolean {
  if (wide === narrow) return true;
  if (!wide.startsWith('arn:') || !narrow.startsWith('arn:')) return false;
  const [wideParts, narrowParts] = [splitArnPattern(wide), splitArnPattern(narrow)];
  return ARN_PARTS.every((part) => covers(wideParts[part], narrowParts[part]));
}

const ARN_PARTS = ['partition', 'service', 'region', 'account', 'resource'] as const;
