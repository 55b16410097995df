import { iamCallsIn, isServiceCall, type PlanCall } from '../../core/account/plan-call.ts';
import { isSameForm } from '../../core/digest.ts';
import { type Case, type Effect, foldCase, type Waiver } from '../../core/governance/cases/case.ts';
import type { Finding, HoldPlan } from '../../core/governance/finding.ts';
import { isHoldDue, planOf } from '../../core/governance/holds/hold-due.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { Scheduler } from '../../ports/scheduler.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { type AnnounceDeps, announceFinding } from '../announce-finding.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { type CarryOutDeps, type CarryOutOutcome, carryOut } from './carry-out.ts';
import type { StackDeps, StackLook } from './in-code/look-at-stack.ts';
import type { MoveDeps } from './why-not-put-back.ts';
import { type CaseBook, casesOf } from '../case-book.ts';
import { chooseHold, type ChosenHold, hasMoreToTry, holdInstead } from './choose-hold.ts';
import { circumstancesOf, type HoldCircumstances } from './circumstances.ts';
import { giveWay, hasGivenWay } from './gave-way.ts';
import { type HoldOutcome, isOfStack, type Opening, refuse } from './hold-outcome.ts';
import { givenBackIn } from './given-back.ts';
import { type ClaimDeps, endOf, isClaimOf, isFresh, momentAfter, underClaim, whyAgain } from './hold-claim.ts';
import { putOff } from './in-code/put-off.ts';
import { stopsHold } from './stops-hold.ts';
import { whyNotNow } from './why-not-now.ts';
import { IS_NAMESAKE, isJustRead, isOfNamesake } from './namesake.ts';
import { keepChanged } from '../assess/keep-changed.ts';

/** All that a hold needs: who makes its calls, where it is noted, and when it is looked at again. */
export interface HoldDeps extends AnnounceDeps, CarryOutDeps, ClaimDeps, MoveDeps, StackDeps {
  readonly ledger: Ledger;
  readonly snapshots: Snapshots;
  readonly scheduler: Scheduler;
  readonly cases: CaseBook;
  readonly governance: Governance;
  /** Where it is kept what is there beyond IAM; absent: the records of the calls tell it, later. */
  readonly keepsakes?: Keepsakes;
}

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
 * from there. Where another is at it now it is left to that one, and looked at again when its time is over; where a stack is at work
 * on what would be overwritten, it is looked at again as well, which people are told. A failed hold is announced, and tried again later.
 * @param begun the moment of an intention that the caller has just written down itself
 */
export async function holdAccess(findingId: string, deps: HoldDeps, begun?: Instant): Promise<HoldOutcome> {
  const outcome = await holdOnce(findingId, { refused: undefined, gaveWay: 0, begun }, deps);
  if (outcome.kind === 'left') {
    await deps.scheduler.set({ kind: 'second-look', findingId, at: outcome.until });
  }
  if (isOfStack(outcome)) await putOff(findingId, deps);
  if (outcome.kind !== 'failed') return outcome;
  const found = foldCase(await deps.ledger.about(findingId));
  if (found?.hold.kind === 'failed') {
    await deps.scheduler.set({ kind: 'second-look', findingId, at: nextTryOf(found.finding, found.hold) });
  }
  await announceFinding(findingId, deps);
  return outcome;
}

/**
 * Failed at one moment, a hold is tried again as long after it as the finding is old then: a minute later, or a day. One that gave
 * way is looked at after a minute: what no waiver covers of it is not held yet.
 */
function nextTryOf({ raisedAt }: Finding, hold: Extract<Effect, { readonly kind: 'failed' }>): Instant {
  const longest = hasGivenWay(hold) ? MINUTE : DAY;
  return hold.at + Math.min(Math.max(hold.at - raisedAt, MINUTE), longest);
}

/**
 * Tries a hold that failed once more where it is time for that; else sets the deadline for it, which a crash may have
 * kept from being set. However often it is asked, it is tried no more often. Undefined: nothing was to be tried.
 */
export async function holdAgain(found: Case, deps: HoldDeps): Promise<HoldOutcome | undefined> {
  const { finding, hold } = found;
  if (hold.kind !== 'failed') return undefined;
  const now = deps.clock.now();
  const at = nextTryOf(finding, hold);
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
  const opening = await begin(findingId, attempt, deps);
  if (opening.kind === 'held') await announceFinding(findingId, deps);
  if (opening.kind !== 'go') return opening;
  const { finding, calls, begun } = opening;
  const { account, principal } = finding;
  const enforcer = underClaim(deps.enforcer, { findingId, begun }, deps.ledger);
  const outcome = await carryOut({ findingId, account, principal, calls }, { ...deps, enforcer });
  if (outcome.kind === 'no-warrant' && attempt.gaveWay < MOST_WAYS_GIVEN) {
    // the case is taken up as it is now: what the other worker did or does is left
    await deps.pause(PAUSE_FOR_OTHERS);
    return holdOnce(findingId, { ...attempt, gaveWay: attempt.gaveWay + 1, begun }, deps);
  }
  // before the outcome is written down: a crash in between repeats the hold, it never leaves the excess as the known state
  if (outcome.kind === 'done') {
    await keepChanged(principal, iamCallsIn(calls), outcome.slice, deps.snapshots);
    if (calls.some(isServiceCall)) await keepBeyond({ account, calls, begun }, deps);
  }
  const at = endOf(begun, deps.clock.now());
  await appendChosen(deps.ledger, findingId, (entries) => closeHold(foldCase(entries), { begun, outcome, at }));
  if (outcome.kind === 'no-warrant') return { kind: 'failed', detail: outcome.detail };
  if (outcome.kind === 'failed') {
    const plan = planOf(finding.response);
    const tried = { calls, isFirst: attempt.refused === undefined };
    const isLast = outcome.by !== 'refusal' || plan === undefined || !hasMoreToTry(finding, plan, tried);
    return isLast ? outcome : holdOnce(findingId, { ...attempt, refused: outcome.detail, begun }, deps);
  }
  await announceFinding(findingId, deps);
  return { kind: 'held' };
}

/** The calls of a hold that were made, and when it was begun. */
interface Made {
  readonly account: string;
  readonly calls: readonly PlanCall[];
  readonly begun: Instant;
}

/** Since it was begun: what somebody wrote over it before it was seen to be there came after it. */
async function keepBeyond({ account, calls, begun }: Made, { keepsakes }: HoldDeps): Promise<void> {
  // most holds are of IAM alone
  const { keepWritten } = await import('./keep-written.ts');
  await keepWritten(calls, { account, at: begun }, keepsakes);
}

/**
 * Writes down the intention, and then looks what was given back since its calls were chosen: whoever gives back after that sees it
 * and waits. What has come is chosen with.
 */
async function begin(findingId: string, attempt: Attempt, deps: HoldDeps): Promise<Opening> {
  const opening = await appendChosen(deps.ledger, findingId, (entries) => openHold(foldCase(entries), attempt, deps));
  if (opening.kind !== 'go') return opening;
  const { finding, begun, givenBack } = opening;
  const now = givenBackIn(await casesOf(deps.cases, finding.principal));
  return now.every((each) => givenBack.includes(each)) ? opening : begin(findingId, { ...attempt, begun }, deps);
}

async function openHold(found: Case | undefined, attempt: Attempt, deps: HoldDeps): Promise<Choice<Opening>> {
  if (found === undefined) return refuse('NO_SUCH_FINDING');
  const plan = planOf(found.finding.response);
  if (plan === undefined) return refuse('NO_PLAN');
  const idle = whyNotNow(found, attempt.begun, deps);
  if (idle !== undefined) return idle;
  const look = await stackLook(found, deps);
  switch (look.kind) {
    case 'hold':
      return intend({ found, plan, look }, attempt, deps);
    case 'waits':
      return { ...refuse('WAITS_FOR_STACK'), facts: [look.fact] };
    case 'gone':
      return { ...refuse('GONE'), facts: [look.fact] };
  }
}

/** Hardly any hold overwrites what a stack keeps. */
async function stackLook(found: Case, deps: HoldDeps): Promise<StackLook> {
  if (found.finding.keptIn === undefined) return { kind: 'hold' };
  const { lookAtStack } = await import('./in-code/look-at-stack.ts');
  return lookAtStack(found, deps);
}

interface ToHold {
  readonly found: Case;
  readonly plan: HoldPlan;
  readonly look: Extract<StackLook, { readonly kind: 'hold' }>;
}

async function intend(
  { found, plan, look: { stack } }: ToHold,
  { refused, begun }: Attempt,
  deps: HoldDeps,
): Promise<Choice<Opening>> {
  const now = deps.clock.now();
  const { finding, hold } = found;
  const circumstances = await circumstancesOf(finding, deps, now);
  if (!isJustRead(found, now) && isOfNamesake(finding, await circumstances.live()))
    return leaveNamesake(found, plan, now);
  const chosen =
    refused === undefined
      ? await chosenBesideOthers(found, plan, circumstances)
      : ((await holdInstead(asItStands(found), plan, { refused, circumstances })) ?? { refused });
  if ('refused' in chosen) return { facts: [], answer: { kind: 'failed', detail: chosen.refused } };
  if ('givesWayTo' in chosen) return giveWay(found, chosen.givesWayTo, circumstances);
  const isSame = hold.kind === 'pending' && isSameForm(hold.calls, chosen.calls);
  const givenBack = givenBackIn(circumstances.ofPrincipal);
  const go = { kind: 'go', finding, calls: chosen.calls, givenBack } as const;
  if (isSame && isClaimOf(found, begun) && isFresh(hold.at, deps)) {
    return { facts: [], answer: { ...go, begun: hold.at } };
  }
  const again = isSame ? whyAgain(hold.at) : {};
  const at = momentAfter(found, now);
  const answer = { ...go, begun: at };
  const told = { ...chosen, ...(stack === undefined ? {} : { stack }), ...again };
  const intended = { kind: 'hold-intended', findingId: finding.id, ...told, at } as const;
  const stopped = refused === undefined ? await stopsHold(found, { ...circumstances, ...chosen }, deps) : undefined;
  if (stopped === undefined) return { facts: [intended], answer };
  const failed = { kind: 'hold-failed', findingId: finding.id, detail: stopped, at } as const;
  return { facts: [intended, failed], answer: { kind: 'failed', detail: stopped } };
}

/** A case for the question what others keep: one whose waiver is over is held as such, though an attempt was begun since, or has failed. */
function asItStands(found: Case): Case {
  return found.isWaiverOver && found.status !== 'rejected' ? { ...found, status: 'waiver-ended' } : found;
}

/** How a finding is held beside others; or the waiver of another one that the hold gives way to. */
async function chosenBesideOthers(
  found: Case,
  plan: HoldPlan,
  circumstances: HoldCircumstances,
): Promise<ChosenHold | { readonly givesWayTo: Waiver }> {
  const isToBeMade = found.hold.kind !== 'confirmed' || found.status === 'waiver-ended';
  if (!isToBeMade) return chooseHold(found, plan, circumstances);
  const { keptByOther } = await import('./kept-by-others.ts');
  const waiver = await keptByOther(asItStands(found), plan, circumstances);
  if (waiver === undefined) return chooseHold(found, plan, circumstances);
  const { stillDenied } = await import('./still-denied.ts');
  return stillDenied(found, plan, await circumstances.live()) ?? { givesWayTo: waiver };
}

/** Whose excess went with it is held: nobody has it any more. */
function leaveNamesake(found: Case, { calls }: HoldPlan, now: Instant): Choice<Opening> {
  const findingId = found.finding.id;
  const at = momentAfter(found, now);
  const intended = { kind: 'hold-intended', findingId, calls, why: IS_NAMESAKE, at } as const;
  return { facts: [intended, { kind: 'hold-confirmed', findingId, at }], answer: { kind: 'held' } };
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
      return {
        facts: [{ kind: 'hold-failed', findingId, detail: outcome.detail, by: outcome.by, at }],
        answer: undefined,
      };
    case 'no-warrant':
      return { facts: [{ kind: 'hold-failed', findingId, detail: outcome.detail, at }], answer: undefined };
  }
}
