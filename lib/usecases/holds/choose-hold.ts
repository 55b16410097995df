import { applyCall } from '../../core/account/apply.ts';
import type { IamCall } from '../../core/account/call.ts';
import { iamCallsIn, isServiceCall, type PlanCall } from '../../core/account/plan-call.ts';
import { stateFromJson } from '../../core/account/state-from-json.ts';
import type { AccountState } from '../../core/account/state.ts';
import { formText } from '../../core/digest.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import type { Finding, HoldPlan } from '../../core/governance/finding.ts';
import { planOf } from '../../core/governance/holds/hold-due.ts';
import { flapping } from '../../core/governance/holds/hold-limits.ts';
import { comparableSlice } from '../../core/governance/assess/same-access-state.ts';
import { isMadeOf, isSessionEnd, madeAt } from '../../core/governance/holds/sessions/session-end.ts';
import { deniesAll, standInFor, standInOf } from '../../core/governance/holds/denies/stand-in.ts';
import type { Instant } from '../../core/instant.ts';
import { showsAll } from './carry-out.ts';
import type { HoldCircumstances } from './circumstances.ts';

/** How a finding is held now; `why` where it is not as its plan says. */
export interface ChosenHold {
  readonly calls: readonly PlanCall[];
  readonly why?: string;
}

/**
 * The calls that hold a finding now. An exact inverse puts back what was before the call; where the account has changed
 * since, that would destroy something newer, so a deny stands in. Once it stands in it does so until a restore lifts it.
 */
export async function chooseHold(found: Case, plan: HoldPlan, circumstances: HoldCircumstances): Promise<ChosenHold> {
  const { finding, hold } = found;
  const planned = { calls: madeNow(found, plan, circumstances.now) };
  const canStandIn = standInFor(finding) !== undefined;
  // calls of other services look themselves whether what they overwrite is still there
  if (!canStandIn || plan.calls.some(isServiceCall) || isOfSession(plan)) return planned;
  if (hold.kind !== 'none' && standInOf(hold.calls, finding) !== undefined) {
    // by which policy everything is denied depends on the room that there is
    const isAnew = hold.kind === 'failed' && deniesAll(hold.calls, finding);
    return { calls: isAnew ? await wholeDeny(finding, plan, circumstances) : hold.calls };
  }
  const quarantined = flapping(finding, circumstances.cases, circumstances);
  if (quarantined !== undefined) return { calls: await wholeDeny(finding, plan, circumstances), why: quarantined };
  if (plan.kind === 'contain') return planned;
  const live = await circumstances.live();
  if (live === undefined) return planned;
  const why = await whyNotUndone(found, plan, { ...circumstances, live });
  return why === undefined ? planned : standIn({ finding, plan, why }, circumstances);
}

/** What is known when a call may be undone, with the principal as it is then. */
type Known = Omit<HoldCircumstances, 'live'> & { readonly live: AccountState };

/** Why to undo a call would do harm now; undefined: it would not. */
async function whyNotUndone(found: Case, plan: HoldPlan, known: Known): Promise<string | undefined> {
  const { live } = known;
  const given = await whatIsGiven(found, plan, known);
  if (given === undefined && isAsFound(live, found, plan)) return undefined;
  return given === undefined
    ? 'the account has changed since, to undo the call would destroy what is newer'
    : `to undo the call would give back ${given}`;
}

/**
 * What the calls of a plan would give back that is the matter of another finding, and that nobody signed: what was before this call was
 * an excess already. Undefined: nothing.
 */
async function whatIsGiven(
  { finding }: Case,
  plan: HoldPlan,
  { live, ofPrincipal, governance, now }: Known,
): Promise<string | undefined> {
  const calls = iamCallsIn(plan.calls);
  const others = ofPrincipal.filter(({ finding: { id }, waiver }) => id !== finding.id && waiver === undefined);
  if (others.some((other) => givesWhatIsHeld(calls, other))) return 'what another hold takes away';
  const excess = others.flatMap((other) => other.finding.excess);
  const isWritten = calls.some(({ name }) => !REMOVES.test(name));
  if (excess.length === 0 && !isWritten) return undefined;
  // most holds take, and this is the engine
  const { givesExcess, givesUnsigned, toldTrust } = await import('../../core/governance/holds/gives-excess.ts');
  const { principal } = finding;
  if (givesExcess(calls, excess, { live, principal })) return 'what is in excess under another finding';
  if (!isWritten) return undefined;
  const { waiversOf } = await import('../assess/waivers-of.ts');
  const limits = [...waiversOf({ principal, current: live }, ofPrincipal, now), ...toldTrust(principal, others)];
  const isUnsigned = givesUnsigned(calls, { live, principal }, { governance, now, limits });
  return isUnsigned ? 'what is in excess, and nobody signed' : undefined;
}

/** An inverse that only removes gives nothing: else it is no plan. */
const REMOVES = /^(?:Delete|Detach|Remove)/;

function givesWhatIsHeld(calls: readonly IamCall[], { finding, hold }: Case): boolean {
  if (hold.kind === 'none') return false;
  const given = new Set(calls.map((call) => formText(call)));
  const released = planOf(finding.response)?.restore ?? [];
  return iamCallsIn(released).some((call) => given.has(formText(call)));
}

/** The plan's calls as of now; those of a hold in progress as they were begun, as long as the sessions end that they are to end. */
function madeNow({ hold }: Case, { calls }: HoldPlan, now: Instant): readonly PlanCall[] {
  const isBegun = hold.kind === 'pending' && isMadeOf(hold.calls, calls, hold.at) && hold.at > now - MOST_BEGUN;
  return isBegun ? hold.calls : madeAt(calls, now);
}

/** So long ago a hold may have begun that is finished as it was. */
const MOST_BEGUN = 20_000;

/** What AWS refused, and what is known then. */
interface Refused {
  readonly refused: string;
  readonly circumstances: HoldCircumstances;
}

/**
 * The calls that hold a finding where AWS refused those of a hold, and why they do: exactly the excess is denied where that was
 * not it, else everything; where that was it in a quarantine, the call is undone, if that does no harm. Undefined: nothing is left.
 */
export async function holdInstead(
  found: Case,
  plan: HoldPlan,
  { refused, circumstances }: Refused,
): Promise<ChosenHold | undefined> {
  const { finding, hold } = found;
  if (standInFor(finding) === undefined) return { calls: plan.calls };
  const isOfAll = hold.kind === 'failed' && hold.by === 'refusal' && deniesAll(hold.calls, finding);
  if (isOfAll) return undoneAfterAll(found, plan, { refused, circumstances });
  const wasDeny = hold.kind !== 'none' && standInOf(hold.calls, finding) !== undefined;
  if (plan.kind !== 'contain' && !wasDeny) {
    return standIn({ finding, plan, why: refused }, circumstances);
  }
  // hardly any hold is refused
  const { alsoSigned } = await import('./choose-stand-in.ts');
  const why = `denied everything${alsoSigned(finding, circumstances)}, since ${refused}`;
  return { calls: await wholeDeny(finding, plan, circumstances), why };
}

/**
 * What came back to who is quarantined, and has no room for any deny, is not left to them. Where everything was denied for another
 * reason, AWS has refused to undo the call, or that would do harm.
 */
async function undoneAfterAll(
  found: Case,
  plan: HoldPlan,
  { refused, circumstances }: Refused,
): Promise<ChosenHold | undefined> {
  if (plan.kind !== 'exact-inverse' || flapping(found.finding, circumstances.cases, circumstances) === undefined)
    return undefined;
  const live = await circumstances.live();
  if (live === undefined) return undefined;
  if ((await whyNotUndone(found, plan, { ...circumstances, live })) !== undefined) return undefined;
  const { keptByOther } = await import('./kept-by-others.ts');
  if ((await keptByOther(found, plan, circumstances)) !== undefined) return undefined;
  return { calls: madeNow(found, plan, circumstances.now), why: `undone after all, since ${refused}` };
}

/** Denies everything, as far as a deny can be put onto the principal. */
async function wholeDeny(
  finding: Finding,
  plan: HoldPlan,
  { asRead, live, ofPrincipal }: Pick<HoldCircumstances, 'asRead' | 'live' | 'ofPrincipal'>,
): Promise<readonly PlanCall[]> {
  // hardly any hold needs it, and it measures policies as the engine does
  const { wholeStandIn } = await import('../../core/governance/holds/denies/whole-stand-in.ts');
  const deny = wholeStandIn(finding, { read: await asRead(), live: await live(), ofPrincipal });
  return deny === undefined ? plan.calls : [deny.put];
}

/**
 * Whether other calls may hold a finding where AWS refused these: denies, or where everything was to be denied first, perhaps what
 * undoes the call.
 */
export function hasMoreToTry(
  finding: Finding,
  plan: HoldPlan,
  { calls, isFirst }: { readonly calls: readonly PlanCall[]; readonly isFirst: boolean },
): boolean {
  if (standInFor(finding) === undefined) return false;
  if (deniesAll(calls, finding)) return isFirst && plan.kind === 'exact-inverse';
  // what was undone after all came last
  if (!isFirst && standInOf(calls, finding) === undefined) return false;
  return !isOfSession(plan) && plan.proof?.shown !== 'nothing-left';
}

/** What contains one session, or one credential, is not for the whole principal. */
function isOfSession({ kind, proof }: HoldPlan): boolean {
  return kind === 'contain' && (proof === undefined || proof.shown === 'credential-off');
}

interface StandingIn {
  readonly finding: Finding;
  readonly plan: HoldPlan;
  readonly why: string;
}

async function standIn({ finding, plan, why }: StandingIn, circumstances: HoldCircumstances): Promise<ChosenHold> {
  // hardly any hold needs it, and it is the engine
  const { chooseStandIn } = await import('./choose-stand-in.ts');
  const [read, live] = [await circumstances.asRead(), await circumstances.live()];
  const { document, what } = chooseStandIn({ finding, plan, read, live }, circumstances);
  const said = `${what}: ${why}`;
  if (document === undefined) return { calls: await wholeDeny(finding, plan, circumstances), why: said };
  const deny = standInFor(finding, document);
  return deny === undefined ? { calls: plan.calls } : { calls: [deny.put], why: said };
}

/** Whether what the call wrote is still there, or the inverse is done, or the inverse is done in part. */
function isAsFound(live: AccountState, { finding }: Case, plan: HoldPlan): boolean {
  const ends = iamCallsIn(plan.calls).filter(isSessionEnd);
  const calls = iamCallsIn(plan.calls).filter((call) => !isSessionEnd(call));
  const restore = iamCallsIn(plan.restore).filter((call) => !lifts(call, ends));
  if (showsAll(live, restore) || showsAll(live, calls)) return true;
  const frozen = finding.frozen === undefined ? undefined : stateFromJson(finding.frozen);
  if (frozen?.ok !== true) return false;
  const now = comparableSlice(without(ends, live, plan), finding.principal);
  let state = frozen.value;
  for (const call of calls) {
    if (comparableSlice(state, finding.principal) === now) return true;
    const applied = applyCall(state, call);
    if (!applied.ok) return false;
    state = applied.value;
  }
  return false;
}

/** A state without what ends sessions, which is written anew each time. */
function without(ends: readonly IamCall[], live: AccountState, { restore }: HoldPlan): AccountState {
  return iamCallsIn(restore)
    .filter((call) => lifts(call, ends))
    .reduce((state, call) => {
      const applied = applyCall(state, call);
      return applied.ok ? applied.value : state;
    }, live);
}

function lifts(call: IamCall, ends: readonly IamCall[]): boolean {
  return (
    (call.name === 'DeleteRolePolicy' || call.name === 'DeleteUserPolicy') &&
    ends.some((end) => 'policyName' in end && end.policyName === call.policyName)
  );
}
