import type { PlanCall } from '../../account/plan-call.ts';
import { isSameForm } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { err, ok, type Result } from '../../result.ts';
import { type Case, isRestoreOf } from './case.ts';
import { digestOfFinding } from './digest-of-finding.ts';
import { glassOf } from './break-glass.ts';
import { quorum } from './quorum.ts';
import { isMadeOf } from '../holds/sessions/session-end.ts';
import { standInOf } from '../holds/denies/stand-in.ts';
import type { Governance } from '../standards/standards.ts';

/** One call that is about to be made in an account. */
export interface Order {
  readonly account: string;
  readonly call: PlanCall;
}

/** Why a call may not be made in a finding's name. */
export type NoWarrant = { readonly code: 'NO_WARRANT'; readonly detail: string };

/**
 * Whether a hold in progress has this very call. What the ledger intends must be what was frozen when the finding was
 * raised, or the deny that stands in; the finding must be what its digest says. IAM cannot constrain what a PutRolePolicy or a
 * PutBucketPolicy writes, so whoever makes the calls asks this of the ledger first.
 */
export function warrantsHold({ finding, hold }: Case, order: Order): Result<undefined, NoWarrant> {
  if (digestOfFinding(finding) !== finding.digest) return none('the finding is not what its digest says');
  if (finding.account !== order.account) return none(`the finding is of account ${finding.account}`);
  if (hold.kind !== 'pending') return none('the ledger has no hold in progress');
  const { response } = finding;
  const isPlan = 'plan' in response && isMadeOf(hold.calls, response.plan.calls, hold.at);
  if (!isPlan && standInOf(hold.calls, finding) === undefined)
    return none('the hold in progress is not the plan that was frozen');
  return has(hold.calls, order.call) ? ok(undefined) : none('the hold in progress has no such call');
}

/**
 * Whether a restore in progress has this very call, with its quorum on the finding's digest when it was begun, and a waiver
 * that still runs.
 */
export function warrantsRestore(
  current: Case,
  order: Order,
  { governance, now }: { readonly governance: Governance; readonly now: Instant },
): Result<undefined, NoWarrant> {
  const { finding, restore, waiver, rejection } = current;
  if (digestOfFinding(finding) !== finding.digest) return none('the finding is not what its digest says');
  if (finding.account !== order.account) return none(`the finding is of account ${finding.account}`);
  if (restore.kind !== 'pending') return none('the ledger has no restore in progress');
  if (rejection !== undefined) return none(`it was rejected by ${rejection.personId}`);
  if (waiver === undefined || waiver.until <= now) return none('its waiver has ended');
  const isTaken = waiver.alone !== undefined && glassOf(current, governance, restore.at)?.personId === waiver.alone;
  if (!isTaken && !quorum(current, governance, restore.at).complete) return none('its quorum is not complete');
  if (!isRestoreOf(restore.calls, current)) return none('the restore in progress is not what was signed');
  return has(restore.calls, order.call) ? ok(undefined) : none('the restore in progress has no such call');
}

function has(calls: readonly PlanCall[], wanted: PlanCall): boolean {
  return calls.some((call) => isSameForm(call, wanted));
}

function none(detail: string): Result<never, NoWarrant> {
  return err({ code: 'NO_WARRANT', detail });
}
