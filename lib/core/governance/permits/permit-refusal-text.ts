import { toIso } from '../../instant.ts';
import { signerRefusalText } from '../cases/signer-refusal-text.ts';
import type { PermitRequestRefusal } from './request-permit.ts';
import type { PermitRefusal } from './sign-permit.ts';

/** Every reason why a request for a permit, a signature or a withdrawal is not taken. */
export type AnyPermitRefusal = PermitRequestRefusal | PermitRefusal | { readonly code: 'NO_SUCH_PERMIT' };

/** What a refusal says to people: what happened, and what to do. */
export function permitRefusalText(refusal: AnyPermitRefusal): string {
  switch (refusal.code) {
    case 'UNKNOWN_PERSON':
      return 'the standards name no such person; use the id of one of their people';
    case 'UNKNOWN_ENVIRONMENT':
      return refusal.known.length === 0
        ? 'the account has no guarded environment, so nothing in it needs a permit'
        : `there is no such environment in the account; it has ${refusal.known.join(', ')}`;
    case 'BAD_TARGET':
      return `the target must be ${refusal.expected}`;
    case 'BAD_ACTOR':
      return `the actor must be ${refusal.expected}`;
    case 'BAD_CHANGE':
      return `the change must be ${refusal.expected}`;
    case 'WINDOW_OVER':
      return `the window must end after ${toIso(refusal.now)}`;
    case 'WINDOW_EMPTY':
      return 'the window must end after it begins';
    case 'WINDOW_TOO_LONG':
      return `the window must not be longer than ${refusal.longestHours} hours`;
    case 'OPEN_ALREADY':
      return `permit ${refusal.permitId} for this very change is open; sign it, or withdraw it first`;
    case 'NO_SUCH_PERMIT':
      return 'there is no such permit; check its id';
    case 'NOT_AN_APPROVER':
      return `only members of ${refusal.groups.join(' or ')} can do this; ask one of them`;
    case 'SIGNED_OWN_REQUEST':
      return 'you asked for this permit yourself; two other people must sign';
    case 'GAINS_BY_IT':
      return `you could make this change through ${refusal.through}; somebody who cannot must sign`;
    case 'IS_AGENT':
    case 'ALREADY_SIGNED':
    case 'SESSION_TOO_OLD':
    case 'SESSION_UNKNOWN':
      return signerRefusalText(refusal);
    case 'DIGEST_CHANGED':
      return `the digest is ${refusal.current}, not what you were shown; read the permit again`;
    case 'EXPIRED':
      return `it could be signed until ${toIso(refusal.expiredAt)}; ask for it again`;
    case 'WITHDRAWN':
      return `it was withdrawn by ${refusal.by} at ${toIso(refusal.at)}; ask for it again`;
    case 'USED':
      return `it was used at ${toIso(refusal.at)}, and a permit is good once`;
  }
}
