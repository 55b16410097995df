import { type Case, foldCase } from '../core/governance/case.ts';
import type { HoldPlan } from '../core/governance/finding.ts';
import { isProtected } from '../core/governance/respond.ts';
import type { Governance } from '../core/governance/standards.ts';
import type { Instant } from '../core/instant.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { type AnnounceDeps, announceFinding } from './announce-finding.ts';
import { appendChosen, type Choice } from './append-chosen.ts';
import { type CarryOutDeps, type CarryOutOutcome, carryOut } from './carry-out.ts';
import { keepChanged } from './keep-changed.ts';

export interface HoldDeps extends AnnounceDeps, CarryOutDeps {
  readonly ledger: Ledger;
  readonly snapshots: Snapshots;
  readonly governance: Governance;
}

/** What came of a hold. `not-held`: there is nothing that may be held now, and why. */
export type HoldOutcome =
  | { readonly kind: 'held' }
  | { readonly kind: 'already-held' }
  | { readonly kind: 'failed'; readonly detail: string }
  | {
      readonly kind: 'not-held';
      readonly code: 'NO_SUCH_FINDING' | 'NO_PLAN' | 'PROTECTED' | 'WAIVED' | 'NOT_DUE';
    };

type Opening = { readonly kind: 'go'; readonly plan: HoldPlan; readonly principal: string } | HoldOutcome;

/**
 * Holds what a finding says is in excess. Everything it does comes from the ledger, nothing from its caller: the plan
 * is the one that was frozen when the finding was raised, and it is done only when it is due. The intention is written
 * down first; called again after a crash it does what is missing, once in effect. A failed hold is announced.
 */
export async function holdAccess(findingId: string, deps: HoldDeps): Promise<HoldOutcome> {
  const opening = await appendChosen(deps.ledger, findingId, (entries) =>
    openHold(foldCase(entries), deps.governance, deps.clock.now()),
  );
  if (opening.kind !== 'go') return opening;
  const { plan, principal } = opening;
  const outcome = await carryOut({ account: plan.account, principal, calls: plan.calls }, deps);
  // before the outcome is written down: a crash in between repeats the hold, it never leaves the excess as the known state
  if (outcome.kind === 'done') await keepChanged(principal, plan.calls, outcome.slice, deps.snapshots);
  await appendChosen(deps.ledger, findingId, (entries) => closeHold(foldCase(entries), outcome, deps.clock.now()));
  await announceFinding(findingId, deps);
  return outcome.kind === 'done' ? { kind: 'held' } : outcome;
}

/** Whether a hold is still to be done or to be finished, as far as the ledger tells. */
export function isHoldDue({ finding, hold, status }: Case, now: Instant): boolean {
  if (hold.kind === 'pending') return true;
  // a restore that failed may have given back a part
  if (hold.kind === 'confirmed' && status !== 'restore-failed') return false;
  switch (status) {
    case 'observed':
    case 'alerted':
    case 'held':
    case 'hold-failed':
    case 'restoring':
    case 'restored':
      return false;
    case 'open':
      return finding.response.kind !== 'hold-unless-approved' || finding.response.deadline <= now;
    case 'hold-pending':
    case 'restore-failed':
    case 'waiver-ended':
      return planOf(finding.response) !== undefined;
    case 'rejected':
      return hold.kind === 'none' && planOf(finding.response) !== undefined;
  }
}

function openHold(found: Case | undefined, governance: Governance, now: Instant): Choice<Opening> {
  if (found === undefined) return refuse('NO_SUCH_FINDING');
  const { finding, hold, status } = found;
  const plan = planOf(finding.response);
  if (plan === undefined) return refuse('NO_PLAN');
  if (isProtected(finding.principal, governance)) return refuse('PROTECTED');
  if (status === 'restoring' || status === 'restored') return refuse('WAIVED');
  const answer = { kind: 'go', plan, principal: finding.principal } as const;
  if (hold.kind === 'pending') return { facts: [], answer };
  const isDue = isHoldDue(found, now);
  if (hold.kind === 'confirmed' && !isDue) return { facts: [], answer: { kind: 'already-held' } };
  if (hold.kind !== 'failed' && !isDue) return refuse('NOT_DUE');
  return { facts: [{ kind: 'hold-intended', findingId: finding.id, calls: plan.calls, at: now }], answer };
}

function closeHold(found: Case | undefined, outcome: CarryOutOutcome, at: Instant): Choice<undefined> {
  // another worker that did the same hold was faster
  if (found?.hold.kind !== 'pending') return { facts: [], answer: undefined };
  const findingId = found.finding.id;
  switch (outcome.kind) {
    case 'done':
      return { facts: [{ kind: 'hold-confirmed', findingId, at }], answer: undefined };
    case 'failed':
      return { facts: [{ kind: 'hold-failed', findingId, detail: outcome.detail, at }], answer: undefined };
  }
}

function planOf(response: Case['finding']['response']): HoldPlan | undefined {
  return response.kind === 'hold' || response.kind === 'hold-unless-approved' ? response.plan : undefined;
}

function refuse(code: Extract<HoldOutcome, { kind: 'not-held' }>['code']): Choice<Opening> {
  return { facts: [], answer: { kind: 'not-held', code } };
}
