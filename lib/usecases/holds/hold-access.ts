import { iamCallsIn, type PlanCall } from '../../core/account/plan-call.ts';
import { canonicalText } from '../../core/digest.ts';
import { type Case, foldCase } from '../../core/governance/cases/case.ts';
import type { Finding, HoldPlan } from '../../core/governance/finding.ts';
import { flapping, type HoldLimits, openBreaker } from '../../core/governance/holds/hold-limits.ts';
import { FEWEST_OF_SHARE } from '../../core/governance/holds/opens-breaker.ts';
import { isLeftAlone } from '../../core/governance/holds/protected.ts';
import { standInFor } from '../../core/governance/holds/stand-in.ts';
import { modeIn } from '../../core/governance/standards/mode-in.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import { jsonForm } from '../../core/json.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { Scheduler } from '../../ports/scheduler.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { type AnnounceDeps, announceFinding } from '../announce-finding.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { type CarryOutDeps, type CarryOutOutcome, carryOut } from './carry-out.ts';
import { type MoveDeps, whyNotMoved } from './why-not-moved.ts';
import type { CaseBook } from '../case-book.ts';
import { chooseHold, hasMoreToTry, holdInstead, type HoldCircumstances } from './choose-hold.ts';
import { type ClaimDeps, isClaimOf, isFresh, leftUntil, momentAfter, underClaim, whyAgain } from './hold-claim.ts';
import { keepChanged } from '../assess/keep-changed.ts';

export interface HoldDeps extends AnnounceDeps, CarryOutDeps, ClaimDeps, MoveDeps {
  readonly ledger: Ledger;
  readonly snapshots: Snapshots;
  readonly scheduler: Scheduler;
  readonly cases: CaseBook;
  readonly governance: Governance;
}

/**
 * What came of a hold. `not-held`: there is nothing that may be held now, and why. `left`: another worker is at it, and has
 * until then.
 */
export type HoldOutcome =
  | { readonly kind: 'held' }
  | { readonly kind: 'left'; readonly until: Instant }
  | { readonly kind: 'already-held' }
  | { readonly kind: 'failed'; readonly detail: string }
  | {
      readonly kind: 'not-held';
      readonly code: Reason;
    };

/** `KEPT_BY_OTHERS`: it would take what another waiver covers, which runs. */
type Reason = 'NO_SUCH_FINDING' | 'NO_PLAN' | 'PROTECTED' | 'NOT_ENFORCED' | 'WAIVED' | 'NOT_DUE' | 'KEPT_BY_OTHERS';

/** `begun`: the moment of the intention that the calls are made under. */
type Opening =
  | { readonly kind: 'go'; readonly finding: Finding; readonly calls: readonly PlanCall[]; readonly begun: Instant }
  | HoldOutcome;

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A case that is taken further each time is taken up by somebody; one that never gets a warrant is not what it says. */
const MOST_WAYS_GIVEN = 3;
const PAUSE_FOR_OTHERS = 100;

/**
 * Holds what a finding says is in excess. Everything it does comes from the ledger and the account, nothing from its
 * caller: the plan is the one that was frozen when the finding was raised, and it is done only when it is due. The
 * intention is written down first; called again after a crash it does what is missing, once in effect. Where AWS refuses
 * to undo the call, the principal is denied everything; where another worker took the case further meanwhile, this one goes on
 * from there. Where another is at it now it is left to that one, and looked at again when its time is over. A failed hold is
 * announced, and tried again later.
 * @param begun the moment of an intention that the caller has just written down itself
 */
export async function holdAccess(findingId: string, deps: HoldDeps, begun?: Instant): Promise<HoldOutcome> {
  const outcome = await holdOnce(findingId, { refused: undefined, gaveWay: 0, begun }, deps);
  if (outcome.kind === 'left') {
    await deps.scheduler.set({ kind: 'second-look', findingId, at: outcome.until });
  }
  if (outcome.kind !== 'failed') return outcome;
  const found = foldCase(await deps.ledger.about(findingId));
  if (found?.hold.kind === 'failed') {
    await deps.scheduler.set({ kind: 'second-look', findingId, at: nextTryOf(found.finding, found.hold.at) });
  }
  await announceFinding(findingId, deps);
  return outcome;
}

/** Failed at one moment, a hold is tried again as long after it as the finding is old then: a minute later, or a day. */
function nextTryOf({ raisedAt }: Finding, failedAt: Instant): Instant {
  return failedAt + Math.min(Math.max(failedAt - raisedAt, MINUTE), DAY);
}

/**
 * Tries a hold that failed once more where it is time for that; else sets the deadline for it, which a crash may have
 * kept from being set. However often it is asked, it is tried no more often. Undefined: nothing was to be tried.
 */
export async function holdAgain(found: Case, deps: HoldDeps): Promise<HoldOutcome | undefined> {
  const { finding, hold } = found;
  if (hold.kind !== 'failed') return undefined;
  const now = deps.clock.now();
  const at = nextTryOf(finding, hold.at);
  if (at <= now || isHoldDue(found, now)) return holdAccess(finding.id, deps);
  await deps.scheduler.set({ kind: 'second-look', findingId: finding.id, at });
  return undefined;
}

/** What came before in the same hold. */
interface Attempt {
  /** Why what was tried cannot be done: AWS refused it. Then a deny stands in. */
  readonly refused: string | undefined;
  /** How often another worker had taken the case further meanwhile. */
  readonly gaveWay: number;
  /** When this worker wrote down its own intention last; undefined: it did not. */
  readonly begun: Instant | undefined;
}

async function holdOnce(findingId: string, attempt: Attempt, deps: HoldDeps): Promise<HoldOutcome> {
  const opening = await appendChosen(deps.ledger, findingId, (entries) => openHold(foldCase(entries), attempt, deps));
  if (opening.kind !== 'go') return opening;
  const { finding, calls, begun } = opening;
  const { account, principal } = finding;
  const enforcer = underClaim(deps.enforcer, { findingId, begun }, deps);
  const outcome = await carryOut({ findingId, account, principal, calls }, { ...deps, enforcer });
  if (outcome.kind === 'no-warrant' && attempt.gaveWay < MOST_WAYS_GIVEN) {
    // the case is taken up as it is now: what the other worker did or does is left
    await deps.pause(PAUSE_FOR_OTHERS);
    return holdOnce(findingId, { ...attempt, gaveWay: attempt.gaveWay + 1, begun }, deps);
  }
  // before the outcome is written down: a crash in between repeats the hold, it never leaves the excess as the known state
  if (outcome.kind === 'done') await keepChanged(principal, iamCallsIn(calls), outcome.slice, deps.snapshots);
  const at = deps.clock.now();
  await appendChosen(deps.ledger, findingId, (entries) => closeHold(foldCase(entries), { begun, outcome, at }));
  if (outcome.kind === 'no-warrant') return { kind: 'failed', detail: outcome.detail };
  if (outcome.kind === 'failed') {
    const plan = planOf(finding.response);
    const isLast = outcome.by !== 'refusal' || plan === undefined || !hasMoreToTry({ finding }, plan, calls);
    return isLast ? outcome : holdOnce(findingId, { ...attempt, refused: outcome.detail, begun }, deps);
  }
  await announceFinding(findingId, deps);
  return { kind: 'held' };
}

/** What a hold depends on besides the case. */
async function circumstancesOf(finding: Finding, deps: HoldDeps, now: Instant): Promise<HoldCircumstances> {
  const live = () => deps.accounts.stateOf(finding.principal);
  return { live, cases: await heldLately(finding, now, deps), governance: deps.governance, now };
}

/** What breaker and quarantine look at: the cases of the account, or of the principal, that were held within their windows. */
async function heldLately(finding: Finding, now: Instant, { cases, governance }: HoldDeps): Promise<readonly Case[]> {
  const { breaker, flapping } = governance;
  const since = now - Math.max(breaker.withinMinutes, flapping.withinMinutes) * MINUTE;
  const lately = (await cases.cards()).filter(({ account, principal, heldAt = 0 }) => {
    return heldAt > since && (account === finding.account || principal === finding.principal);
  });
  return cases.these(lately);
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

async function openHold(
  found: Case | undefined,
  { refused, begun }: Attempt,
  deps: HoldDeps,
): Promise<Choice<Opening>> {
  if (found === undefined) return refuse('NO_SUCH_FINDING');
  const now = deps.clock.now();
  const plan = planOf(found.finding.response);
  if (plan === undefined) return refuse('NO_PLAN');
  const idle = whyNotNow(found, deps.governance, now);
  if (idle !== undefined) return idle;
  const until = isClaimOf(found, begun) ? undefined : leftUntil(found, deps);
  if (until !== undefined) return { facts: [], answer: { kind: 'left', until } };
  const { finding, hold, status } = found;
  if (status === 'waiver-ended' || hold.kind === 'none' || hold.kind === 'failed') {
    const { isKeptByOthers } = await import('./kept-by-others.ts');
    if (await isKeptByOthers(found, plan, deps)) return refuse('KEPT_BY_OTHERS');
  }
  const circumstances = await circumstancesOf(finding, deps, now);
  const { cases, governance } = circumstances;
  const chosen =
    refused === undefined
      ? await chooseHold(found, plan, circumstances)
      : await holdInstead(found, plan, { refused, circumstances });
  const isSame = hold.kind === 'pending' && isSameCalls(hold.calls, chosen.calls);
  if (isSame && isClaimOf(found, begun) && isFresh(hold.at, deps)) {
    return { facts: [], answer: { kind: 'go', finding, calls: chosen.calls, begun: hold.at } };
  }
  const again = isSame ? whyAgain(hold.at) : {};
  const at = momentAfter(found, now);
  const answer = { kind: 'go', finding, calls: chosen.calls, begun: at } as const;
  const intended = { kind: 'hold-intended', findingId: finding.id, ...chosen, ...again, at } as const;
  const limits = { governance, now, ...(await principalsOf(found, cases, deps)) };
  const stopped =
    refused === undefined ? (stopsHold(found, cases, limits) ?? (await whyNotMoved(chosen.calls, deps))) : undefined;
  if (stopped === undefined) return { facts: [intended], answer };
  const failed = { kind: 'hold-failed', findingId: finding.id, detail: stopped, at } as const;
  return { facts: [intended, failed], answer: { kind: 'failed', detail: stopped } };
}

/** How many principals the account has, as far as they were ever assessed: asked only where a share of them may open the breaker. */
async function principalsOf(
  { finding }: Case,
  cases: readonly Case[],
  { governance, snapshots }: HoldDeps,
): Promise<Pick<HoldLimits, 'principals'>> {
  if (governance.breaker.sharePercent === undefined || cases.length < FEWEST_OF_SHARE) return {};
  return { principals: (await snapshots.known(finding.account)).length };
}

/** Why nothing is done now, though a hold is due; undefined: it is done. */
function stopsHold(found: Case, cases: readonly Case[], limits: HoldLimits): string | undefined {
  const stopped = openBreaker(found, cases, limits);
  // where no deny can stand in, a war that somebody wages is not joined: people are told each time
  if (stopped !== undefined || standInFor(found.finding) !== undefined) return stopped;
  return flapping(found.finding, cases, limits);
}

/** Undefined: it is to be held. */
function whyNotNow(found: Case, governance: Governance, now: Instant): Choice<Opening> | undefined {
  const { finding, hold, status } = found;
  if (isLeftAlone(finding, governance)) return leaveProtected(found, now);
  if (isFirst(found) && !isEnforced(finding, governance)) return refuse('NOT_ENFORCED');
  if (status === 'restoring' || status === 'restored') return refuse('WAIVED');
  const isDue = isHoldDue(found, now);
  if (hold.kind === 'confirmed' && !isDue) return { facts: [], answer: { kind: 'already-held' } };
  return hold.kind !== 'failed' && !isDue ? refuse('NOT_DUE') : undefined;
}

/** Whether nothing of the hold was done yet, and nobody but the response asks for it. */
function isFirst({ hold, status }: Case): boolean {
  return (hold.kind === 'none' || hold.kind === 'failed') && (status === 'open' || status === 'hold-failed');
}

/** Whether the finding's class holds in its account today: lowering a mode stops what was planned before. */
function isEnforced(finding: Finding, governance: Governance): boolean {
  const principalClass = governance.classes.find(({ name }) => name === finding.class) ?? governance.unclassified;
  return modeIn(finding.account, principalClass, governance) === 'enforce';
}

/** Who became protected in the middle of a hold: its outcome is not known to be good, and a restore need not wait for it. */
function leaveProtected({ finding, hold }: Case, at: Instant): Choice<Opening> {
  const detail = `${finding.principal} is protected since; what of the hold was done is not known`;
  const failed = { kind: 'hold-failed', findingId: finding.id, detail, at } as const;
  return { ...refuse('PROTECTED'), facts: hold.kind === 'pending' ? [failed] : [] };
}

function isSameCalls(one: readonly PlanCall[], other: readonly PlanCall[]): boolean {
  return canonicalText(jsonForm(one)) === canonicalText(jsonForm(other));
}

interface Closing {
  readonly begun: Instant;
  readonly outcome: CarryOutOutcome;
  readonly at: Instant;
}

function closeHold(found: Case | undefined, { begun, outcome, at }: Closing): Choice<undefined> {
  // what came of one attempt says nothing of another that was begun since
  if (found === undefined || !isClaimOf(found, begun)) return { facts: [], answer: undefined };
  const findingId = found.finding.id;
  switch (outcome.kind) {
    case 'done':
      return { facts: [{ kind: 'hold-confirmed', findingId, at }], answer: undefined };
    case 'failed':
    case 'no-warrant':
      return { facts: [{ kind: 'hold-failed', findingId, detail: outcome.detail, at }], answer: undefined };
  }
}

function planOf(response: Case['finding']['response']): HoldPlan | undefined {
  return response.kind === 'hold' || response.kind === 'hold-unless-approved' ? response.plan : undefined;
}

function refuse(code: Reason): Choice<Opening> {
  return { facts: [], answer: { kind: 'not-held', code } };
}
