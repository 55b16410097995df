import { DENY_ALL } from '../../../account/hold-policy.ts';
import type { Principal } from '../../../account/state.ts';
import type { PassedOver } from '../../finding.ts';
import { fitsInline } from './inline-room.ts';
import { attachedDeny, type ReservedDeny, reservedDeny } from './reserved-deny.ts';

/** A deny of everything, and why it is no narrower one. */
export interface DenyOfAll {
  readonly deny: ReservedDeny;
  /** For people. */
  readonly summary: string;
  /** What would have come before it. */
  readonly passed: readonly PassedOver[];
}

/** A deny of everything: in an inline policy where there is room, else AWS's own policy for that. */
export function denyEverything(principal: Principal, partition: string, cause: string): DenyOfAll {
  const { kind, name } = principal;
  if (fitsInline(DENY_ALL, principal)) {
    const summary = `denies ${kind} ${name} everything until it is released`;
    return { deny: reservedDeny(principal, cause), summary, passed: [] };
  }
  const deny = attachedDeny(principal, partition);
  const summary = `attaches AWSDenyAll to ${kind} ${name}, which denies everything until it is released`;
  return { deny, summary, passed: [{ plan: 'inline-deny', why: 'its inline policies leave no room' }] };
}
