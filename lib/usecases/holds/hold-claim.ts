import { type Case, type Effect, foldCase } from '../../core/governance/cases/case.ts';
import { type Instant, toIso } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Enforcer } from '../../ports/enforcer.ts';
import type { Ledger } from '../../ports/ledger.ts';

/** How long a claim lasts where several work on one ledger, in milliseconds. */
export const CLAIM_LASTS = 60_000;

/** How long a hold or a restore in progress belongs to whoever began it. */
export interface ClaimDeps {
  readonly clock: Clock;
  /**
   * For so long a hold or a restore is left to who has begun it, in milliseconds: longer than its calls take. 0: nobody else is at work, as at
   * a start on a locked folder.
   */
  readonly claimLasts: number;
}

/** An attempt at a hold that was begun and has no outcome yet: the moment of its intention tells it from all others. */
export interface HoldClaim {
  readonly findingId: string;
  readonly begun: Instant;
}

/** When a hold in progress may be begun anew by others, since what came of it is not known then; undefined: it may be now. */
export function leftUntil({ hold }: Case, claims: ClaimDeps): Instant | undefined {
  return effectLeftUntil(hold, claims);
}

/** Until when what is done in AWS is left to who has begun it, a hold or a restore; undefined: nobody is at it, as far as is known. */
export function effectLeftUntil(effect: Effect, { clock, claimLasts }: ClaimDeps): Instant | undefined {
  if (effect.kind !== 'pending' || claimLasts === 0) return undefined;
  const until = effect.at + claimLasts;
  return clock.now() < until ? until : undefined;
}

/** Whether the attempt in progress is this one. */
export function isClaimOf({ hold }: Case, begun: Instant | undefined): boolean {
  return hold.kind === 'pending' && hold.at === begun;
}

/**
 * Whether there is time left to make a call under a claim: only within its first half, so that a call that takes its time has
 * come to its end before others may begin.
 */
export function isFresh(begun: Instant, { clock }: Pick<ClaimDeps, 'clock'>): boolean {
  return clock.now() - begun <= CLAIM_LASTS / 2;
}

/**
 * The moment of a new intention: one of its own, by which it is told from all before, also from one that has just come to its end in the
 * same millisecond, or by a clock that is ahead.
 */
export function momentAfter({ hold }: Case, now: Instant): Instant {
  return hold.kind === 'none' ? now : Math.max(now, hold.at + 1);
}

/** The moment in which a hold comes to its end: never before its intention, so that the next one is told from that as well. */
export function endOf(begun: Instant, now: Instant): Instant {
  return Math.max(begun, now);
}

/** Why the calls of an attempt are made once more, for the ledger. */
export function whyAgain(begun: Instant): { readonly again: string } {
  return { again: `what came of the attempt of ${toIso(begun)} is not known: its calls are made again` };
}

/**
 * An enforcer that makes calls only as long as the claim is the last one in the ledger. Who stood still for too long finds that
 * another has begun the hold anew, and makes none; how old the claim is, the warrant of each call says.
 */
export function underClaim(
  enforcer: Enforcer,
  { findingId, begun }: HoldClaim,
  ledger: Pick<Ledger, 'about'>,
): Enforcer {
  return {
    enforce: async (account, call, id) => {
      const found = foldCase(await ledger.about(findingId));
      if (found === undefined || !isClaimOf(found, begun)) {
        return { kind: 'no-warrant', detail: 'another worker has taken the hold further' };
      }
      return enforcer.enforce(account, call, id);
    },
  };
}
