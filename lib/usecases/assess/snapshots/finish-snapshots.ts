import type { IamCall } from '../../../core/account/call.ts';
import { iamCallsIn } from '../../../core/account/plan-call.ts';
import { isSameState } from '../../../core/account/same-state.ts';
import type { Call } from '../../../core/activity/call.ts';
import { foldCase } from '../../../core/governance/cases/case.ts';
import type { CallAssessed } from '../../../core/governance/ledger/fact.ts';
import type { AccountReader } from '../../../ports/account-reader.ts';
import type { Ledger } from '../../../ports/ledger.ts';
import type { Snapshots } from '../../../ports/snapshots.ts';
import {
  asideName,
  type AssessedSlice,
  type AssessedSlices,
  type Assessment,
  unlessOvertaken,
} from './assessed-snapshots.ts';
import { sliceAfter } from '../keep-changed.ts';
import { keepHeld } from './keep-held.ts';
import { principalsMovedBy } from '../known-account.ts';

/** What makes the last states of slices that a crash left put aside. */
export interface FinishDeps {
  readonly ledger: Ledger;
  readonly accounts: AccountReader;
  readonly snapshots: Snapshots;
}

/** Finishes what a crash may have left of the assessment of a call, which is in the ledger: its slices become the last states. */
export async function finishSnapshots(
  call: Call,
  { callId, assessedOn, findings }: Pick<CallAssessed, 'callId' | 'assessedOn' | 'findings'>,
  deps: FinishDeps,
): Promise<void> {
  if (assessedOn === undefined) return;
  const principals = await principalsMovedBy(call, deps.accounts);
  const cases = await Promise.all(findings.map(async (id) => foldCase(await deps.ledger.about(id))));
  const holds = cases.flatMap((each) =>
    each === undefined || each.hold.kind === 'none' || each.hold.kind === 'failed'
      ? []
      : [{ principal: each.finding.principal, calls: iamCallsIn(each.hold.calls) }],
  );
  const kept = await keepLeftAside({ assessment: { callId, assessedOn }, principals, holds }, deps);
  // a hold that was begun since its cases were read
  if (kept.size > 0) await keepHeld(kept, findings, deps);
}

/** What a crash may have left aside: the slices of these principals, and the holds that were begun since. */
interface LeftAside {
  readonly assessment: Assessment;
  /** ARNs. */
  readonly principals: readonly string[];
  readonly holds: readonly { readonly principal: string; readonly calls: readonly IamCall[] }[];
}

/**
 * Finishes what a crash between the two left over, and answers with what became last states by that. Where the principal has
 * changed since, and not by its hold, its last state is unknown from now on: the next call then counts all it holds as gained,
 * which can only say too much.
 */
async function keepLeftAside(
  { assessment, principals, holds }: LeftAside,
  { snapshots, accounts }: { readonly snapshots: Snapshots; readonly accounts: AccountReader },
): Promise<AssessedSlices> {
  const kept = new Map<string, AssessedSlice>();
  for (const principal of principals) {
    const aside = await snapshots.last(asideName(principal, assessment));
    if (aside === undefined) continue;
    const last = await snapshots.last(principal);
    const live = await accounts.stateOf(principal);
    const calls = holds.flatMap((hold) => (hold.principal === principal ? hold.calls : []));
    const held = sliceAfter({ slice: aside, principal, calls, live });
    const isKnown =
      live !== undefined && [aside, held].some((slice) => slice !== undefined && isSameState(live, slice));
    // what is read may be older than the hold, and would make the excess the known state
    const slice = calls.length > 0 ? held : live;
    await snapshots.change(principal, (now) => (isKnown ? unlessOvertaken(now, { slice, last }) : undefined));
    if (isKnown) kept.set(principal, { slice, last });
    await snapshots.keep(asideName(principal, assessment), undefined);
  }
  return kept;
}
