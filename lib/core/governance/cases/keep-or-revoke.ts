import type { Instant } from '../../instant.ts';
import { err, ok, type Result } from '../../result.ts';
import type { WaiverFact } from '../ledger/waiver-fact.ts';
import type { Governance } from '../standards/standards.ts';
import type { Case } from './case.ts';
import { SIGNABLE } from './case-status.ts';
import { expiryOf, quorum } from './quorum.ts';
import { approverOf, type SigningRefusal, type SigningRequest } from './sign.ts';

const DAY = 86_400_000;

/** That the waiver goes on, as the ledger keeps it. */
export type WaiverKeptFact = Extract<WaiverFact, { kind: 'waiver-kept' }>;

/** The later end of a waiver, where the quorum has signed for one since people were asked; undefined: it has not. */
export function keptWaiver(current: Case, governance: Governance, now: Instant): WaiverKeptFact | undefined {
  const { finding, review, waiver } = current;
  if (review === undefined || waiver === undefined || waiver.until <= now) return undefined;
  const { complete, counted } = quorum(current, governance, now);
  if (!complete) return undefined;
  const waiverUntil = Math.min(now + governance.waiver.maxDays * DAY, ...counted.map(({ until }) => until));
  return { kind: 'waiver-kept', findingId: finding.id, digest: finding.digest, waiverUntil, at: now };
}

type Revocation = Pick<SigningRequest, 'case' | 'signer' | 'reason' | 'now' | 'governance'>;

/** One approver ends a waiver before its time: it takes nothing from anybody that was not to be held anyway. */
export function revokeWaiver(
  request: Revocation,
): Result<Extract<WaiverFact, { kind: 'waiver-revoked' }>, SigningRefusal> {
  const { case: current, governance, reason, now: at } = request;
  const signer = approverOf(request.signer, current, governance);
  if (!signer.ok) return signer;
  const { status, finding } = current;
  if (status !== 'restored') return err({ code: 'NOT_WAIVED', status });
  return ok({ kind: 'waiver-revoked', findingId: finding.id, personId: signer.value.id, reason, at });
}

/** Asks for approval again where a request has lapsed: anybody whom the standards name may, also who wants the access. */
export function askAgain(
  request: Revocation,
): Result<Extract<WaiverFact, { kind: 'approval-requested' }>, SigningRefusal> {
  const { case: current, signer, governance, reason, now: at } = request;
  const { rejection, finding, status } = current;
  if (rejection !== undefined) return err({ code: 'REJECTED', by: rejection.personId, at: rejection.at });
  // while it is given back there is nothing to ask for: a waiver is kept, or ends
  if (!SIGNABLE.includes(status)) return err({ code: 'NOT_SIGNABLE', status });
  const expiresAt = expiryOf(current, governance);
  if (at < expiresAt) return err({ code: 'NOT_LAPSED', expiresAt });
  return ok({ kind: 'approval-requested', findingId: finding.id, personId: signer.id, reason, at });
}
