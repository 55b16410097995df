import { iamCallsIn, type PlanCall, serviceCallsIn } from '../../core/account/plan-call.ts';
import { afterRestoreIntended } from '../../core/governance/cases/case-of-waiver.ts';
import { isRestoring, type Restoring } from '../../core/governance/cases/case-parts.ts';
import { type Case, foldCase } from '../../core/governance/cases/case.ts';
import { setLooksAtEnd, setWaiverDeadlines } from './waiver-deadlines.ts';
import type { AccountState } from '../../core/account/state.ts';
import { mayRestore, type RestoreRefusal } from '../../core/governance/cases/may-restore.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { withoutShared } from '../../core/governance/holds/denies/shared-deny.ts';
import { type Instant, toIso } from '../../core/instant.ts';
import type { Enforcer } from '../../ports/enforcer.ts';
import type { HandOver } from '../../ports/hand-over.ts';
import { announceFinding } from '../announce-finding.ts';
import { appendChosen, type Choice } from '../append-chosen.ts';
import { carryOut } from '../holds/carry-out.ts';
import { casesOf } from '../case-book.ts';
import { type HoldDeps, holdAccess } from '../holds/hold-access.ts';
import { effectLeftUntil, momentAfter } from '../holds/hold-claim.ts';
import { holdsBegunBefore } from '../holds/begun-before.ts';
import { onceGiven } from '../holds/given-back.ts';
import { isOfNamesake } from '../holds/namesake.ts';
import { keepChanged } from '../assess/keep-changed.ts';
import type { IdentityCenterReading } from '../assess/read-identity-center.ts';
import { liftsSession } from '../assess/own-calls.ts';
import { widerThanSigned } from './wider-than-signed.ts';

/** What a restore needs besides what a hold does: a restore that fails holds again. */
export interface RestoreDeps extends HoldDeps {
  /** Makes the calls of a restore; or who is told of each decision, where this part of Ambit may make none. */
  readonly restorer: Enforcer | HandOver;
  /** Absent where Identity Center cannot be read: then nothing of it is given back. */
  readonly identityCenter?: IdentityCenterReading;
}

/** What came of a restore. `refused`: the quorum, the digest or the state of the case do not allow it. */
export type RestoreOutcome =
  | { readonly kind: 'restored'; readonly until: Instant }
  | { readonly kind: 'already-restored' }
  /** Another part of Ambit gives it back, or holds again. */
  | { readonly kind: 'handed-over' }
  /** Until then a hold of the same principal may be under way, which would take it again: it is given back after that. */
  | { readonly kind: 'waits'; readonly until: Instant }
  /** Another worker is at it, and has until then. */
  | { readonly kind: 'left'; readonly until: Instant }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'refused'; readonly refusal: RestoreRefusal | { readonly code: 'NO_SUCH_FINDING' } };

/** What it takes to make the calls of a restore and to see what they gave. */
type GiveBackDeps = Omit<RestoreDeps, 'restorer'>;

type GivenBack = { readonly kind: 'done' } | { readonly kind: 'failed'; readonly detail: string };

type Opening = { readonly kind: 'go'; readonly case: Restoring } | RestoreOutcome;

/**
 * Gives back what people signed: the calls that were stored, and only with their quorum. Where another worker is at it, it is left to
 * that one, and looked at again when its time is over. Where another hold of the principal was
 * begun before, that is waited for. What the principal holds afterwards must lie within what was signed; if it does not, the
 * restore has failed and the hold comes back.
 */
export async function restoreAccess(findingId: string, deps: RestoreDeps): Promise<RestoreOutcome> {
  const { restorer } = deps;
  if ('decided' in restorer) {
    await restorer.decided(findingId);
    return { kind: 'handed-over' };
  }
  const opening = await appendChosen(deps.ledger, findingId, (entries) => openRestore(foldCase(entries), deps));
  if (opening.kind === 'left') await deps.scheduler.set({ kind: 'second-look', findingId, at: opening.until });
  if (opening.kind !== 'go') return opening;
  const { case: current } = opening;
  const { waiver } = current;
  // the end is set before the access comes back: no crash can leave a waiver without one
  await setWaiverDeadlines(waiver, deps);
  const until = await untilOthersAreDone(current, deps);
  if (until !== undefined) {
    await deps.scheduler.set({ kind: 'second-look', findingId, at: until });
    return { kind: 'waits', until };
  }
  const outcome = await giveBack(current, { ...deps, enforcer: restorer });
  return conclude(current, outcome, deps);
}

/** Writes down what came of the calls; what must not stay is held again, and people are told. */
async function conclude(current: Restoring, outcome: GivenBack, deps: RestoreDeps): Promise<RestoreOutcome> {
  const { id: findingId } = current.finding;
  const { ending, at } = await appendChosen(deps.ledger, findingId, (entries) => {
    // others may have written since the calls were made, and a hold that is begun anew is not the one that another began
    const found = foldCase(entries) ?? current;
    const now = found.restore.kind === 'pending' ? deps.clock.now() : momentAfter(found, deps.clock.now());
    const { facts, answer } = closeRestore(found, { begun: current.restore, outcome, at: now });
    return { facts, answer: { ending: answer, at: now } };
  });
  if (ending === 'ended-meanwhile') {
    // another worker ended the waiver while the calls were made: its hold may have come before them
    await holdAccess(findingId, deps, at);
    return { kind: 'failed', detail: 'the waiver ended while the access was given back; it is held again' };
  }
  if (outcome.kind === 'failed') {
    await setLooksAtEnd(findingId, at, deps.scheduler);
    await holdAccess(findingId, deps);
  }
  await announceGlass(current, deps);
  await announceFinding(findingId, deps);
  return outcome.kind === 'done'
    ? { kind: 'restored', until: current.waiver.until }
    : { kind: 'failed', detail: outcome.detail };
}

function openRestore(
  found: Case | undefined,
  { governance, clock, claimLasts }: Pick<RestoreDeps, 'governance' | 'clock' | 'claimLasts'>,
): Choice<Opening> {
  if (found === undefined) return { facts: [], answer: { kind: 'refused', refusal: { code: 'NO_SUCH_FINDING' } } };
  if (found.status === 'restored') return { facts: [], answer: { kind: 'already-restored' } };
  if (isRestoring(found)) {
    const { restore, waiver } = found;
    // whose end has come is ended at once, whoever is at it
    const until = waiver.until <= clock.now() ? undefined : effectLeftUntil(restore, { clock, claimLasts });
    return { facts: [], answer: until === undefined ? { kind: 'go', case: found } : { kind: 'left', until } };
  }
  const allowed = mayRestore(found, governance, clock.now());
  if (!allowed.ok) return { facts: [], answer: { kind: 'refused', refusal: allowed.error } };
  return { facts: [allowed.value], answer: { kind: 'go', case: afterRestoreIntended(found, allowed.value) } };
}

/** A restore that comes too late fails at once, and waits for nobody. */
async function untilOthersAreDone(
  { finding, restore, waiver }: Restoring,
  deps: RestoreDeps,
): Promise<Instant | undefined> {
  if (waiver.until <= deps.clock.now()) return undefined;
  const until = await holdsBegunBefore(finding.id, await casesOf(deps.cases, finding.principal), deps);
  // who comes to it before that takes this one for being at it
  return until === undefined ? undefined : Math.max(until, effectLeftUntil(restore, deps) ?? until);
}

/** That somebody took it alone is a finding of its own, since then. */
async function announceGlass({ finding, glass }: Restoring, deps: RestoreDeps): Promise<void> {
  if (glass === undefined) return;
  // hardly any restore needs it
  const { idOfGlass } = await import('../../core/governance/cases/finding-of-glass.ts');
  await announceFinding(idOfGlass(finding, glass.at), deps);
}

async function giveBack(current: Restoring, deps: GiveBackDeps): Promise<GivenBack> {
  const { restore, waiver } = current;
  const { id: findingId, account, principal } = current.finding;
  const now = deps.clock.now();
  if (waiver.until <= now)
    return { kind: 'failed', detail: `the waiver ended ${toIso(waiver.until)}, before it was done` };
  // none where nothing was taken; or it is denied all the same, until what else is held is given back as well
  const calls = withoutShared(restore.calls, await casesOf(deps.cases, principal));
  const grown = (await grownIn(current.finding, calls, deps)) ?? (await wouldBeWider(current, calls, deps));
  if (grown !== undefined) return { kind: 'failed', detail: grown };
  const outcome = await carryOut({ findingId, account, principal, calls }, deps);
  if (outcome.kind !== 'done') return { kind: 'failed', detail: outcome.detail };
  // it may have grown between that look and the calls
  const grownSince = await grownIn(current.finding, calls, deps);
  if (grownSince !== undefined) return { kind: 'failed', detail: grownSince };
  // else what is not of IAM is the very thing that was signed, or was not overwritten
  const iam = iamCallsIn(calls);
  if (iam.length === 0) return outcome;
  if (outcome.slice === undefined) return { kind: 'failed', detail: `${principal} is not there any more` };
  const wider = await widerThan(outcome.slice, current, deps);
  if (wider !== undefined) return { kind: 'failed', detail: wider };
  if (liftsSession(current.finding)) await keepChanged(principal, iam, outcome.slice, deps.snapshots);
  return outcome;
}

/** Nothing is given back that is wider than what was signed: to take it away again may fail. Undefined: it is not, as far as is known. */
async function wouldBeWider(
  current: Case,
  calls: readonly PlanCall[],
  deps: GiveBackDeps,
): Promise<string | undefined> {
  const { finding } = current;
  const iam = iamCallsIn(calls);
  if (iam.length === 0) return undefined;
  const live = await deps.accounts.stateOf(finding.principal);
  if (live === undefined) return undefined;
  if (isOfNamesake(finding, live)) return `${finding.principal} was deleted since, and another one has its name`;
  return widerThan(onceGiven(live, finding.frozen, iam), current, deps);
}

async function widerThan(slice: AccountState, current: Case, { governance, cases, clock }: GiveBackDeps) {
  const { finding } = current;
  const limits = { governance, cases: await casesOf(cases, finding.principal), now: clock.now() };
  const wider = widerThanSigned(slice, finding, limits);
  if (wider !== undefined || finding.kind !== 'excess-trust') return wider;
  // hardly any restore is of trust
  const { coveredByDeny } = await import('./covered-by-deny.ts');
  return coveredByDeny(slice, current, limits);
}

/** Most restores give nothing that says by a name alone how much it is. */
async function grownIn(finding: Finding, calls: readonly PlanCall[], deps: GiveBackDeps): Promise<string | undefined> {
  if (serviceCallsIn(calls).length === 0) return undefined;
  const { grownSinceSigned } = await import('./grown-since-signed.ts');
  const { organizationLooser } = await import('./organization-looser.ts');
  return (await organizationLooser(finding, calls, deps)) ?? grownSinceSigned(finding, calls, deps);
}

interface Closing {
  /** The attempt that comes to its end. */
  readonly begun: Restoring['restore'];
  readonly outcome: GivenBack;
  readonly at: Instant;
}

/** Whether the waiver was ended while the calls were made; undefined: it was not. */
type Ending = 'ended-meanwhile' | undefined;

function closeRestore(found: Case, { begun, outcome, at }: Closing): Choice<Ending> {
  if (found.restore.kind !== 'pending') return closedByAnother(found, outcome, at);
  // what came of one attempt says nothing of another that was begun since
  if (found.restore.at !== begun.at) return { facts: [], answer: undefined };
  const findingId = found.finding.id;
  switch (outcome.kind) {
    case 'done':
      return { facts: [{ kind: 'restore-confirmed', findingId, at }], answer: undefined };
    case 'failed':
      return { facts: [{ kind: 'restore-failed', findingId, detail: outcome.detail, at }], answer: undefined };
  }
}

/** Another worker was faster. Where it did not restore, what was given back here must be held once more. */
function closedByAnother(found: Case, outcome: GivenBack, at: Instant): Choice<Ending> {
  if (found.status === 'restored' || outcome.kind === 'failed') return { facts: [], answer: undefined };
  const { hold, finding } = found;
  if (hold.kind !== 'confirmed' && hold.kind !== 'pending') return { facts: [], answer: 'ended-meanwhile' };
  const again = { kind: 'hold-intended', findingId: finding.id, calls: hold.calls, at } as const;
  return { facts: [again], answer: 'ended-meanwhile' };
}
