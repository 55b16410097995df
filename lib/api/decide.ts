import * as z from 'zod/mini';
import { isDigest } from '../core/governance/ledger-line.ts';
import { fromIso, type Instant, toIso } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { ApprovalDeps, ApprovalInput, Approved, Decision } from '../usecases/decide-approval.ts';
import type { RestoreOutcome } from '../usecases/restore-access.ts';
import { findingDetail } from './finding-detail.ts';
import { refusalOfDecision } from './refusal-of-decision.ts';
import type { Refusal } from './refuse.ts';
import type { DecisionWire } from './wire.ts';

const DAY = 86_400_000;

const Reason = z
  .string('a text is needed')
  .check(z.trim(), z.minLength(1, 'say why'), z.maxLength(1000, 'at most 1000 characters'));
const Days = z.number('a number of days is needed').check(z.positive('it must be more than 0'), z.maximum(3660));
const Moment = z.iso.datetime({ offset: true, error: 'write it as 2026-01-31T12:00:00Z' });

/** A signature; the end of the waiver is either a length in days from now or a moment. */
export const SignBody = z.strictObject({
  digest: z.string('a text is needed'),
  reason: Reason,
  untilDays: z.optional(Days),
  until: z.optional(Moment),
});

export const RejectBody = z.strictObject({ reason: Reason });

export type DecisionBody = z.infer<typeof SignBody> | z.infer<typeof RejectBody>;

/** What a body asks for; days are counted from `now`. */
export function wishOf(body: DecisionBody, now: Instant): Result<Decision, Refusal> {
  if (!('digest' in body)) return ok({ kind: 'reject', reason: body.reason });
  const { digest, reason, untilDays, until } = body;
  if (!isDigest(digest)) return badBody('"digest" must be "sha256:" and 64 hex digits, as the finding shows them');
  if ((untilDays === undefined) === (until === undefined)) return badBody('it must have either "untilDays" or "until"');
  const end = until === undefined ? now + Math.round((untilDays ?? 0) * DAY) : fromIso(until);
  if (end === undefined) return badBody('"until" is no moment; write it as 2026-01-31T12:00:00Z');
  return ok({ kind: 'sign', digest, reason, until: end });
}

function badBody(message: string): Result<never, Refusal> {
  return err({ status: 400, code: 'BAD_BODY', message });
}

/** Takes a person's decision, and says what came of it. */
export async function decide(input: ApprovalInput, deps: ApprovalDeps): Promise<Result<DecisionWire, Refusal>> {
  // it compares access, which nobody needs who only reads
  const { decideApproval } = await import('../usecases/decide-approval.ts');
  const taken = await decideApproval(input, deps);
  if (!taken.ok) return err(refusalOfDecision(taken.error));
  const detail = findingDetail(await deps.ledger.about(input.findingId), deps.governance, deps.clock.now());
  if (detail === undefined) throw new Error(`finding "${input.findingId}" was decided about but is not in the ledger`);
  return ok({ ...outcomeOf(taken.value), detail });
}

function outcomeOf(approved: Approved): Pick<DecisionWire, 'outcome' | 'message'> {
  switch (approved.kind) {
    case 'signed':
      return { outcome: 'signed', message: 'your signature is in the ledger; more are missing' };
    case 'rejected':
      return { outcome: 'rejected', message: `rejected: nothing of it will be given back${afterRejection(approved)}` };
    case 'complete':
      return outcomeOfRestore(approved.restore);
  }
}

/** A rejection holds what was still waiting: who rejects must hear that it could not be. */
function afterRejection({ hold }: Extract<Approved, { kind: 'rejected' }>): string {
  return hold.kind === 'failed' ? `; but the hold failed, the excess is still there: ${hold.detail}` : '';
}

function outcomeOfRestore(restore: RestoreOutcome): Pick<DecisionWire, 'outcome' | 'message'> {
  switch (restore.kind) {
    case 'restored':
      return { outcome: 'restored', message: `all signatures are there; waived until ${toIso(restore.until)}` };
    case 'handed-over':
      return { outcome: 'complete', message: 'all signatures are there; it is being given back now' };
    case 'already-restored':
      return { outcome: 'restored', message: 'all signatures are there; it was given back already' };
    case 'failed':
      return {
        outcome: 'restore-failed',
        message: `all signatures are there, but the restore failed: ${restore.detail}`,
      };
    case 'refused':
      return { outcome: 'restore-failed', message: `nothing was given back: ${restore.refusal.code}` };
  }
}
