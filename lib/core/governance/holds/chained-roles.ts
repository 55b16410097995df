import type { PolicySet } from '../../access/policy-set.ts';
import { actionMatches } from '../../access/statement-match.ts';
import type { Statement } from '../../policy/statement.ts';

/** Patterns of roles that are written out for people. */
const MOST_NAMED = 5;

/**
 * What a hold of a role's sessions leaves, for people: sessions of the roles that these may have become meanwhile. They are other
 * principals, whose own people work with them, and AWS ends such a session within an hour. Undefined: it may become none.
 * Source: IAM user guide, "Revoke IAM role temporary security credentials" (role chaining).
 */
export function chainedSessions(held: PolicySet | undefined): string | undefined {
  const roles = (held?.identity ?? []).flatMap(({ document }) =>
    'unreadable' in document ? ['any role'] : document.statements.flatMap(assumable),
  );
  const named = [...new Set(roles)];
  if (named.length === 0) return undefined;
  const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : '';
  const which = `${named.slice(0, MOST_NAMED).join(', ')}${more}`;
  return `sessions of ${which}, which it may have become, go on for up to an hour: end them in the role itself`;
}

function assumable({ effect, action, resource }: Statement): readonly string[] {
  if (effect !== 'Allow' || !actionMatches(action, 'sts:AssumeRole')) return [];
  if (resource === undefined) return ['any role'];
  return resource.negated ? resource.patterns.map((pattern) => `roles other than ${pattern}`) : resource.patterns;
}
