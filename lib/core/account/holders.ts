import { principalsOf } from './slice.ts';
import type { AccountState, PolicyHolder } from './state.ts';

/** The roles, users and groups that have a managed policy attached, and those whose boundary it is. */
export function holdersOf(
  state: AccountState,
  policyArn: string,
): readonly (PolicyHolder & { readonly kind: string })[] {
  const principals = principalsOf(state).filter(
    (principal) => principal.boundary === policyArn || principal.attached.includes(policyArn),
  );
  return [...principals, ...[...state.groups.values()].filter((group) => group.attached.includes(policyArn))];
}
