import { compareWithUnknown } from '../../core/access/compare.ts';
import type { PolicySet } from '../../core/access/policy-set.ts';
import { applyCall } from '../../core/account/apply.ts';
import { policySetOf } from '../../core/account/effective.ts';
import { isHoldPolicyName } from '../../core/account/hold-policy.ts';
import { withStub } from '../../core/account/missing.ts';
import type { AccountState, Principal } from '../../core/account/state.ts';
import { iamCallsIn, isServiceCall } from '../../core/account/plan-call.ts';
import { formText } from '../../core/digest.ts';
import type { Case, Waiver } from '../../core/governance/cases/case.ts';
import { activeWaivers } from '../../core/governance/cases/waiver.ts';
import type { HoldPlan } from '../../core/governance/finding.ts';
import { attachedBeyondHolds } from '../../core/governance/holds/denies/shared-deny.ts';
import type { Instant } from '../../core/instant.ts';
import { trustSetOf } from '../../core/governance/standards/access-limits.ts';
import { type Waived, waivedIn } from '../assess/waivers-of.ts';
import { isNeverShown, showsAll } from './carry-out.ts';
import type { HoldCircumstances } from './circumstances.ts';

type Around = Pick<HoldCircumstances, 'asRead' | 'live' | 'ofPrincipal' | 'now'>;

/**
 * A waiver of another finding which runs and covers what the plan of this one would take from the principal; undefined: there is none.
 * The plan is of a finding whose waiver has ended, or of excess that people signed for meanwhile under another finding. Then the plan
 * waits for that waiver to end, and what no waiver covers is denied by itself. Other access does not make up for what was signed, and
 * other holds do not hide it. After a waiver what cannot be told counts as taken. A first hold, where not all that is covered is there
 * any more, waits only if it surely takes some of the rest: nobody puts it off by taking a part away. A credential that people signed
 * for is theirs whoever wakes it again, and what its user may do counts for nothing there.
 */
export async function keptByOther(found: Case, plan: HoldPlan, circumstances: Around): Promise<Waiver | undefined> {
  const waiver = await wouldTake(found, plan, circumstances);
  return waiver === undefined || (await isMade(found, circumstances)) ? undefined : waiver;
}

async function wouldTake(
  { finding, status }: Case,
  plan: HoldPlan,
  circumstances: Around,
): Promise<Waiver | undefined> {
  const { id, principal, kind } = finding;
  const isFirst = status !== 'waiver-ended';
  // where a deny is all that a first hold can do, it is the last resort
  const isBare = isFirst && kind !== 'excess-access' && plan.kind !== 'exact-inverse';
  if ((isBare && kind !== 'credential-created') || plan.calls.some(isServiceCall)) return undefined;
  const isTrust = kind === 'excess-trust';
  const all = circumstances.ofPrincipal.filter((each) => (each.finding.kind === 'excess-trust') === isTrust);
  const others = all.filter((other) => other.finding.id !== id);
  // what another worker has just begun to give back counts, however its clock goes
  const now = Math.max(circumstances.now, ...others.map(({ waiver }) => waiver?.from ?? 0));
  if (kind === 'credential-created') return signedCredential(plan, others, now);
  const waivers = activeWaivers(others, principal, now);
  if (waivers.length === 0) return undefined;
  const signed = new Set(waivers.map(({ findingId }) => findingId));
  const toldOf = others.filter((other) => signed.has(other.finding.id));
  if (isTrust && !isToldIn(finding, toldOf)) return undefined;
  // a restore under way may come before or after, and write over what another one has given
  const states = [await circumstances.asRead(), await circumstances.live()];
  for (const state of states) {
    // what a hold denies meanwhile is signed for all the same
    const live = state && withoutHolds(state, circumstances.ofPrincipal);
    const taken = live && waivedTaken({ principal, isTrust, isFirst, plan }, live, { all, now });
    if (taken !== undefined) return waivers.find(({ findingId }) => findingId === taken.id);
  }
  return undefined;
}

/**
 * Whether all that a finding tells of was told in others that people signed for. A waiver of trust is of all whom the policy lets in,
 * and a deny by itself leaves out nobody: who was let in before, and signed for by nobody, must not stay with them.
 */
function isToldIn({ excess }: Case['finding'], others: readonly Case[]): boolean {
  const told = new Set(others.flatMap((other) => other.finding.excess.map(formText)));
  return excess.length > 0 && excess.every((box) => told.has(formText(box)));
}

/** Whose access or trust a plan is about. */
interface Taking {
  readonly principal: string;
  readonly isTrust: boolean;
  readonly isFirst: boolean;
  readonly plan: HoldPlan;
}

function waivedTaken(
  { principal, isTrust, isFirst, plan }: Taking,
  live: AccountState,
  { all, now }: { readonly all: readonly Case[]; readonly now: Instant },
): Waived | undefined {
  const setOf = isTrust ? trustSetOf : policySetOf;
  const held = setOf(live, principal);
  const left = (state: AccountState) => setOf(after(state, plan), principal);
  // it runs no waiver of its own; that nobody signed it keeps it from being a part of others
  return waivedIn({ principal, current: live }, all, now).find(({ covered, slice }) => {
    // what is there besides may go again: it does not make up for what was signed
    const limits = [left(live), left(slice)];
    if (!isFirst || isWithin(covered, held)) return !limits.every((limit) => isWithin(covered, limit));
    // who is trusted is written as a whole: what gives something else was written since
    return !isTrust && held !== undefined && limits.some((limit) => surelyExceeds(bothOf(covered, held), limit));
  });
}

/** A principal without what holds deny it, which are of these cases. */
function withoutHolds(state: AccountState, ofPrincipal: readonly Case[]): AccountState {
  const free = <H extends Principal>(holders: ReadonlyMap<string, H>): ReadonlyMap<string, H> =>
    new Map(
      [...holders].map(([name, holder]) => {
        const inline = new Map([...holder.inline].filter(([policy]) => !isHoldPolicyName(policy)));
        return [name, { ...holder, inline, attached: attachedBeyondHolds(holder, ofPrincipal) }];
      }),
    );
  return { ...state, roles: free(state.roles), users: free(state.users) };
}

/** A state after the calls of a plan; one that does not fit changes nothing. A boundary that the state does not list may be any. */
function after(state: AccountState, plan: HoldPlan): AccountState {
  return iamCallsIn(plan.calls).reduce((current, call) => {
    const applied = applyCall(withStub(current, call), call);
    return applied.ok ? applied.value : current;
  }, state);
}

/** Whether a hold in progress is there already, as far as the account shows it: then it takes nothing more. */
async function isMade({ hold }: Case, { asRead }: Around): Promise<boolean> {
  const calls = hold.kind === 'pending' ? iamCallsIn(hold.calls) : [];
  return calls.length > 0 && !calls.some(isNeverShown) && showsAll(await asRead(), calls);
}

/** The waiver of another finding under which people signed for a credential that this plan deactivates. */
function signedCredential(plan: HoldPlan, others: readonly Case[], now: Instant): Waiver | undefined {
  const awake = iamCallsIn(plan.calls).flatMap((call) =>
    'status' in call ? formText({ ...call, status: 'Active' }) : [],
  );
  const wakes = ({ finding, waiver }: Case): boolean => {
    const isRunning = waiver !== undefined && waiver.from <= now && now < waiver.until;
    if (!isRunning || !('plan' in finding.response)) return false;
    return finding.response.plan.restore.some((call) => awake.includes(formText(call)));
  };
  return others.find(wakes)?.waiver;
}

/** What two policy sets allow both: each list of an organization's policies limits all others. */
function bothOf(one: PolicySet, { identity, boundary, scps = [] }: PolicySet): PolicySet {
  const levels = boundary === undefined ? [identity] : [identity, boundary];
  return { ...one, scps: [...(one.scps ?? []), ...scps, ...levels] };
}

function surelyExceeds(covered: PolicySet, limit: PolicySet | undefined): boolean {
  return limit !== undefined && compareWithUnknown(covered, [limit]).verdict === 'exceeds';
}

function isWithin(covered: PolicySet, limit: PolicySet | undefined): boolean {
  return limit !== undefined && compareWithUnknown(covered, [limit]).verdict === 'within';
}
