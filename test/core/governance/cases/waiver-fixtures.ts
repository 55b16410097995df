import { expect } from '@jest/globals';
import { sign, type SigningRequest } from '../../../../lib/core/governance/cases/sign.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import {
  caseOf,
  DAY,
  FACTS,
  FINDING,
  GOVERNANCE,
  governanceWith,
  HELD,
  HOUR,
  NOW,
  person,
  PLATO,
  SASHA,
} from '../approval-fixtures.ts';

/** Whoever is on call, and of the security group as well. */
export const OLGA = person('olga', ['on-call', 'security'], ['*:olga@example.com']);

/** The usual rules, by which those who are on call may take access back alone. */
export const GLASS = governanceWith({
  people: [...GOVERNANCE.people, OLGA],
  approval: { ...GOVERNANCE.approval, breakGlass: { groups: ['on-call'], longestMinutes: 60 } },
});

/** The facts of a finding whose release has its quorum, */
export const SIGNED = [...HELD, FACTS.signed(SASHA), FACTS.signed(PLATO)];

/** of one whose access came back by it, */
export const RESTORED = [...SIGNED, FACTS.restoreIntended(), FACTS.restoreConfirmed()];

/** of one whose access Olga may take back alone, */
export const BROKEN = [...HELD, FACTS.glassBroken(OLGA)];

/** and of one whose access she took back. */
export const ALONE = [
  ...BROKEN,
  FACTS.restoreIntended({ alone: 'olga', waiverUntil: NOW + 2 * HOUR, at: NOW + HOUR }),
  FACTS.restoreConfirmed(),
];

/** Sasha’s signature under these facts, five days after the call. */
export function signing(facts: readonly Fact[], parts: Partial<SigningRequest> = {}) {
  return sign({
    case: caseOf(facts),
    signer: SASHA,
    digest: FINDING.digest,
    reason: 'needed for the release',
    until: NOW + 14 * DAY,
    now: NOW + 5 * DAY,
    governance: GLASS,
    signedInAt: NOW + 5 * DAY,
    gains: undefined,
    ...parts,
  });
}

/** A refusal with this code. */
export const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });
