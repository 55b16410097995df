import { compare } from '../core/access/compare.ts';
import { applyCall } from '../core/account/apply.ts';
import { policySetOf } from '../core/account/effective.ts';
import { iamCallsIn, isServiceCall } from '../core/account/plan-call.ts';
import { stateFromJson } from '../core/account/state-from-json.ts';
import type { Case } from '../core/governance/cases/case.ts';
import { activeWaivers } from '../core/governance/cases/waiver.ts';
import type { HoldPlan } from '../core/governance/finding.ts';
import type { AccountReader } from '../ports/account-reader.ts';
import type { Clock } from '../ports/clock.ts';
import { type CaseBook, casesOf } from './case-book.ts';

export interface KeptDeps {
  readonly accounts: Pick<AccountReader, 'stateOf'>;
  readonly cases: CaseBook;
  readonly clock: Clock;
}

/**
 * Whether the plan of a finding whose waiver has ended would take from the principal what another waiver covers that still runs.
 * Then the plan waits for that one, and what no waiver covers is denied by itself. What cannot be told counts as taken.
 */
export async function isKeptByOthers(
  { finding }: Case,
  plan: HoldPlan,
  { accounts, cases, clock }: KeptDeps,
): Promise<boolean> {
  const { id, principal, kind } = finding;
  if (kind === 'excess-trust' || plan.calls.some(isServiceCall)) return false;
  const others = (await casesOf(cases, principal)).filter(
    (other) => other.finding.id !== id && other.finding.kind !== 'excess-trust',
  );
  const frozen = activeWaivers(others, principal, clock.now()).flatMap((waiver) => waiver.frozen ?? []);
  const live = frozen.length === 0 ? undefined : await accounts.stateOf(principal);
  if (live === undefined) return false;
  const after = iamCallsIn(plan.calls).reduce((state, call) => {
    const applied = applyCall(state, call);
    return applied.ok ? applied.value : state;
  }, live);
  const left = policySetOf(after, principal);
  return frozen.some((slice) => {
    const state = stateFromJson(slice);
    const covered = state.ok ? policySetOf(state.value, principal) : undefined;
    // a slice that cannot be read waives nothing
    return covered !== undefined && (left === undefined || compare(covered, [left]).verdict !== 'within');
  });
}
