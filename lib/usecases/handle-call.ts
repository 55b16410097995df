import { emptyAccount } from '../core/account/empty-account.ts';
import type { AccountState } from '../core/account/state.ts';
import type { Call } from '../core/activity/call.ts';
import { assessEnvironment } from '../core/governance/assess-environment.ts';
import { foldCase } from '../core/governance/case.ts';
import type { LedgerEntry } from '../core/governance/fact.ts';
import type { Finding } from '../core/governance/finding.ts';
import type { AccountReader } from '../ports/account-reader.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { RecentCalls } from '../ports/recent-calls.ts';
import { type AssessCallDeps, assessCall } from './assess-call.ts';
import { assessUnknown } from './assess-unknown.ts';
import { type AssessedSlices, keepAssessed, keepLeftAside, putAside } from './assessed-snapshots.ts';
import { eachOf } from './each-of.ts';
import { followUp, type FollowUpDeps } from './follow-up.ts';
import { principalsMovedBy } from './known-account.ts';

export interface HandleDeps extends FollowUpDeps, AssessCallDeps {
  readonly recentCalls: RecentCalls;
}

/** How far back calls on environments are looked at together, in milliseconds: a day, and an hour for late delivery. */
const RECENT = 25 * 3_600_000;

/** What came of a call. `denied`: AWS refused it, so it changed nothing. `repeated`: it was assessed before. */
export type Handled =
  | { readonly kind: 'denied' }
  | { readonly kind: 'handled' | 'repeated'; readonly findings: readonly string[] };

/**
 * Handles one call: assesses whose access it moved, or what it destroyed, writes the findings down, then does what they
 * ask for. The ledger has each call's assessment once; delivered again, only what is missing is done. A fault leaves
 * the call to be delivered again.
 */
export async function handleCall(call: Call, deps: HandleDeps): Promise<Handled> {
  if (call.error !== undefined) return { kind: 'denied' };
  const earlier = assessmentIn(await deps.ledger.about(call.id));
  if (earlier !== undefined) await finishSnapshots(call, earlier, deps);
  const findings = earlier ?? (await assessOnce(call, deps));
  await eachOf(findings, (findingId) => followUp(findingId, deps));
  return { kind: earlier === undefined ? 'handled' : 'repeated', findings };
}

/** Ids of the findings of a call that was assessed before; undefined: it was not. */
function assessmentIn(entries: readonly LedgerEntry[]): readonly string[] | undefined {
  for (const { fact } of entries) if (fact.kind === 'call-assessed') return fact.findings;
  return undefined;
}

async function finishSnapshots(call: Call, findings: readonly string[], deps: HandleDeps): Promise<void> {
  const principals = await principalsMovedBy(call, deps.accounts);
  const cases = await Promise.all(findings.map(async (id) => foldCase(await deps.ledger.about(id))));
  const holds = cases.flatMap((each) =>
    each === undefined || each.hold.kind === 'none' || each.hold.kind === 'failed'
      ? []
      : [{ principal: each.finding.principal, calls: each.hold.calls }],
  );
  await keepLeftAside({ callId: call.id, principals, holds }, deps);
}

/** Findings and the note that the call is assessed are appended together: there is no half of it. */
async function assessOnce(call: Call, deps: HandleDeps): Promise<readonly string[]> {
  const { findings, slices } = await assess(call, deps);
  await putAside(call.id, slices, deps.snapshots);
  const at = deps.clock.now();
  const ids = findings.map(({ id }) => id);
  const raised = (await notRaised(findings, deps.ledger)).map(
    (finding) => ({ kind: 'finding-raised', finding, at }) as const,
  );
  const assessed = { kind: 'call-assessed', callId: call.id, name: call.name, at, findings: ids } as const;
  const appended = await deps.ledger.append([...raised, assessed], { subject: call.id, entries: 0 });
  if (!appended.ok) return assessedByAnother(call, deps.ledger);
  await keepAssessed(call.id, slices, deps.snapshots);
  return ids;
}

/** The second life of an environment is found by whichever of its two calls comes later, or by both. */
async function notRaised(findings: readonly Finding[], ledger: Ledger): Promise<readonly Finding[]> {
  const fresh: Finding[] = [];
  for (const finding of findings) if ((await ledger.about(finding.id)).length === 0) fresh.push(finding);
  return fresh;
}

/** Two workers had the same call; the other one's assessment counts. */
async function assessedByAnother(call: Call, ledger: Ledger): Promise<readonly string[]> {
  const findings = assessmentIn(await ledger.about(call.id));
  if (findings === undefined) throw new Error(`call "${call.id}" has ledger entries but no assessment`);
  return findings;
}

async function assess(
  call: Call,
  deps: HandleDeps,
): Promise<{ readonly findings: readonly Finding[]; readonly slices: AssessedSlices }> {
  const { change } = call;
  switch (change.kind) {
    case 'access':
      return change.iam === undefined ? assessUnknown(call, deps) : assessCall(call, change.iam, deps);
    case 'environment':
      return { findings: await assessDestruction(call, deps), slices: new Map() };
  }
}

async function assessDestruction(call: Call, deps: HandleDeps): Promise<readonly Finding[]> {
  // kept first: of two calls that are handled at once, at least one sees the other
  await deps.recentCalls.keep(call);
  const recent = await deps.recentCalls.since(call.account, call.time - RECENT);
  const state = await stateOfActor(call, deps.accounts);
  return assessEnvironment({ call, recent, state, governance: deps.governance, now: deps.clock.now() });
}

/** Who acted, as its account shows it now; in an account that is known and does not show it, it is gone. */
async function stateOfActor({ account, actor }: Call, accounts: AccountReader): Promise<AccountState | undefined> {
  const { principalArn } = actor;
  if (principalArn === undefined) return undefined;
  const [, partition = '', , , owner] = principalArn.split(':');
  if (owner !== account || !(await accounts.accounts()).includes(account)) return undefined;
  return (await accounts.stateOf(principalArn)) ?? { ...emptyAccount(account, partition), coverage: 'whole' };
}
