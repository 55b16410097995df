import type { Instant } from '../../instant.ts';
import type { Governance } from '../standards/standards.ts';

const MINUTE = 60_000;

/** A sign-in that lies so far ahead of this clock is none: clocks differ by seconds. */
const MOST_AHEAD = 5 * MINUTE;

/** Why somebody must sign in again before signing. */
export type SessionRefusal =
  | { readonly code: 'SESSION_TOO_OLD'; readonly signedInAt: Instant; readonly longestMinutes: number }
  /** Nobody told when the signer signed in. */
  | { readonly code: 'SESSION_UNKNOWN' };

/**
 * Whether a session is too old to sign in: who walks away from a screen, or whose token was taken, signs nothing an hour later.
 * `signedInAt` is when the person proved who they are; undefined: not known.
 */
export function refusalOfSession(
  signedInAt: Instant | undefined,
  { approval: { longestSessionMinutes } }: Governance,
  now: Instant,
): SessionRefusal | undefined {
  if (signedInAt === undefined || !(signedInAt <= now + MOST_AHEAD)) return { code: 'SESSION_UNKNOWN' };
  if (now - signedInAt <= longestSessionMinutes * MINUTE) return undefined;
  return { code: 'SESSION_TOO_OLD', signedInAt, longestMinutes: longestSessionMinutes };
}
