import type { PolicySet } from '../../../access/policy-set.ts';
import { actionMatches } from '../../../access/statement-match.ts';
import type { Principal } from '../../../account/state.ts';
import type { Statement } from '../../../policy/statement.ts';

/** Patterns of roles that are written out for people. */
const MOST_NAMED = 5;

/** How long a session lasts that another one began, and one that a user's credentials began. */
const LONGEST = { role: 'an hour', user: '12 hours' } as const;

/**
 * What a hold of a principal's sessions leaves, for people, in a line or none: sessions of the roles that these may have become
 * meanwhile. They are other principals, whose own people work with them.
 * Source: IAM user guide, "Revoke IAM role temporary security credentials" (role chaining), "Using IAM roles" (session duration).
 */
export function sessionsBecome({ kind }: Pick<Principal, 'kind'>, held: PolicySet | undefined): readonly string[] {
  const roles = (held?.identity ?? []).flatMap(({ document }) =>
    'unreadable' in document ? ['any role'] : document.statements.flatMap(assumable),
  );
  const named = [...new Set(roles)];
  if (named.length === 0) return [];
  const more = named.length > MOST_NAMED ? ` and ${named.length - MOST_NAMED} more` : '';
  const which = `${named.slice(0, MOST_NAMED).join(', ')}${more}`;
  return [
    `sessions of ${which}, which it may have become, go on for up to ${LONGEST[kind]}: end them in the role itself`,
  ];
}

function assumable({ effect, action, resource }: Statement): readonly string[] {
  if (effect !== 'Allow' || !actionMatches(action, 'sts:AssumeRole')) return [];
  if (resource === undefined) return ['any role'];
  return resource.negated ? resource.patterns.map((pattern) => `roles other than ${pattern}`) : resource.patterns;
}
