import { policySetOf } from '../../core/account/effective.ts';
import { iamCallsIn } from '../../core/account/plan-call.ts';
import { stateFromJson } from '../../core/account/state-from-json.ts';
import type { PolicySet } from '../../core/access/policy-set.ts';
import { callsOf } from '../../core/governance/cases/case-parts.ts';
import { type Case, foldCase } from '../../core/governance/cases/case.ts';
import { applyAll } from '../../core/account/apply-all.ts';
import type { FactKind, LedgerEntry } from '../../core/governance/ledger/fact.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { type Instant, toIso } from '../../core/instant.ts';
import { readUntilShownInTurn } from './carry-out.ts';
import { announceFinding } from '../announce-finding.ts';
import { casesOf } from '../case-book.ts';
import { isHoldDue } from '../../core/governance/holds/hold-due.ts';
import { holdAccess } from './hold-access.ts';
import { type HoldOutcome, isKept } from './hold-outcome.ts';
import { hasGivenWay } from './gave-way.ts';
import type { Seen } from './hold-standing-excess.ts';
import type { RestoreDeps } from '../approval/restore-access.ts';

/**
 * Holds a finding. Where the waiver of another one covers what that would take, what no waiver covers is denied by itself, and the
 * hold waits for that waiver to end. What came before it was in effect was no gain beside it: that is held too.
 */
export async function holdFinding(findingId: string, deps: RestoreDeps): Promise<HoldOutcome> {
  const outcome = await holdAccess(findingId, deps);
  if (isKept(outcome)) {
    await holdBesideWaiver(findingId, deps);
    await announceFinding(findingId, deps);
  }
  if (outcome.kind === 'held' || outcome.kind === 'already-held') await holdWhatCameMeanwhile(findingId, deps);
  // what came just before may be shown late
  const at = deps.clock.now() + SHOWS_AFTER;
  if (outcome.kind === 'held') {
    const { retryOlderHolds } = await import('./in-code/retry-older-holds.ts');
    await retryOlderHolds(findingId, deps);
  }
  if (outcome.kind === 'held') await deps.scheduler.set({ kind: 'second-look', findingId, at });
  return outcome;
}

/** After so long IAM shows a change, in milliseconds. */
const SHOWS_AFTER = 60_000;

/** Denies by itself what no waiver covers of a finding whose hold waits for the waiver of another one, also where it was begun before. */
export async function holdBesideWaiver(findingId: string, deps: RestoreDeps): Promise<void> {
  const { finding } = foldCase(await deps.ledger.about(findingId)) ?? {};
  const state = finding && (await deps.accounts.stateOf(finding.principal));
  if (finding === undefined || state === undefined) return;
  const { holdStandingExcess } = await import('./hold-standing-excess.ts');
  await holdStandingExcess({ principal: finding.principal, state }, `hold of ${findingId} beside a waiver`, deps);
}

/**
 * Holds what was given to a principal while a finding was left open for people, or its hold was under way, once that is held: no
 * more than came since. Measured on what was not taken back yet it was no gain.
 */
export async function holdWhatCameMeanwhile(findingId: string, deps: RestoreDeps): Promise<void> {
  const { finding, hold } = foldCase(await deps.ledger.about(findingId)) ?? {};
  if (finding?.kind !== 'excess-access' || !('plan' in finding.response)) return;
  if (hold?.kind !== 'confirmed') return;
  // of what is stopped people were told, and this is looked at once that is held: nothing gets round the breaker
  const ofPrincipal = await casesOf(deps.cases, finding.principal);
  const isStopped = ofPrincipal.some(
    (each) => each.finding.kind === 'excess-access' && each.hold.kind === 'failed' && !hasGivenWay(each.hold),
  );
  if (isStopped && finding.response.kind === 'hold') return;
  const frozen = finding.frozen === undefined ? undefined : stateFromJson(finding.frozen);
  const before = frozen?.ok === true ? applyAll(frozen.value, iamCallsIn(finding.response.plan.calls)) : undefined;
  const had = before === undefined ? undefined : policySetOf(before, finding.principal);
  const others = await holdOthersThatAreDue(findingId, finding.principal, deps);
  const occasion = `what came while ${findingId} was open`;
  const known =
    had === undefined ? [] : [await withoutHeld(had, findingId, await casesOf(deps.cases, finding.principal))];
  await holdStandingBeside({ findingId, others: others.held, occasion, had: known }, deps);
  await announceAll(others.kept, deps);
}

/** What a principal had before without what other findings take from it: a waiver may have covered that then, and has ended since. */
async function withoutHeld(had: PolicySet, findingId: string, ofPrincipal: readonly Case[]): Promise<PolicySet> {
  const others = ofPrincipal.filter(
    ({ finding, hold, waiver }) => finding.id !== findingId && hold.kind !== 'none' && waiver === undefined,
  );
  if (others.length === 0) return had;
  // hardly any principal has two findings, and it is the engine
  const { withoutExcess } = await import('../../core/governance/holds/gives-excess.ts');
  return withoutExcess(
    had,
    others.flatMap(({ finding }) => finding.excess),
  );
}

/**
 * Holds what a waiver has covered besides what its finding's plan takes back: what waited for it to end, and what came under its
 * cover meanwhile. `at`: when it ended.
 */
export async function holdWhatIsLeft(findingId: string, at: Instant, deps: RestoreDeps): Promise<void> {
  const found = foldCase(await deps.ledger.about(findingId));
  if (found === undefined) return;
  const { id, principal } = found.finding;
  const others = await holdOthersThatAreDue(id, principal, deps);
  const occasion = `end of the waiver of ${id} at ${toIso(at)}`;
  const due = Math.min(at, endedAt(await deps.ledger.about(findingId)) ?? at);
  await holdStandingBeside({ findingId: id, others: others.held, occasion, due }, deps);
  await announceAll(others.kept, deps);
}

/** When the last waiver of a finding ended, as its entries say. */
function endedAt(entries: readonly LedgerEntry[]): Instant | undefined {
  return entries.findLast(({ fact: { kind } }) => ENDS.has(kind))?.fact.at;
}

const ENDS: ReadonlySet<FactKind> = new Set(['waiver-ended', 'waiver-revoked', 'restore-failed']);

/** Findings whose holds were tried: which were held, in that order, and which give way to a waiver. */
interface Tried {
  readonly held: readonly string[];
  readonly kept: readonly string[];
}

/** What has its own finding is held by that one, and no second time by itself. */
async function holdOthersThatAreDue(id: string, principal: string, deps: RestoreDeps): Promise<Tried> {
  const [held, kept]: [string[], string[]] = [[], []];
  for (const waiting of await casesOf(deps.cases, principal)) {
    const { id: other } = waiting.finding;
    const isDue = isHoldDue(waiting, deps.clock.now()) || waiting.hold.kind === 'failed';
    if (other === id || !isDue) continue;
    const outcome = await holdAccess(other, deps);
    if (outcome.kind === 'held') held.push(other);
    if (isKept(outcome)) kept.push(other);
  }
  return { held, kept };
}

/** Last: nothing is held later for a channel that is broken. */
async function announceAll(ids: readonly string[], deps: RestoreDeps): Promise<void> {
  for (const id of ids) await announceFinding(id, deps);
}

/** Beside which finding, when, and what the principal had before. */
interface Beside extends Pick<Seen, 'had' | 'due'> {
  readonly findingId: string;
  /** What was held after it. */
  readonly others: readonly string[];
  readonly occasion: string;
}

/**
 * Holds what a finding's principal has beyond its standard and its waivers, once the account shows the hold of the finding and
 * those that were made after it.
 */
async function holdStandingBeside(
  { findingId, others, occasion, had = [], due }: Beside,
  deps: RestoreDeps,
): Promise<void> {
  const own = foldCase(await deps.ledger.about(findingId));
  if (own === undefined) return;
  const { principal } = own.finding;
  // a hold that failed is tried again, and people know of what it tells; what a deny has covered they do not
  const isFailed = own.hold.kind === 'failed';
  const calls = isFailed ? [] : [...iamCallsIn(callsOf(own.hold))];
  const known = isFailed ? [...had, ...toldBy(own.finding)] : had;
  for (const other of others) {
    const { hold } = foldCase(await deps.ledger.about(other)) ?? {};
    if (hold?.kind === 'confirmed') calls.push(...iamCallsIn(hold.calls));
  }
  const { slice, shown } = await readUntilShownInTurn(principal, calls, deps);
  if (slice === undefined || !shown) return;
  const { holdStandingExcess } = await import('./hold-standing-excess.ts');
  await holdStandingExcess(
    { principal, state: slice, had: known, ...(due === undefined ? {} : { due }) },
    occasion,
    deps,
  );
}

/** What the principal of a finding had when it was raised. */
function toldBy({ frozen, principal }: Finding): readonly PolicySet[] {
  const state = frozen === undefined ? undefined : stateFromJson(frozen);
  const access = state?.ok === true ? policySetOf(state.value, principal) : undefined;
  return access === undefined ? [] : [access];
}
