import { type Instant, toIso } from '../../instant.ts';
import type { SessionRefusal } from './session-age.ts';

/** Why somebody does not sign, whatever is signed. */
export type SignerRefusal =
  | SessionRefusal
  | { readonly code: 'IS_AGENT' }
  /** `at`: when the same person signed before. */
  | { readonly code: 'ALREADY_SIGNED'; readonly at: Instant };

/** What such a person is told: what happened, and what to do. */
export function signerRefusalText(refusal: SignerRefusal): string {
  switch (refusal.code) {
    case 'IS_AGENT':
      return 'agents do not sign; a person must';
    case 'ALREADY_SIGNED':
      return `you signed at ${toIso(refusal.at)}; somebody else must sign as well`;
    case 'SESSION_TOO_OLD':
      return `you signed in more than ${refusal.longestMinutes} minutes ago; sign in again, then sign`;
    case 'SESSION_UNKNOWN':
      return 'nothing tells when you signed in; sign in again, with a token that has the claim auth_time (ask for max_age)';
  }
}
