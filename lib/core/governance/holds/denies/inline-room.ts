import { charactersOf } from '../../../access/deny-exactly.ts';
import type { JsonValue } from '../../../json.ts';
import type { Principal } from '../../../account/state.ts';

/** Characters of all inline policies of a principal. Source: IAM user guide, "IAM and AWS STS quotas". */
const MOST_INLINE: Readonly<Record<Principal['kind'], number>> = { role: 10_240, user: 2048 };

/** So much is left for policies that others add, and for further holds. */
const LEFT: Readonly<Record<Principal['kind'], number>> = { role: 1024, user: 512 };

/**
 * Characters that one more inline policy of a role or user may take, as far as its inline policies are known; never less
 * than none.
 */
export function inlineRoomOf(principal: Pick<Principal, 'kind' | 'inline'>): number {
  return Math.max(freeOf(principal) - LEFT[principal.kind], 0);
}

/** Whether a document fits among the inline policies of a principal at all. */
export function fitsInline(document: JsonValue, principal: Pick<Principal, 'kind' | 'inline'>): boolean {
  return charactersOf(document) <= freeOf(principal);
}

function freeOf({ kind, inline }: Pick<Principal, 'kind' | 'inline'>): number {
  return MOST_INLINE[kind] - [...inline.values()].reduce<number>((sum, each) => sum + charactersOf(each), 0);
}
