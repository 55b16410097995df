import { DENY_ALL } from '../../../account/hold-policy.ts';
import { principalOf } from '../../../account/slice.ts';
import type { AccountState } from '../../../account/state.ts';
import type { Case } from '../../cases/case-parts.ts';
import type { Finding } from '../../finding.ts';
import { fitsInline } from './inline-room.ts';
import type { ReservedDeny } from './reserved-deny.ts';
import { attachedBeyondHolds } from './shared-deny.ts';
import { attachedStandInFor, standInFor } from './stand-in.ts';

/** What is known of the principal when everything is to be denied to it. */
interface Around {
  /** The principal as it is read; undefined: it is gone. */
  readonly read: AccountState | undefined;
  /** The same once the restores under way have been made. */
  readonly live: AccountState | undefined;
  /** All cases of the principal. */
  readonly ofPrincipal: readonly Pick<Case, 'hold'>[];
}

/**
 * The stand-in that denies everything, by AWS's own policy where the inline policies leave no room for another: nobody keeps a hold
 * off by filling them. Not where that policy is attached already and no hold stands on it: it is somebody else's then, which no
 * restore may take away. Undefined: no role or user, or it is held by calls of another service.
 */
export function wholeStandIn(
  finding: Pick<Finding, 'id' | 'principal' | 'response'>,
  { read, live, ofPrincipal }: Around,
): ReservedDeny | undefined {
  const inline = standInFor(finding);
  const attached = attachedStandInFor(finding);
  const holder = read && principalOf(read, finding.principal);
  const after = live && principalOf(live, finding.principal);
  if (inline === undefined || attached === undefined || holder === undefined || after === undefined) return inline;
  // whichever comes first, the restore or the hold, it has to fit
  const fits = fitsInline(DENY_ALL, holder) && fitsInline(DENY_ALL, after);
  if (holder.inline.has(inline.put.policyName) || fits) return inline;
  const isOfOthers = attachedBeyondHolds(holder, ofPrincipal).some(
    (arn) => 'policyArn' in attached.put && arn === attached.put.policyArn,
  );
  return isOfOthers ? inline : attached;
}
