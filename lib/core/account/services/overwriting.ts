import { isSameForm } from '../../digest.ts';
import type { JsonValue } from '../../json.ts';
import { samePolicy } from '../../policy/same-policy.ts';

/** What is there, what is to be there, and what is expected to be there until then; null: nothing. */
export interface Overwrite {
  readonly live: JsonValue;
  readonly wanted: JsonValue;
  readonly expects: JsonValue;
}

/** Whether something may be overwritten: `changed` where it is neither what is wanted nor what is expected. */
export function overwriting({ live, wanted, expects }: Overwrite): 'already' | 'as-expected' | 'changed' {
  if (isSame(live, wanted)) return 'already';
  return isSame(live, expects) ? 'as-expected' : 'changed';
}

/** Whether two documents, or values, say the same. */
export function isSame(one: JsonValue, other: JsonValue): boolean {
  return isSameForm(one, other) || samePolicy(one, other);
}

/** What is said where something would be overwritten that nobody expected. */
export function changedSince(what: string): {
  readonly kind: 'refused';
  readonly code: 'ChangedSince';
  readonly detail: string;
} {
  const detail = `${what} was changed since: what is there now is not what the call wrote, and is left as it is`;
  return { kind: 'refused', code: 'ChangedSince', detail };
}
