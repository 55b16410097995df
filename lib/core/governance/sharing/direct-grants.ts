import type { NamedPolicy } from '../../access/policy-set.ts';
import { isRoleOfSession, reachOf } from '../../access/principal-match.ts';
import { principalMatches } from '../../access/statement-match.ts';
import type { Statement } from '../../policy/statement.ts';
import { documentOf } from './offered-policy.ts';

/** What a resource's policy gives one principal of its account by itself. */
export interface DirectGrants {
  /** The same as a policy of the principal's own. */
  readonly policy: NamedPolicy;
  /** A grant to a user by name is not limited by the user's boundary (IAM user guide, "Permissions boundaries"). */
  readonly isLimited: 'by the boundary' | 'by nothing';
}

/**
 * What a policy lets a role or user (its ARN) do without a word in their own policies: what it grants to everyone, to them by
 * name, and to sessions of the role. What it grants to the account still has to be passed on. A policy that cannot be read
 * stays so.
 */
export function directGrantsOf(policy: NamedPolicy, arn: string): DirectGrants {
  const document = documentOf(policy);
  if (document === undefined) return { policy, isLimited: 'by nothing' };
  const reaching = document.statements.filter((statement) => reaches(statement, arn));
  const statements = reaching.map(asOwn);
  const isByName = reaching.some(({ effect, principal }) => effect === 'Allow' && principal?.aws.includes(arn));
  const isUser = arn.includes(':user/');
  return {
    policy: { name: policy.name, document: { ...document, statements } },
    isLimited: isUser && isByName ? 'by nothing' : 'by the boundary',
  };
}

/** The statement as it would stand in a policy of the principal. */
function asOwn({ sid, index, effect, action, resource, conditions }: Statement): Statement {
  return {
    index,
    effect,
    action,
    conditions,
    ...(sid === undefined ? {} : { sid }),
    ...(resource === undefined ? {} : { resource }),
  };
}

/** A Deny that may spare the principal is left out: what is granted is never taken for less than it is. */
function reaches(statement: Statement, arn: string): boolean {
  const { effect, principal } = statement;
  if (principal === undefined) return true;
  if (effect === 'Deny') return principalMatches(statement, { principal: arn, hasBoundary: 'no-boundary' }) === 'yes';
  if (principal.negated) return true;
  if (principal.aws.some((entry) => isRoleOfSession(arn, entry))) return true;
  const reach = reachOf(principal, arn);
  return reach === 'exact' || reach === 'everyone';
}
