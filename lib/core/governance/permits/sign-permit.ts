import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { err, ok, type Result } from '../../result.ts';
import { isAgent } from '../cases/acts-as.ts';
import type { Permit } from './fold-permit.ts';
import { isInvolved, lapseOf } from './permit-covers.ts';
import type { PermitFact } from './permit-fact.ts';
import { groupsIn, needsOf } from '../cases/needs.ts';
import { refusalOfSession } from '../cases/session-age.ts';
import type { SignerRefusal } from '../cases/signer-refusal-text.ts';
import { asGoverned, groupsAmong } from '../cases/quorum.ts';
import type { Governance, Person } from '../standards/standards.ts';

/** Why a signature under a permit, or its withdrawal, does not count. */
export type PermitRefusal =
  | { readonly code: 'NOT_AN_APPROVER'; readonly groups: readonly string[] }
  | { readonly code: 'SIGNED_OWN_REQUEST' }
  /** `through`: the actor of the permit, or the way to it. */
  | { readonly code: 'GAINS_BY_IT'; readonly through: string }
  | SignerRefusal
  | { readonly code: 'DIGEST_CHANGED'; readonly signed: Digest; readonly current: Digest }
  | { readonly code: 'EXPIRED'; readonly expiredAt: Instant }
  | { readonly code: 'WITHDRAWN'; readonly by: string; readonly at: Instant }
  | { readonly code: 'USED'; readonly at: Instant };

/** A person's wish to sign a permit. */
export interface PermitSigning {
  readonly permit: Permit;
  readonly signer: Person;
  /** The digest that the person was shown. */
  readonly digest: Digest;
  readonly reason: string;
  readonly now: Instant;
  readonly governance: Governance;
  /** When the signer signed in; undefined: not known. */
  readonly signedInAt: Instant | undefined;
  /** Through what the signer could act as the permit's actor, as far as the account tells; undefined: not at all. */
  readonly gains: { readonly through: string } | undefined;
}

/** The fact that somebody signed a permit. */
export type PermitSignedFact = Extract<PermitFact, { kind: 'permit-signed' }>;
/** The fact that somebody withdrew a permit. */
export type PermitWithdrawnFact = Extract<PermitFact, { kind: 'permit-withdrawn' }>;

/** One person's signature under a permit. INVARIANT: neither who asked for it, nor who is to act, nor an agent signs. */
export function signPermit(signing: PermitSigning): Result<PermitSignedFact, PermitRefusal> {
  const { permit, governance, digest, reason, now, signedInAt } = signing;
  const signer = asGoverned(signing.signer, governance);
  const refusal = refusalOf(signing, signer);
  if (refusal !== undefined) return err(refusal);
  const groups = groupsAmong(signer, approversOf(permit, governance));
  const session = signedInAt === undefined ? {} : { signedInAt };
  const { id: permitId } = permit;
  return ok({ kind: 'permit-signed', permitId, digest, personId: signer.id, groups, reason, ...session, at: now });
}

/** Takes a permit back before it is used: its requester may, and any one approver. */
export function withdrawPermit({
  permit,
  signer,
  digest,
  reason,
  now,
  governance,
}: Omit<PermitSigning, 'gains' | 'signedInAt'>): Result<PermitWithdrawnFact, PermitRefusal> {
  const person = asGoverned(signer, governance);
  const isRequester = isInvolved(person, permit.terms, governance) === 'requester';
  if (!isRequester && isAgent(person, governance)) return err({ code: 'IS_AGENT' });
  const groups = approversOf(permit, governance);
  if (!isRequester && groupsAmong(person, groups).length === 0) return err({ code: 'NOT_AN_APPROVER', groups });
  const refusal = refusalOfPermit(permit, digest);
  if (refusal !== undefined) return err(refusal);
  return ok({ kind: 'permit-withdrawn', permitId: permit.id, digest, personId: person.id, reason, at: now });
}

function refusalOf(signing: PermitSigning, signer: Person): PermitRefusal | undefined {
  const { permit, governance, digest, now, gains, signedInAt } = signing;
  if (isAgent(signer, governance)) return { code: 'IS_AGENT' };
  const groups = approversOf(permit, governance);
  if (groupsAmong(signer, groups).length === 0) return { code: 'NOT_AN_APPROVER', groups };
  const involved = isInvolved(signer, permit.terms, governance);
  if (involved === 'requester') return { code: 'SIGNED_OWN_REQUEST' };
  if (involved === 'actor') return { code: 'GAINS_BY_IT', through: permit.terms.actor };
  if (gains !== undefined) return { code: 'GAINS_BY_IT', through: gains.through };
  const session = refusalOfSession(signedInAt, governance, now);
  if (session !== undefined) return session;
  const refusal = refusalOfPermit(permit, digest);
  if (refusal !== undefined) return refusal;
  const expiredAt = lapseOf(permit, governance);
  if (now >= expiredAt) return { code: 'EXPIRED', expiredAt };
  const earlier = permit.signatures.find(({ personId }) => personId === signer.id);
  return earlier === undefined ? undefined : { code: 'ALREADY_SIGNED', at: earlier.at };
}

function refusalOfPermit(permit: Permit, digest: Digest): PermitRefusal | undefined {
  const { use, withdrawal } = permit;
  if (digest !== permit.digest) return { code: 'DIGEST_CHANGED', signed: digest, current: permit.digest };
  if (withdrawal !== undefined) return { code: 'WITHDRAWN', by: withdrawal.personId, at: withdrawal.at };
  return use === undefined ? undefined : { code: 'USED', at: use.at };
}

/** The groups whose members sign this permit. */
function approversOf({ terms }: Permit, { approval }: Governance): readonly string[] {
  return groupsIn(needsOf(terms, approval));
}
