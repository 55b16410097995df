import { principalOf } from './slice.ts';
import type { AccountState } from './state.ts';

/**
 * Whether an ARN means two different roles or users in two states: names are used again, the ids that AWS assigns
 * (`AROA…`, `AIDA…`) are not. False where one of the states does not have the principal.
 * Source: IAM user guide, "IAM identifiers", "Unique identifiers".
 */
export function isOtherPrincipal(one: AccountState, two: AccountState, principalArn: string): boolean {
  const [first, second] = [principalOf(one, principalArn), principalOf(two, principalArn)];
  return first !== undefined && second !== undefined && first.id !== second.id;
}

/** Whether somebody else surely has the name now: both ids are known, and differ. */
export function isNamesake(one: AccountState, two: AccountState, principalArn: string): boolean {
  const ids = [one, two].map((state) => principalOf(state, principalArn)?.id ?? '');
  return !ids.includes('') && isOtherPrincipal(one, two, principalArn);
}
