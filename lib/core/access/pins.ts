import { parseArn } from '../policy/arn.ts';
import { isOpaque, lettersOf } from '../policy/glob.ts';
import type { PrincipalFacts } from './policy-set.ts';

/** What is known of a context key: its values, or `[]` where it is known to be missing; undefined: nothing is known. */
export type Pin = readonly string[] | undefined;

/** Looks up what is known of a context key (lower case). */
export type Pins = (key: string) => Pin;

const PRINCIPAL_TAG = 'aws:principaltag/';

/**
 * The context keys that follow from what is known about the principal.
 * Source: IAM user guide, "AWS global condition context keys", properties of the principal.
 */
export function pinsOf(facts: PrincipalFacts): Pins {
  const known = new Map<string, readonly string[]>();
  const arn = facts.arn === undefined ? undefined : parseArn(facts.arn);
  const isUser = arn?.resource.startsWith('user/') === true;
  const isRole = arn?.resource.startsWith('role/') === true;
  if (facts.arn !== undefined && arn !== undefined && arn.service === 'iam') {
    known.set('aws:principalarn', [facts.arn]);
    known.set('aws:principalaccount', [arn.account]);
    known.set('aws:principalisawsservice', ['false']);
  }
  if (isUser) {
    known.set('aws:principaltype', ['User']);
    known.set('aws:username', [facts.userName ?? arn.resource.slice(arn.resource.lastIndexOf('/') + 1)]);
  } else if (facts.userName !== undefined) {
    known.set('aws:username', [facts.userName]);
  }
  if (isRole) {
    known.set('aws:principaltype', ['AssumedRole']);
    known.set('aws:username', []);
  }
  if (facts.organizationId !== undefined) known.set('aws:principalorgid', [facts.organizationId]);
  for (const [key, value] of facts.tags ?? []) known.set(PRINCIPAL_TAG + key.toLowerCase(), [value]);
  // a user's tags are all there is; a role's session may bring tags of its own
  const noOtherTags = isUser && facts.tags !== undefined;
  // letters that stand for unknown values are no part of any name or tag that IAM takes
  for (const [key, values] of known) if (values.some((value) => lettersOf(value).some(isOpaque))) known.delete(key);
  return (key) => known.get(key) ?? (noOtherTags && key.startsWith(PRINCIPAL_TAG) ? [] : undefined);
}
