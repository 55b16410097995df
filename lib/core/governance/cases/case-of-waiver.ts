import type { Instant } from '../../instant.ts';
import type { Fact } from '../ledger/fact.ts';
import type { WaiverFact } from '../ledger/waiver-fact.ts';
import { callsOf, type Case, lifted, type Restoring, spent } from './case-parts.ts';

/** What the intention to give back what people signed makes of a case: its waiver begins. */
export function afterRestoreIntended(current: Case, fact: Extract<Fact, { kind: 'restore-intended' }>): Restoring {
  const { account, principal, digest, frozen, id: findingId } = current.finding;
  const { calls, at, waiverUntil: until } = fact;
  const alone = fact.alone === undefined ? {} : { alone: fact.alone };
  const waiver = { findingId, account, principal, digest, frozen, from: at, until, ...alone };
  const glass = fact.alone === undefined ? undefined : current.glass;
  const restore = { kind: 'pending', calls, at } as const;
  return { ...current, status: 'restoring', restore, waiver, glass };
}

/** What an outcome of a restore, or the end of its waiver, makes of a case. */
export function afterRestore(
  current: Case,
  fact: Extract<Fact, { kind: 'restore-confirmed' | 'restore-failed' | 'waiver-ended' }>,
): Case {
  const { at } = fact;
  const calls = callsOf(current.restore);
  switch (fact.kind) {
    case 'restore-confirmed': {
      // what one person took alone is to be countersigned from the start
      const review = current.waiver?.alone === undefined ? undefined : at;
      const restore = { kind: 'confirmed', calls, at } as const;
      return {
        ...current,
        status: 'restored',
        restore,
        hold: { kind: 'none' },
        isWaiverOver: false,
        gaveWay: undefined,
        review,
      };
    }
    case 'restore-failed': {
      const { detail } = fact;
      return {
        ...spent(current, at),
        status: 'restore-failed',
        restore: { kind: 'failed', calls, detail, at },
        hold: lifted(current.hold, at),
      };
    }
    case 'waiver-ended':
      return ended(current, at);
  }
}

/** Why a fact about a waiver, or about what people ask for, has no effect; undefined where it has one. */
export function objectionToWaiver(current: Case, fact: WaiverFact): string | undefined {
  const { finding, glass, review, signatures } = current;
  switch (fact.kind) {
    case 'waiver-kept':
      if (fact.digest !== finding.digest) return 'another digest was approved';
      if (review === undefined) return 'nobody was asked whether it is kept';
      return new Set(signatures.map(({ personId }) => personId)).size < 2 ? 'fewer than two people signed' : undefined;
    case 'glass-broken':
      if (fact.digest !== finding.digest) return 'another digest was approved';
      return glass === undefined ? undefined : 'what was taken alone before was not countersigned';
    case 'waiver-due':
    case 'waiver-revoked':
    case 'approval-requested':
      return undefined;
  }
}

/** What such a fact makes of a case. */
export function afterWaiver(current: Case, fact: WaiverFact): Case {
  const { at } = fact;
  switch (fact.kind) {
    case 'waiver-due':
      return { ...current, review: at, signatures: [], requestedAt: at };
    case 'waiver-kept': {
      if (current.waiver === undefined) return current;
      const { alone: _alone, ...waiver } = current.waiver;
      const kept = { ...waiver, until: fact.waiverUntil };
      return { ...current, waiver: kept, review: undefined, glass: undefined, signatures: [] };
    }
    case 'waiver-revoked':
      return ended(current, at);
    case 'glass-broken': {
      const { personId, digest, reason, until } = fact;
      return { ...current, glass: { personId, digest, reason, until, at, isSpent: false } };
    }
    case 'approval-requested':
      return { ...current, signatures: [], requestedAt: at };
  }
}

function ended(current: Case, at: Instant): Case {
  return {
    ...spent(current, at),
    isWaiverOver: true,
    status: 'waiver-ended',
    restore: { kind: 'none' },
    hold: lifted(current.hold, at),
  };
}
