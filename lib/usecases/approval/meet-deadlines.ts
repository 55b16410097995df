import { iamCallsIn, type ServiceCall, serviceCallsIn } from '../../core/account/plan-call.ts';
import { type Case, foldCase } from '../../core/governance/cases/case.ts';
import { type Instant, toIso } from '../../core/instant.ts';
import { noticeAt } from '../../core/governance/cases/waiver.ts';
import { type Deadline, type FindingDeadline, deadlineSubject } from '../../ports/deadline.ts';
import type { Scheduler } from '../../ports/scheduler.ts';
import { announceFinding } from '../announce-finding.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { showsAll } from '../holds/carry-out.ts';
import { isHoldDue } from '../../core/governance/holds/hold-due.ts';
import { holdAccess, holdAgain } from '../holds/hold-access.ts';
import { type HoldOutcome, isKept } from '../holds/hold-outcome.ts';
import { holdBesideWaiver, holdFinding, holdWhatCameMeanwhile, holdWhatIsLeft } from '../holds/hold-finding.ts';
import { raiseFindings } from '../raise-findings.ts';
import type { RestoreDeps } from './restore-access.ts';
import { setLooksAtEnd } from './waiver-deadlines.ts';

/** What was done about a deadline; `outcome` undefined: nothing was to be done. */
export interface MetDeadline {
  readonly deadline: Deadline;
  readonly outcome: HoldOutcome | undefined;
}

/** So many principals are worked on at once: each spends its time waiting for AWS. */
const AT_ONCE = 8;

/**
 * Does what deadlines are for that are due: those of one principal one after the other, in the order given, since each
 * changes what was last assessed of it.
 */
export async function meetDeadlines(
  deadlines: readonly Deadline[],
  deps: RestoreDeps,
): Promise<readonly MetDeadline[]> {
  const met: MetDeadline[] = [];
  const faults: unknown[] = [];
  const cards = deadlines.length < 2 ? [] : await deps.cases.cards();
  const principals = new Map(cards.map(({ id, principal }) => [id, principal]));
  const left = [
    ...Map.groupBy(
      deadlines,
      (deadline) => principals.get(deadlineSubject(deadline)) ?? deadlineSubject(deadline),
    ).values(),
  ];
  async function work(): Promise<void> {
    for (let group = left.shift(); group !== undefined; group = left.shift()) {
      for (const deadline of group) {
        try {
          met.push(await meetDeadline(deadline, deps));
        } catch (fault) {
          faults.push(fault);
        }
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (faults.length > 0) throw new AggregateError(faults, `${faults.length} deadlines could not be met; they stay due`);
  return met;
}

/** Does what one deadline is for, then ticks it off. It must be due. */
async function meetDeadline(deadline: Deadline, deps: RestoreDeps): Promise<MetDeadline> {
  // a clock that is behind must not make a deadline that is due look early: it would be ticked off undone
  const clock = { now: () => Math.max(deadline.at, deps.clock.now()) };
  const outcome = await meet(deadline, { ...deps, clock, scheduler: beside(deadline, deps.scheduler) });
  await deps.scheduler.done(deadline);
  return { deadline, outcome };
}

/** While a deadline is met it is there: only who sets it besides has it met once more. */
function beside(met: Deadline, scheduler: Scheduler): Scheduler {
  return {
    set: async (other) => (isSame(met, other) ? undefined : scheduler.set(other)),
    due: (now) => scheduler.due(now),
    done: (other) => scheduler.done(other),
  };
}

function isSame(one: Deadline, other: Deadline): boolean {
  return one.kind === other.kind && one.at === other.at && deadlineSubject(one) === deadlineSubject(other);
}

async function meet(deadline: Deadline, deps: RestoreDeps): Promise<HoldOutcome | undefined> {
  switch (deadline.kind) {
    case 'waiver-end':
      return endWaiver(deadline, deps);
    case 'waiver-notice':
      return giveNotice(deadline.findingId, deps);
    case 'hold-deadline':
      return holdFinding(deadline.findingId, deps);
    case 'second-look':
      return lookTwice(deadline.findingId, deps);
    case 'principal-look': {
      // hardly ever: accounts show calls within seconds
      const { lookAtPrincipal } = await import('../holds/look-at-principal.ts');
      await lookAtPrincipal(deadline, deps);
      return undefined;
    }
  }
}

async function endWaiver({ findingId, at }: FindingDeadline, deps: RestoreDeps): Promise<HoldOutcome | undefined> {
  const found = foldCase(await deps.ledger.about(findingId));
  // a restore that was not finished in time fails, and holds again what it may have given back
  if (found?.status === 'restoring') {
    const { restoreAccess } = await import('./restore-access.ts');
    await restoreAccess(findingId, deps);
  }
  // before it is written down, once: a crash costs a look, and loses none
  const isOver = ended(found, deps.clock.now()).facts.length > 0;
  if (isOver) await setLooksAtEnd(findingId, deps.clock.now(), deps.scheduler);
  const status = await appendChosen(deps.ledger, findingId, (entries) => ended(foldCase(entries), deps.clock.now()));
  if (status === 'restored' || status === 'restoring') return undefined;
  const outcome = status === 'waiver-ended' ? await holdAccess(findingId, deps) : undefined;
  // nothing is held later for a channel that is broken
  await holdWhatIsLeft(findingId, at, deps);
  // also where a crash came after the hold
  await announceFinding(findingId, deps);
  return outcome;
}

/** Asks people whether a waiver that ends soon is kept: nobody's answer is that it ends. */
async function giveNotice(findingId: string, deps: RestoreDeps): Promise<undefined> {
  await appendChosen(deps.ledger, findingId, (entries) => noticed(foldCase(entries), deps));
  await announceFinding(findingId, deps);
}

function noticed(found: Case | undefined, { clock, governance }: RestoreDeps): Choice<undefined> {
  const at = clock.now();
  const nothing = { facts: [], answer: undefined };
  if (found?.waiver === undefined || found.status !== 'restored' || found.review !== undefined) return nothing;
  const { until } = found.waiver;
  // where Ambit did not run, it may have ended already
  if (at < noticeAt(found.waiver, governance) || at >= until) return nothing;
  return { facts: [{ kind: 'waiver-due', findingId: found.finding.id, until, at }], answer: undefined };
}

/** An old deadline of a waiver that was granted again since ends nothing. */
function ended(found: Case | undefined, at: Instant): Choice<Case['status'] | undefined> {
  if (found?.waiver === undefined || found.status !== 'restored' || at < found.waiver.until)
    return { facts: [], answer: found?.status };
  return { facts: [{ kind: 'waiver-ended', findingId: found.finding.id, at }], answer: 'waiver-ended' };
}

async function lookTwice(findingId: string, deps: RestoreDeps): Promise<HoldOutcome | undefined> {
  const outcome = await lookAgain(findingId, deps);
  const { lookAtGap } = await import('../holds/look-at-gap.ts');
  await lookAtGap(findingId, deps);
  await announceFinding(findingId, deps);
  return outcome;
}

/**
 * A restore that waited goes on. A hold that failed is tried again when it is time; one that the account no longer shows is a new
 * finding: it has no call.
 */
async function lookAgain(findingId: string, deps: RestoreDeps): Promise<HoldOutcome | undefined> {
  const found = foldCase(await deps.ledger.about(findingId));
  if (found === undefined) return undefined;
  const { finding, hold, restore } = found;
  if (restore.kind === 'pending') {
    // what it waited for is over
    const { restoreAccess } = await import('./restore-access.ts');
    await restoreAccess(findingId, deps);
    return undefined;
  }
  if (hold.kind === 'failed') {
    const outcome = await holdAgain(found, deps);
    if (outcome?.kind === 'held') await holdWhatCameMeanwhile(findingId, deps);
    if (isKept(outcome)) await holdBesideWaiver(findingId, deps);
    return outcome;
  }
  // whoever began it has died, or is given more time; or a waiver of another finding covers it
  if (isHoldDue(found, deps.clock.now())) return holdFinding(findingId, deps);
  if (hold.kind !== 'confirmed') return undefined;
  const ofServices = serviceCallsIn(hold.calls);
  if (ofServices.length > 0) return holdAnewUnlessShown(found, ofServices, deps);
  const calls = iamCallsIn(hold.calls);
  const slice = await deps.accounts.stateOf(finding.principal);
  if (slice === undefined) return undefined;
  if (showsAll(slice, calls)) {
    await holdWhatCameMeanwhile(findingId, deps);
    return undefined;
  }
  // the hold took it away, so what is back is news, however often it comes back
  const occasion = `hold of ${findingId} at ${toIso(hold.at)}`;
  // most looks find the hold as it was made
  const { standingExcess } = await import('../sweep/standing-excess.ts');
  const standing = await standingExcess({ principal: finding.principal, state: slice }, deps, occasion);
  const { findingsOfGone } = await import('../sweep/holds-gone.ts');
  await raiseFindings([...standing, ...findingsOfGone([found], slice, deps.clock.now())], deps);
  return undefined;
}

/** What a service does not show any more is held anew; where something newer is there the hold fails, and people are told. */
async function holdAnewUnlessShown(
  found: Case,
  calls: readonly ServiceCall[],
  deps: RestoreDeps,
): Promise<HoldOutcome | undefined> {
  const { services, clock } = deps;
  const { finding } = found;
  if (services === undefined) return undefined;
  const shown = await Promise.all(calls.map((call) => services.shows(finding.account, call)));
  if (shown.every(Boolean)) return undefined;
  // hardly ever
  const { isHoldSuperseded } = await import('../holds/in-code/superseded.ts');
  if (await isHoldSuperseded(found, { ...deps, services })) return undefined;
  const { makeHoldAgain } = await import('../holds/make-holds-again.ts');
  return makeHoldAgain(
    finding.id,
    { made: clock.now(), why: 'the hold is not there any more; it is held again' },
    deps,
  );
}
