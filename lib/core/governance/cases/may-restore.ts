import type { Digest } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { err, ok, type Result } from '../../result.ts';
import { type Case, restoreCalls } from './case.ts';
import { type CaseStatus, RESTORABLE } from './case-status.ts';
import { digestOfFinding } from './digest-of-finding.ts';
import { glassOf } from './break-glass.ts';
import type { Fact } from '../ledger/fact.ts';
import { expiryOf, quorum, type Quorum } from './quorum.ts';
import type { Governance } from '../standards/standards.ts';

const DAY = 86_400_000;

/** Why nothing is given back. */
export type RestoreRefusal =
  | { readonly code: 'REJECTED'; readonly by: string; readonly at: Instant }
  /** `hold-pending`: first learn whether the hold was done. */
  | { readonly code: 'NOT_RESTORABLE'; readonly status: CaseStatus }
  /** The finding is not what its digest says: what people signed is not what would be restored. */
  | { readonly code: 'DIGEST_CHANGED'; readonly signed: Digest; readonly current: Digest }
  | { readonly code: 'EXPIRED'; readonly expiredAt: Instant }
  | { readonly code: 'QUORUM_INCOMPLETE'; readonly missing: Quorum['missing'] };

/** The intention to restore, as the ledger keeps it. */
export type RestoreIntendedFact = Extract<Fact, { kind: 'restore-intended' }>;

/**
 * The intention to give back exactly what was signed, and no refusal, only with the quorum on the finding's digest, or to who
 * broke the glass, until then.
 * The waiver ends at the earliest end that a counted signature accepts, and never later than the governance's longest.
 */
export function mayRestore(
  current: Case,
  governance: Governance,
  now: Instant,
): Result<RestoreIntendedFact, RestoreRefusal> {
  const { finding, rejection, status } = current;
  if (rejection !== undefined) return err({ code: 'REJECTED', by: rejection.personId, at: rejection.at });
  if (!RESTORABLE.includes(status)) return err({ code: 'NOT_RESTORABLE', status });
  const digest = digestOfFinding(finding);
  if (digest !== finding.digest) return err({ code: 'DIGEST_CHANGED', signed: finding.digest, current: digest });
  const expiredAt = expiryOf(current, governance);
  if (now >= expiredAt) return err({ code: 'EXPIRED', expiredAt });
  const { complete, missing, counted } = quorum(current, governance, now);
  const intention = {
    kind: 'restore-intended',
    findingId: finding.id,
    digest,
    calls: restoreCalls(current),
    at: now,
  } as const;
  if (!complete) {
    const glass = glassOf(current, governance, now);
    if (glass === undefined) return err({ code: 'QUORUM_INCOMPLETE', missing });
    return ok({ ...intention, waiverUntil: glass.until, alone: glass.personId });
  }
  const waiverUntil = Math.min(now + governance.waiver.maxDays * DAY, ...counted.map(({ until }) => until));
  return ok({ ...intention, waiverUntil });
}
