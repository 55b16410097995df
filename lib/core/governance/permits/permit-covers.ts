import type { Actor } from '../../activity/actor.ts';
import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { parseArn } from '../../policy/arn.ts';
import { err, ok, type Result } from '../../result.ts';
import { actsAsActor } from '../cases/acts-as.ts';
import { type Claiming, isSameUse, type Permit } from './fold-permit.ts';
import { digestOfTerms, isSameChange, type PermitSubject } from './permit.ts';
import { needsOf } from '../cases/needs.ts';
import { isKnownAs, quorumOf, type Quorum } from '../cases/quorum.ts';
import type { Governance, Person } from '../standards/standards.ts';

/** A change that is about to be made or was made. */
export interface Change extends PermitSubject, Claiming {
  /** The token of the gate's request, or the id of the call. */
  readonly key: string;
  /** `untold`: CloudFormation does not tell its hooks who asked; the record of the call does, and is checked. */
  readonly actor: Pick<Actor, 'principalArn' | 'session'> | 'untold';
}

/** Why a permit does not cover a change. */
export type PermitMismatch =
  | { readonly code: 'OTHER_CHANGE' }
  /** The terms are not what their digest says. */
  | { readonly code: 'DIGEST_CHANGED'; readonly signed: Digest; readonly current: Digest }
  | { readonly code: 'WITHDRAWN'; readonly by: string; readonly at: Instant }
  | { readonly code: 'NOT_SIGNED'; readonly missing: Quorum['missing'] }
  | { readonly code: 'TOO_EARLY'; readonly from: Instant }
  | { readonly code: 'TOO_LATE'; readonly until: Instant }
  | { readonly code: 'OTHER_ACTOR'; readonly permitted: string }
  | { readonly code: 'USED'; readonly at: Instant };

const HOUR = 3_600_000;

/**
 * Whether a permit makes a change expected: exactly its change, in its window, by its actor, with its quorum, once; what is the
 * same use again, `isSameUse` says. INVARIANT: no permit covers another change, actor or time, nor anything without its quorum.
 */
export function permitCovers(permit: Permit, change: Change, governance: Governance): Result<Permit, PermitMismatch> {
  const { terms, digest, withdrawal, use } = permit;
  const current = digestOfTerms(terms);
  if (current !== digest) return err({ code: 'DIGEST_CHANGED', signed: digest, current });
  if (!isSameChange(terms, change)) return err({ code: 'OTHER_CHANGE' });
  if (use !== undefined && !isSameUse(permit, change)) return err({ code: 'USED', at: use.at });
  if (withdrawal !== undefined) return err({ code: 'WITHDRAWN', by: withdrawal.personId, at: withdrawal.at });
  const { complete, missing } = quorumOfPermit(permit, governance, change.at);
  if (!complete) return err({ code: 'NOT_SIGNED', missing });
  const outside = outsideWindow(permit, change.at);
  if (outside !== undefined) return err(outside);
  if (change.actor !== 'untold' && !isActor(terms.actor, change.actor)) {
    return err({ code: 'OTHER_ACTOR', permitted: terms.actor });
  }
  return ok(permit);
}

/**
 * How far a permit had come at a moment: consent is given in advance. Neither who asked for it nor who is to act counts, nor
 * does a signature that came after the request lapsed.
 */
export function quorumOfPermit(permit: Permit, governance: Governance, moment: Instant): Quorum {
  const { terms, digest, signatures } = permit;
  const lapses = lapseOf(permit, governance);
  const current = signatures.filter(({ digest: signed, at }) => signed === digest && at <= moment && at < lapses);
  const isBiased = (person: Person) => isInvolved(person, terms, governance) !== undefined;
  return quorumOf(current, needsOf(terms, governance.approval), { governance, isBiased });
}

/** When a request can no longer be signed. */
export function lapseOf({ terms }: Pick<Permit, 'terms'>, { approval }: Governance): Instant {
  return Math.min(terms.until, terms.requestedAt + approval.expiresAfterHours * HOUR);
}

/** What a person has to do with a permit so that their signature would be their own consent; undefined: nothing. */
export function isInvolved(
  person: Person,
  { requestedBy, actor }: Permit['terms'],
  governance: Governance,
): 'requester' | 'actor' | undefined {
  if (isKnownAs(person, requestedBy, governance)) return 'requester';
  return actsAsActor(person, actor) ? 'actor' : undefined;
}

function outsideWindow({ terms: { from, until } }: Permit, at: Instant): PermitMismatch | undefined {
  if (at < from) return { code: 'TOO_EARLY', from };
  return at >= until ? { code: 'TOO_LATE', until } : undefined;
}

/** Whether who acted is who a permit names: the role or user behind it, or this very session of the role. */
export function isActor(permitted: string, { principalArn, session }: Exclude<Change['actor'], 'untold'>): boolean {
  if (principalArn === undefined) return false;
  if (permitted === principalArn) return true;
  const role = parseArn(principalArn);
  if (session === undefined || role === undefined || !role.resource.startsWith('role/')) return false;
  const roleName = role.resource.slice(role.resource.lastIndexOf('/') + 1);
  return permitted === `arn:${role.partition}:sts::${role.account}:assumed-role/${roleName}/${session.name}`;
}
