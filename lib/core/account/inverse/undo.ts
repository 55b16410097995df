import type { IamCall } from '../call.ts';
import type { JsonValue } from '../../json.ts';
import type { PolicyHolder } from '../state.ts';

/** How a call can be taken back. */
export type Inverse =
  /** After the call these give the state before, except ids and dates that AWS assigns. Empty: the call changed nothing. */
  | { readonly kind: 'exact'; readonly calls: readonly IamCall[] }
  /** The nearest there is: it stops the use of what the call gave, but may not give the state before, because of `why`. */
  | { readonly kind: 'contain'; readonly calls: readonly IamCall[]; readonly why: string }
  /** Nothing can be done by calls, because of `why`: tell people. */
  | { readonly kind: 'none'; readonly why: string };

/** Calls that bring the state before back, in this order. */
export function exact(...calls: readonly IamCall[]): Inverse {
  return { kind: 'exact', calls };
}

/** Calls that stop the use of what was given. */
export function contain(why: string, ...calls: readonly IamCall[]): Inverse {
  return { kind: 'contain', calls, why };
}

/** No calls. */
export function none(why: string): Inverse {
  return { kind: 'none', why };
}

/**
 * An exact inverse where what the call changed was known before. Of what is known only from calls nobody knows what it held:
 * taking the grant away is right, but may not be what was there.
 */
export function exactIfKnown(holder: PolicyHolder | undefined, ...calls: readonly IamCall[]): Inverse {
  if (isKnown(holder)) return exact(...calls);
  return contain('what it held before is not known', ...calls);
}

/** Gives back what a call took away: exact where the state before lists it; AWS took it, so it was there all the same. */
export function giveBack(list: readonly string[] | undefined, item: string, call: IamCall): Inverse {
  if (list?.includes(item) === true) return exact(call);
  return contain('the state before does not list what was taken away', call);
}

/** Whether the state lists all that this thing holds. */
export function isKnown<H extends { readonly seenOnlyInCalls?: true }>(holder: H | undefined): holder is H {
  return holder !== undefined && holder.seenOnlyInCalls !== true;
}

/**
 * Policies that AWS attaches to users whose keys it found published. They only deny and are never taken away by a machine.
 * Source: AWS managed policy reference, "AWSCompromisedKeyQuarantine".
 */
function isAwsQuarantine(policyArn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\/(?:.*\/)?AWSCompromisedKeyQuarantine(?:V\d+)?$/.test(policyArn);
}

/** Why a call that attached one of AWS's quarantine policies is left alone. */
const QUARANTINE_STAYS = 'AWS attached its quarantine policy because keys were published: people must look at it';

/** Takes back the attachment of a managed policy; `detach` is the call that does. */
export function undoAttach(holder: PolicyHolder | undefined, policyArn: string, detach: IamCall): Inverse {
  if (holder?.attached.includes(policyArn) === true) return exact();
  return isAwsQuarantine(policyArn) ? none(QUARANTINE_STAYS) : exactIfKnown(holder, detach);
}

/** Takes back the writing of an inline policy: `put` writes the document before, `remove` takes a new one away. */
export function undoPut(
  holder: PolicyHolder | undefined,
  policyName: string,
  { put, remove }: { readonly put: (document: JsonValue) => IamCall; readonly remove: IamCall },
): Inverse {
  const before = holder?.inline.get(policyName);
  return before === undefined ? exactIfKnown(holder, remove) : exact(put(before));
}

/** Takes back the deletion of an inline policy: `put` writes the document before. */
export function undoDelete(
  holder: PolicyHolder | undefined,
  policyName: string,
  put: (document: JsonValue) => IamCall,
): Inverse {
  const before = holder?.inline.get(policyName);
  return before === undefined ? none('the document before is not known') : exact(put(before));
}
