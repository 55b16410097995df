import { isSameJson } from '../json.ts';
import type { AccountState } from './state.ts';
import { stateToJson } from './state-json.ts';

/** Whether two states are the same to the letter. */
export function isSameState(one: AccountState, other: AccountState): boolean {
  return one === other || isSameJson(stateToJson(one), stateToJson(other));
}
