import type { AccountState } from '../../account/state.ts';
import { policySetOf, trustPolicyOf } from '../../account/effective.ts';
import type { NamedPolicy } from '../../access/policy-set.ts';
import { documentOf } from '../sharing/offered-policy.ts';

/**
 * What asks a user for a second factor, as far as is known: the user's own policies, and the roles that let the user, or
 * the account, in. Names of policies and roles.
 * Source: IAM user guide, "Configuring MFA-protected API access".
 */
export function whatAsksForSecondFactor(state: AccountState | undefined, userArn: string): readonly string[] {
  if (state === undefined) return [];
  const held = policySetOf(state, userArn);
  const policies = held === undefined ? [] : [...held.identity, ...(held.boundary ?? [])];
  const own = policies.filter(asksForSecondFactor).map(({ name }) => name);
  const roles = [...state.roles.values()].filter((role) => {
    const trust = trustPolicyOf(role);
    return asksForSecondFactor(trust) && letsIn(trust, userArn);
  });
  return [...own, ...roles.map(({ arn }) => arn)];
}

function asksForSecondFactor(policy: NamedPolicy): boolean {
  const statements = documentOf(policy)?.statements ?? [];
  return statements.some(({ conditions }) =>
    conditions.some(({ key }) => key.toLowerCase().startsWith('aws:multifactorauth')),
  );
}

function letsIn(trust: NamedPolicy, userArn: string): boolean {
  const account = userArn.split(':')[4] ?? '';
  const named = (documentOf(trust)?.statements ?? []).flatMap(({ principal }) => principal?.aws ?? []);
  return named.some(
    (each) => each === userArn || each === '*' || each === account || each.endsWith(`::${account}:root`),
  );
}
