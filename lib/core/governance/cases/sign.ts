import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { err, ok, type Result } from '../../result.ts';
import { actsAsPrincipal, isAgent, isRequester } from './acts-as.ts';
import type { Case } from './case.ts';
import { type CaseStatus, SIGNABLE } from './case-status.ts';
import type { Fact } from '../ledger/fact.ts';
import { groupsIn, needsOf } from './needs.ts';
import { refusalOfSession, type SessionRefusal } from './session-age.ts';
import { asGoverned, brokeGlass, expiryOf, groupsAmong } from './quorum.ts';
import type { Governance, Person } from '../standards/standards.ts';

const DAY = 86_400_000;

/** Why a signature or a rejection does not count. */
export type SigningRefusal =
  | { readonly code: 'NOT_AN_APPROVER'; readonly groups: readonly string[] }
  | { readonly code: 'IS_AGENT' }
  | { readonly code: 'REJECTED'; readonly by: string; readonly at: Instant }
  | { readonly code: 'NOT_SIGNABLE'; readonly status: CaseStatus }
  | { readonly code: 'SIGNED_OWN_REQUEST' }
  /** `through`: the principal, or the way to it, by which the signer would get the access. */
  | { readonly code: 'GAINS_BY_IT'; readonly through: string }
  /** The account of the finding is not known, or who has what is not of an account: so neither is who gains. */
  | { readonly code: 'GAINS_UNKNOWN'; readonly account: string; readonly principal: string }
  | SessionRefusal
  | { readonly code: 'DIGEST_CHANGED'; readonly signed: Digest; readonly current: Digest }
  | { readonly code: 'EXPIRED'; readonly expiredAt: Instant }
  | { readonly code: 'ALREADY_SIGNED'; readonly at: Instant }
  /** `approval.breakGlass` is not there: nobody takes access alone. */
  | { readonly code: 'NO_BREAK_GLASS' }
  | { readonly code: 'GLASS_BROKEN_BEFORE'; readonly by: string; readonly at: Instant }
  | { readonly code: 'NOT_WAIVED'; readonly status: CaseStatus }
  /** The request for approval runs: it need not be made again. */
  | { readonly code: 'NOT_LAPSED'; readonly expiresAt: Instant }
  | { readonly code: 'WAIVER_TOO_LONG'; readonly longest: Instant }
  /** The end that was asked for is not after now, or not after that of the waiver that is to be kept. */
  | { readonly code: 'WAIVER_TOO_SHORT'; readonly now: Instant };

/** Through what a person would get the access in question; `unknown`: nobody can tell, so the person does not sign. */
export type Gain = 'unknown' | { readonly through: string };

/** A person's wish to sign a finding. */
export interface SigningRequest {
  readonly case: Case;
  readonly signer: Person;
  /** The digest that the person was shown. */
  readonly digest: Digest;
  readonly reason: string;
  /** The end of the waiver that the person accepts. */
  readonly until: Instant;
  readonly now: Instant;
  readonly governance: Governance;
  /** When the person signed in; undefined: not known. */
  readonly signedInAt: Instant | undefined;
  /** What the person gains, as far as the account tells; undefined: nothing. */
  readonly gains: Gain | undefined;
}

/** A signature, as the ledger keeps it. */
export type SignedFact = Extract<Fact, { kind: 'signed' }>;

/** A rejection, as the ledger keeps it. */
export type RejectedFact = Extract<Fact, { kind: 'rejected' }>;

/** One person's signature under a finding. INVARIANT: neither the requester, nor who gains by the grant, nor an agent signs. */
export function sign(request: SigningRequest): Result<SignedFact, SigningRefusal> {
  const { case: current, governance, digest, reason, until, now, signedInAt } = request;
  const signer = asGoverned(request.signer, governance);
  const groups = groupsAmong(signer, approversOf(current, governance));
  const refusal =
    refusalOfSigner(signer, current, governance) ??
    (current.review === undefined ? refusalOfStatus(current) : undefined) ??
    refusalOfSignature(request, signer);
  if (refusal !== undefined) return err(refusal);
  return ok({
    kind: 'signed',
    findingId: current.finding.id,
    digest,
    personId: signer.id,
    groups,
    reason,
    until,
    ...(signedInAt === undefined ? {} : { signedInAt }),
    at: now,
  });
}

/** One approver's refusal, which is final. The requester and who gains may reject: it takes nothing from anyone. */
export function reject(
  request: Pick<SigningRequest, 'case' | 'signer' | 'reason' | 'now' | 'governance'>,
): Result<RejectedFact, SigningRefusal> {
  const { case: current, governance, reason, now } = request;
  const signer = asGoverned(request.signer, governance);
  const refusal = refusalOfSigner(signer, current, governance) ?? refusalOfStatus(current);
  if (refusal !== undefined) return err(refusal);
  return ok({ kind: 'rejected', findingId: current.finding.id, personId: signer.id, reason, at: now });
}

/** The groups whose members sign this finding. */
function approversOf({ finding }: Case, { approval }: Governance): readonly string[] {
  return groupsIn(needsOf(finding, approval));
}

function refusalOfSigner(signer: Person, current: Case, governance: Governance): SigningRefusal | undefined {
  if (isAgent(signer, governance)) return { code: 'IS_AGENT' };
  const groups = approversOf(current, governance);
  if (groupsAmong(signer, groups).length === 0) return { code: 'NOT_AN_APPROVER', groups };
  return undefined;
}

function refusalOfStatus({ rejection, status }: Case): SigningRefusal | undefined {
  if (rejection !== undefined) return { code: 'REJECTED', by: rejection.personId, at: rejection.at };
  return SIGNABLE.includes(status) ? undefined : { code: 'NOT_SIGNABLE', status };
}

/** The person as governed, where an approver of the finding; a refusal where not. */
export function approverOf(person: Person, current: Case, governance: Governance): Result<Person, SigningRefusal> {
  const signer = asGoverned(person, governance);
  const refusal = refusalOfSigner(signer, current, governance);
  return refusal === undefined ? ok(signer) : err(refusal);
}

function refusalOfSignature(request: SigningRequest, signer: Person): SigningRefusal | undefined {
  const { case: current, governance, digest, until, now, gains, signedInAt } = request;
  const { finding, signatures, waiver, glass } = current;
  const isOwn = isRequester(signer, finding.actor) || brokeGlass(signer, glass, governance);
  if (isOwn) return { code: 'SIGNED_OWN_REQUEST' };
  if (actsAsPrincipal(signer, finding.principal)) return { code: 'GAINS_BY_IT', through: finding.principal };
  if (gains === 'unknown') {
    const { account, principal } = finding;
    return { code: 'GAINS_UNKNOWN', account, principal };
  }
  if (gains !== undefined) return { code: 'GAINS_BY_IT', through: gains.through };
  const session = refusalOfSession(signedInAt, governance, now);
  if (session !== undefined) return session;
  if (digest !== finding.digest) return { code: 'DIGEST_CHANGED', signed: digest, current: finding.digest };
  const expiredAt = expiryOf(current, governance);
  if (now >= expiredAt) return { code: 'EXPIRED', expiredAt };
  // one whose end has come counts no more, and keeps nobody from another
  const earlier = signatures.find((each) => each.personId === signer.id && each.until > now);
  if (earlier !== undefined) return { code: 'ALREADY_SIGNED', at: earlier.at };
  // what one person took alone is countersigned for any time
  const earliest = waiver === undefined || waiver.alone !== undefined ? now : Math.max(now, waiver.until);
  if (!(until > earliest)) return { code: 'WAIVER_TOO_SHORT', now: earliest };
  const longest = now + governance.waiver.maxDays * DAY;
  return until > longest ? { code: 'WAIVER_TOO_LONG', longest } : undefined;
}
