import { type AnyPermitRefusal, permitRefusalText } from '../core/governance/permits/permit-refusal-text.ts';
import type { Refusal } from './refuse.ts';

/** 401 who are you, 403 never by you, 404 no such permit, 409 not as things are, 400 not like this. */
export function refusalOfPermit(refusal: AnyPermitRefusal): Refusal {
  return { code: refusal.code, status: STATUS[refusal.code], message: permitRefusalText(refusal) };
}

const STATUS: Readonly<Record<AnyPermitRefusal['code'], Refusal['status']>> = {
  UNKNOWN_PERSON: 401,
  NOT_AN_APPROVER: 403,
  IS_AGENT: 403,
  SIGNED_OWN_REQUEST: 403,
  GAINS_BY_IT: 403,
  SESSION_TOO_OLD: 403,
  SESSION_UNKNOWN: 403,
  NO_SUCH_PERMIT: 404,
  OPEN_ALREADY: 409,
  DIGEST_CHANGED: 409,
  EXPIRED: 409,
  ALREADY_SIGNED: 409,
  WITHDRAWN: 409,
  USED: 409,
  UNKNOWN_ENVIRONMENT: 400,
  BAD_TARGET: 400,
  BAD_ACTOR: 400,
  BAD_CHANGE: 400,
  WINDOW_OVER: 400,
  WINDOW_EMPTY: 400,
  WINDOW_TOO_LONG: 400,
};
