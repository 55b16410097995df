import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import type { Condition, PolicyDocument, Statement } from '../../policy/statement.ts';
import { parseTemplate } from '../../policy/template.ts';

/** Condition keys (lower case) about which something is known. */
export type IsKnownKey = (key: string) => boolean;

/**
 * A policy without what hangs on keys of which nothing is known: it never allows more than the policy does, whatever their
 * values are. An Allow that asks for one is left out; a Deny that does counts as if what it asks for were so.
 */
export function withoutUnknown(policy: NamedPolicy, isKnown: IsKnownKey): NamedPolicy {
  const { name, document } = policy;
  if ('unreadable' in document) return policy;
  const statements = document.statements.flatMap((statement) => withoutUnknownIn(statement, document, isKnown));
  return { name, document: { ...document, statements } };
}

/** What a principal may do by this set whoever it is: the part that another principal can be measured by. */
export function asAnother(set: PolicySet): PolicySet {
  const narrow = (policy: NamedPolicy): NamedPolicy => withoutUnknown(policy, (key) => !OF_THE_PRINCIPAL.test(key));
  return {
    ...set,
    identity: set.identity.map(narrow),
    ...(set.boundary === undefined ? {} : { boundary: set.boundary.map(narrow) }),
  };
}

/** Source: IAM user guide, "AWS global condition context keys", properties of the principal. */
const OF_THE_PRINCIPAL = /^aws:(?:principal(?:arn|type|tag\/.*)|username|userid)$/;

function withoutUnknownIn(
  statement: Statement,
  { version }: PolicyDocument,
  isKnown: IsKnownKey,
): readonly Statement[] {
  const isOpen = (text: string): boolean =>
    parseTemplate(text, version).some((part) => part.kind === 'variable' && !isKnown(part.key));
  const isMet = ({ key, values }: Condition): boolean => isKnown(key.toLowerCase()) && !values.some(isOpen);
  const { effect, resource, conditions } = statement;
  const isAnywhere = resource?.patterns.some(isOpen) === true;
  const known = conditions.filter(isMet);
  if (effect === 'Allow') return isAnywhere || known.length < conditions.length ? [] : [statement];
  const everything = { negated: false, patterns: ['*'] };
  return [{ ...statement, conditions: known, ...(isAnywhere ? { resource: everything } : {}) }];
}
