import { toIso } from '../core/instant.ts';
import { err, ok, type Result } from '../core/result.ts';
import { type ApprovalInput, decideApproval } from '../usecases/approval/decide-approval.ts';
import type { ApprovalDeps, Approved } from '../usecases/approval/follow-decision.ts';
import type { RestoreOutcome } from '../usecases/approval/restore-access.ts';
import { findingDetail } from './finding-detail.ts';
import { refusalOfDecision } from './refusal-of-decision.ts';
import type { Refusal } from './refuse.ts';
import type { DecisionWire } from './wire.ts';

/** Takes a person's decision, and says what came of it. */
export async function decide(input: ApprovalInput, deps: ApprovalDeps): Promise<Result<DecisionWire, Refusal>> {
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
      return { outcome: 'rejected', message: `rejected: nothing of it will be given back${failedHold(approved)}` };
    case 'revoked':
      return { outcome: 'revoked', message: `the waiver is over; the excess is held again${failedHold(approved)}` };
    case 'kept':
      return {
        outcome: 'kept',
        message: `all signatures are there; the waiver is kept until ${toIso(approved.until)}`,
      };
    case 'asked':
      return { outcome: 'asked', message: 'approval is asked for again; those who must sign are told' };
    case 'complete':
      return outcomeOfRestore(approved.restore);
  }
}

/** What was still waiting, or waived, is held: who decides so must hear that it could not be. */
function failedHold({ hold }: Extract<Approved, { kind: 'rejected' | 'revoked' }>): string {
  return hold.kind === 'failed' ? `; but the hold failed, the excess is still there: ${hold.detail}` : '';
}

function outcomeOfRestore(restore: RestoreOutcome): Pick<DecisionWire, 'outcome' | 'message'> {
  switch (restore.kind) {
    case 'restored':
      return { outcome: 'restored', message: `all signatures are there; waived until ${toIso(restore.until)}` };
    case 'left':
    case 'handed-over':
      return { outcome: 'complete', message: 'all signatures are there; it is being given back now' };
    case 'waits':
      return {
        outcome: 'complete',
        message: `all signatures are there; another hold of the principal is under way, so that it is given back at ${toIso(restore.until)}`,
      };
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
