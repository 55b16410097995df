import { signerRefusalText } from '../core/governance/cases/signer-refusal-text.ts';
import { toIso } from '../core/instant.ts';
import type { ApprovalRefusal } from '../usecases/approval/decide-approval.ts';
import type { Refusal } from './refuse.ts';

/**
 * How a refused signature or rejection is answered: 401 who are you, 403 never by you, 404 no such finding,
 * 409 not as things are, 400 not like this.
 */
export function refusalOfDecision(refusal: ApprovalRefusal): Refusal {
  return { code: refusal.code, status: STATUS[refusal.code], message: messageOf(refusal) };
}

const STATUS: Readonly<Record<ApprovalRefusal['code'], Refusal['status']>> = {
  UNKNOWN_PERSON: 401,
  NOT_AN_APPROVER: 403,
  IS_AGENT: 403,
  SIGNED_OWN_REQUEST: 403,
  GAINS_BY_IT: 403,
  GAINS_UNKNOWN: 403,
  SESSION_TOO_OLD: 403,
  SESSION_UNKNOWN: 403,
  NO_SUCH_FINDING: 404,
  REJECTED: 409,
  NOT_SIGNABLE: 409,
  DIGEST_CHANGED: 409,
  EXPIRED: 409,
  ALREADY_SIGNED: 409,
  NO_BREAK_GLASS: 403,
  GLASS_BROKEN_BEFORE: 409,
  NOT_WAIVED: 409,
  NOT_LAPSED: 409,
  WAIVER_TOO_LONG: 400,
  WAIVER_TOO_SHORT: 400,
};

function isOfAccount({ account, principal }: { readonly account: string; readonly principal: string }): boolean {
  return principal.split(':')[4] === account;
}

function messageOf(refusal: ApprovalRefusal): string {
  switch (refusal.code) {
    case 'UNKNOWN_PERSON':
      return 'the standards name no such person; sign in again';
    case 'NOT_AN_APPROVER':
      return `only members of ${refusal.groups.join(' or ')} sign; ask one of them`;
    case 'SIGNED_OWN_REQUEST':
      return 'you made this call yourself; two other people must sign';
    case 'GAINS_BY_IT':
      return `you would get this access through ${refusal.through}; somebody who gains nothing by it must sign`;
    case 'GAINS_UNKNOWN':
      return isOfAccount(refusal)
        ? `the account ${refusal.account} is not watched, so nobody can tell whether you would get this access; let Ambit read it first`
        : `who gets this access through ${refusal.principal} was not told when it was found, so nobody signs; the reasons of the finding say what can be done`;
    case 'IS_AGENT':
    case 'ALREADY_SIGNED':
    case 'SESSION_TOO_OLD':
    case 'SESSION_UNKNOWN':
      return signerRefusalText(refusal);
    case 'NO_SUCH_FINDING':
      return 'there is no such finding; check its id';
    case 'REJECTED':
      return `it was rejected by ${refusal.by} at ${toIso(refusal.at)}, which is final`;
    case 'NOT_SIGNABLE':
      return `it is ${refusal.status} and takes no signatures now`;
    case 'DIGEST_CHANGED':
      return `the digest is ${refusal.current}, not what you were shown; reload and read it again`;
    case 'EXPIRED':
      return `the request for approval lapsed at ${toIso(refusal.expiredAt)}; ask for it again`;
    case 'NO_BREAK_GLASS':
      return 'the standards let nobody take access alone (approval.breakGlass); two people must sign';
    case 'GLASS_BROKEN_BEFORE':
      return `${refusal.by} took it alone at ${toIso(refusal.at)}, which nobody has countersigned; two other people must sign`;
    case 'NOT_WAIVED':
      return `it is ${refusal.status}, so there is no waiver to revoke`;
    case 'NOT_LAPSED':
      return `it can be signed until ${toIso(refusal.expiresAt)}; ask those who must sign`;
    case 'WAIVER_TOO_LONG':
      return `the end must not be later than ${toIso(refusal.longest)}; choose a shorter time`;
    case 'WAIVER_TOO_SHORT':
      return `the end must be after ${toIso(refusal.now)}; choose a longer time`;
  }
}
