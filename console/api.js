// @ts-check
import { bearer, forgetToken, provider } from './sign-in.js';
/** @import { DecisionWire, FindingDetailWire, FindingListWire, LedgerPageWire, PermitDetailWire, PermitListWire, RefusalWire, RulesDetailWire, SessionWire, VerificationWire } from '../lib/api/wire.ts' */

/**
 * What the API answers, by a member that only this answer has at its path.
 * @typedef {object} Answers
 * @property {SessionWire} csrfToken
 * @property {FindingListWire} findings
 * @property {FindingDetailWire} approval
 * @property {DecisionWire} outcome
 * @property {PermitListWire} permits
 * @property {PermitDetailWire} permit
 * @property {RulesDetailWire} inForce
 * @property {LedgerPageWire} head
 * @property {VerificationWire} signedUntil
 * @property {RefusalWire} code
 */

/** What the API refused, with its code and its words. */
export class Refused extends Error {
  /**
   * @param {string} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = 'Refused';
    this.code = code;
  }
}

/** The token of the session, as it was told last. */
let token = '';

/** Who is signed in, if anybody. */
export const readSession = () => session('GET', undefined);

/** @param {string} personId */
export const signIn = (personId) => session('POST', { personId });

/** Ends the session. */
export const signOut = () => session('DELETE', {});

/** @param {string} query */
export const readFindings = (query) => ask({ method: 'GET', path: `/api/findings?${query}` }, 'findings');

/** @param {string} id */
export const readFinding = (id) => ask({ method: 'GET', path: findingPath(id) }, 'approval');

/**
 * @param {string} id
 * @param {{ digest: string, reason: string, untilDays: number }} body
 */
export const sign = (id, body) => ask({ method: 'POST', path: `${findingPath(id)}/signatures`, body }, 'outcome');

/**
 * @param {string} id
 * @param {string} reason
 */
export const reject = (id, reason) =>
  ask({ method: 'POST', path: `${findingPath(id)}/rejections`, body: { reason } }, 'outcome');

/**
 * What one person does with a finding besides, in words of its path.
 * @param {string} id
 * @param {'revocations' | 'requests'} what
 * @param {string} reason
 */
export const decideBesides = (id, what, reason) =>
  ask({ method: 'POST', path: `${findingPath(id)}/${what}`, body: { reason } }, 'outcome');

/**
 * @param {string} id
 * @param {{ digest: string, reason: string, untilMinutes: number }} body
 */
export const breakGlass = (id, body) =>
  ask({ method: 'POST', path: `${findingPath(id)}/break-glass`, body }, 'outcome');

/** All permits that were ever asked for. */
export const readPermits = () => ask({ method: 'GET', path: '/api/permits' }, 'permits');

/** @param {string} id */
export const readPermit = (id) => ask({ method: 'GET', path: permitPath(id) }, 'permit');

/** @param {Readonly<Record<string, string>>} body what is asked for: the terms of the permit */
export const askPermit = (body) => ask({ method: 'POST', path: '/api/permits', body }, 'permit');

/**
 * @param {string} id
 * @param {{ digest: string, reason: string }} body
 */
export const signPermit = (id, body) => ask({ method: 'POST', path: `${permitPath(id)}/signatures`, body }, 'permit');

/**
 * @param {string} id
 * @param {{ digest: string, reason: string }} body
 */
export const withdrawPermit = (id, body) =>
  ask({ method: 'POST', path: `${permitPath(id)}/withdrawals`, body }, 'permit');

/** The rules in force, and those that were proposed. */
export const readRules = () => ask({ method: 'GET', path: '/api/rules' }, 'inForce');

/** @param {{ standards: string, reason: string }} body */
export const proposeRules = (body) => ask({ method: 'POST', path: '/api/rules/proposals', body }, 'inForce');

/** @param {{ digest: string, reason: string }} body */
export const signRules = (body) => ask({ method: 'POST', path: '/api/rules/signatures', body }, 'inForce');

/** @param {number | undefined} from undefined: the last page */
export const readLedger = (from) =>
  ask({ method: 'GET', path: from === undefined ? '/api/ledger' : `/api/ledger?from=${from}` }, 'head');

/** Whether the chain of the ledger verifies, and up to which entry it is signed. */
export const verifyLedger = () => ask({ method: 'GET', path: '/api/ledger/verification' }, 'signedUntil');

/** @param {string} id */
const permitPath = (id) => `/api/permits/${encodeURIComponent(id)}`;

/** @param {string} id */
const findingPath = (id) => `/api/findings/${encodeURIComponent(id)}`;

/**
 * @param {string} method
 * @param {object | undefined} body
 */
async function session(method, body) {
  const answer = await ask({ method, path: '/api/session', body }, 'csrfToken');
  token = answer.csrfToken;
  return answer;
}

/**
 * @template {keyof Answers} Member
 * @param {{ method: string, path: string, body?: object | undefined }} request
 * @param {Member} member by which the answer is known
 * @returns {Promise<Answers[Member]>}
 */
async function ask({ method, path, body }, member) {
  const signed = bearer();
  const authorization = signed === undefined ? {} : { authorization: `Bearer ${signed}` };
  const written = { 'content-type': 'application/json', 'x-ambit-csrf': token };
  const init =
    body === undefined
      ? { method, headers: authorization }
      : { method, headers: { ...authorization, ...written }, body: JSON.stringify(body) };
  const answer = await fetch(path, init).catch(() => undefined);
  if (answer === undefined) throw new Refused('UNREACHABLE', 'ambit does not answer; is it still running?');
  if (answer.status === 401 && provider !== undefined) {
    forgetToken();
    throw new Refused('SIGNED_OUT', 'the sign-in has expired; sign in again');
  }
  /** @type {unknown} */
  const json = await answer.json();
  if (answer.ok && hasMember(json, member)) return json;
  if (hasMember(json, 'code')) throw new Refused(json.code, json.message);
  throw new Refused('UNEXPECTED', 'ambit answers in a way that this page does not know; reload it');
}

/**
 * Knows an answer by a member that it must have: page and API are of one version, or the page must be loaded anew.
 * @template {keyof Answers} Member
 * @param {unknown} json
 * @param {Member} member
 * @returns {json is Answers[Member]}
 */
function hasMember(json, member) {
  return typeof json === 'object' && json !== null && member in json;
}
