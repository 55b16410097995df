import type { Digest } from '../../digest.ts';
import { type Instant, toIso } from '../../instant.ts';
import { signerRefusalText } from '../cases/signer-refusal-text.ts';
import type { RulesSigningRefusal } from './sign-rules.ts';

/** Every reason why rules are not proposed or not signed. */
export type AnyRulesRefusal =
  | RulesSigningRefusal
  | { readonly code: 'UNKNOWN_PERSON' }
  /** Nothing is to be decided: the file says what is in force. */
  | { readonly code: 'IN_FORCE_ALREADY' }
  /** Rules that somebody else asked for wait for their last signatures. */
  | { readonly code: 'OTHERS_ARE_SIGNED'; readonly digest: Digest; readonly by: string; readonly until: Instant }
  /** The file cannot be read. */
  | { readonly code: 'UNREADABLE_RULES'; readonly problem: string };

/** What a refusal says to people: what happened, and what to do. */
export function rulesRefusalText(refusal: AnyRulesRefusal): string {
  switch (refusal.code) {
    case 'UNKNOWN_PERSON':
      return 'the rules in force name no such person; use the id of one of their people';
    case 'IN_FORCE_ALREADY':
      return 'the file says what is in force; there is nothing to sign';
    case 'OTHERS_ARE_SIGNED':
      return `the rules ${refusal.digest} that ${refusal.by} asked for are signed in part; sign them too, or wait until ${toIso(refusal.until)}`;
    case 'UNREADABLE_RULES':
      return `the file cannot be read: ${refusal.problem}; mend it first`;
    case 'NOTHING_PROPOSED':
      return 'no rules are to be signed; propose them first';
    case 'NOT_AN_APPROVER':
      return `only members of ${refusal.groups.join(' or ')} can do this; ask one of them`;
    case 'SIGNED_OWN_REQUEST':
      return 'you asked for these rules yourself; two other people must sign';
    case 'GAINS_BY_IT':
      return `you gain by these rules through ${refusal.through}; somebody who does not must sign`;
    case 'IS_AGENT':
    case 'ALREADY_SIGNED':
    case 'SESSION_TOO_OLD':
    case 'SESSION_UNKNOWN':
      return signerRefusalText(refusal);
    case 'DIGEST_CHANGED':
      return `the digest is ${refusal.current}, not what you were shown; read the rules again`;
    case 'EXPIRED':
      return `they could be signed until ${toIso(refusal.expiredAt)}; propose them again`;
  }
}
