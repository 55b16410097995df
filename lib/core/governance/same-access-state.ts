import { sliceOf } from '../account/slice.ts';
import type { AccountState } from '../account/state.ts';
import { stateToJson } from '../account/state-json.ts';
import { canonicalText } from '../digest.ts';

/**
 * Whether two states say the same of a principal (ARN) and of all that decides about it; what AWS assigns (`AROA…` and
 * the like) may differ. Never true where one of them does not have the principal.
 */
export function sameAccessState(a: AccountState, b: AccountState, principalArn: string): boolean {
  const left = comparableSlice(a, principalArn);
  return left !== undefined && left === comparableSlice(b, principalArn);
}

/** All that decides about a principal (ARN), without what AWS assigns, as canonical text; undefined: it is not there. */
export function comparableSlice(state: AccountState, principalArn: string): string | undefined {
  const slice = sliceOf(state, principalArn);
  if (slice === undefined) return undefined;
  const { roles, users, groups, policies } = slice;
  const withoutIds = {
    ...slice,
    roles: blankIds(roles),
    users: blankIds(users),
    groups: blankIds(groups),
    policies: blankIds(policies),
  };
  return canonicalText(stateToJson(withoutIds));
}

function blankIds<T extends { readonly id: string }>(items: ReadonlyMap<string, T>): ReadonlyMap<string, T> {
  return new Map([...items].map(([name, item]) => [name, { ...item, id: '' }]));
}
