import { jsonForm } from '../json.ts';
import { err, type Result } from '../result.ts';
import { stateFromJson } from './state-from-json.ts';
import { stateToJson } from './state-json.ts';
import type { AccountState } from './state.ts';

/** A slice as a text that is kept. */
export function sliceText(slice: AccountState): string {
  return JSON.stringify(stateToJson(slice));
}

/** The slice that a text holds, or what is wrong with the text. */
export function sliceFromText(text: string): Result<AccountState, string> {
  const value = parsed(text);
  if (value === undefined) return err('it is not JSON');
  const state = stateFromJson(value);
  return state.ok ? state : err(`${state.error.place}: ${state.error.detail}`);
}

function parsed(text: string) {
  try {
    return jsonForm(JSON.parse(text));
  } catch {
    // whatever is wrong with it, it is not the text of a slice
    return undefined;
  }
}
