import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { err, ok, type Result } from '../../result.ts';
import type { WaiverFact } from '../ledger/waiver-fact.ts';
import type { Governance, Person } from '../standards/standards.ts';
import { isAgent } from './acts-as.ts';
import type { Case, Glass } from './case.ts';
import { RESTORABLE } from './case-status.ts';
import { asGoverned, expiryOf, groupsAmong, personOf } from './quorum.ts';
import { refusalOfSession } from './session-age.ts';
import type { SigningRefusal } from './sign.ts';

const MINUTE = 60_000;

/** A person's wish to take access alone. */
export interface GlassRequest {
  readonly case: Case;
  readonly person: Person;
  /** The digest that the person was shown. */
  readonly digest: Digest;
  readonly reason: string;
  readonly until: Instant;
  readonly now: Instant;
  readonly governance: Governance;
  /** When the person signed in; undefined: not known. */
  readonly signedInAt: Instant | undefined;
  /** What is known of findings about the same principal; this one may be among them. */
  readonly others: readonly Case[];
}

/** The consent of one person alone, as the ledger keeps it. */
export type GlassBrokenFact = Extract<WaiverFact, { kind: 'glass-broken' }>;

/**
 * Break-glass: one person of those who may takes back what is held, alone, also who asked for it or gains by it. INVARIANT: only what was
 * frozen, for no longer than the rule says, once for each principal until the
 * quorum has countersigned, or an approver rejected it, never an agent: to grant the same again is no way to have it once more.
 */
export function breakGlass(request: GlassRequest): Result<GlassBrokenFact, SigningRefusal> {
  const { case: current, governance, digest, reason, until, now, signedInAt } = request;
  const person = asGoverned(request.person, governance);
  const refusal = refusalOf(request, person);
  if (refusal !== undefined) return err(refusal);
  const session = signedInAt === undefined ? {} : { signedInAt };
  const { id: findingId } = current.finding;
  return ok({ kind: 'glass-broken', findingId, digest, personId: person.id, reason, until, ...session, at: now });
}

function refusalOf(request: GlassRequest, person: Person): SigningRefusal | undefined {
  const { case: current, governance, digest, until, now, signedInAt } = request;
  const { breakGlass: rule } = governance.approval;
  const { finding, rejection, status, glass } = current;
  if (rule === undefined) return { code: 'NO_BREAK_GLASS' };
  if (isAgent(person, governance)) return { code: 'IS_AGENT' };
  if (groupsAmong(person, rule.groups).length === 0) return { code: 'NOT_AN_APPROVER', groups: rule.groups };
  const session = refusalOfSession(signedInAt, governance, now);
  if (session !== undefined) return session;
  if (rejection !== undefined) return { code: 'REJECTED', by: rejection.personId, at: rejection.at };
  const before = glass ?? request.others.find(isUncountersigned)?.glass;
  if (before !== undefined) return { code: 'GLASS_BROKEN_BEFORE', by: before.personId, at: before.at };
  if (!RESTORABLE.includes(status)) return { code: 'NOT_SIGNABLE', status };
  if (digest !== finding.digest) return { code: 'DIGEST_CHANGED', signed: digest, current: finding.digest };
  // nothing is given back on it: to break the glass now would spend it in vain
  const expiredAt = expiryOf(current, governance);
  if (now >= expiredAt) return { code: 'EXPIRED', expiredAt };
  if (!(until > now)) return { code: 'WAIVER_TOO_SHORT', now };
  const longest = now + rule.longestMinutes * MINUTE;
  return until > longest ? { code: 'WAIVER_TOO_LONG', longest } : undefined;
}

function isUncountersigned({ glass, rejection }: Case): boolean {
  return glass !== undefined && rejection === undefined;
}

/** The consent by which a finding is given back to one person alone, as it counts at a moment; undefined: there is none. */
export function glassOf(current: Case, governance: Governance, moment: Instant): Glass | undefined {
  const { glass, finding } = current;
  const { breakGlass: rule } = governance.approval;
  if (glass === undefined || rule === undefined || glass.isSpent || glass.digest !== finding.digest) return undefined;
  const person = personOf(glass.personId, governance);
  if (person === undefined || isAgent(person, governance) || groupsAmong(person, rule.groups).length === 0)
    return undefined;
  const longest = glass.at + rule.longestMinutes * MINUTE;
  return moment < Math.min(glass.until, longest) ? glass : undefined;
}
