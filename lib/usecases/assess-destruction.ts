import { emptyAccount } from '../core/account/empty-account.ts';
import type { AccountState } from '../core/account/state.ts';
import type { Call } from '../core/activity/call.ts';
import { assessEnvironment } from '../core/governance/assess-environment.ts';
import type { Finding } from '../core/governance/finding.ts';
import type { AccountReader } from '../ports/account-reader.ts';
import type { Ledger } from '../ports/ledger.ts';
import type { RecentCalls } from '../ports/recent-calls.ts';
import { claimPermits } from './claim-permits.ts';
import type { PermitDeps } from './use-permit.ts';

export interface AssessDestructionDeps extends PermitDeps {
  readonly accounts: AccountReader;
  readonly recentCalls: RecentCalls;
}

/** How far back calls on environments are looked at together, in milliseconds: a day, and an hour for late delivery. */
const RECENT = 25 * 3_600_000;

/** What a call on an environment led to; a permit that covers it exactly is claimed, and then it is expected. */
export async function assessDestruction(
  call: Call,
  deps: AssessDestructionDeps,
): Promise<{ readonly findings: readonly Finding[]; readonly permits: readonly string[] }> {
  const { governance, clock } = deps;
  // kept first: of two calls that are handled at once, at least one sees the other
  await deps.recentCalls.keep(call);
  const recent = await deps.recentCalls.since(call.account, call.time - RECENT);
  const state = await stateOfActor(call, deps.accounts);
  const input = { call, recent, state, governance, now: clock.now() };
  const found = assessEnvironment(input);
  // no permit is spent on what is no finding
  const claim = has(found, 'unpermitted-destruction') ? await claimPermits(call, deps) : undefined;
  const permits = claim?.kind === 'expected' ? claim.permits : [];
  const earlier = has(found, 'environment-recreated') ? await permittedAmong(recent, deps.ledger) : [];
  const permitted = new Set([...earlier, ...(permits.length > 0 ? [call.id] : [])]);
  const lack = claim?.kind === 'unexpected' ? claim.lack : undefined;
  return { findings: assessEnvironment({ ...input, permitted, lack }), permits };
}

function has(findings: readonly Finding[], kind: Finding['kind']): boolean {
  return findings.some((finding) => finding.kind === kind);
}

/** Ids of the destructions that permits made expected. */
async function permittedAmong(calls: readonly Call[], ledger: Pick<Ledger, 'about'>): Promise<readonly string[]> {
  const permitted: string[] = [];
  for (const { id, change } of calls) {
    if (change.kind !== 'environment' || change.effect !== 'destroy') continue;
    const entries = await ledger.about(id);
    const isExpected = entries.some(({ fact }) => fact.kind === 'call-assessed' && (fact.permits ?? []).length > 0);
    if (isExpected) permitted.push(id);
  }
  return permitted;
}

/** Who acted, as its account shows it now; in an account that is known and does not show it, it is gone. */
async function stateOfActor({ account, actor }: Call, accounts: AccountReader): Promise<AccountState | undefined> {
  const { principalArn } = actor;
  if (principalArn === undefined) return undefined;
  const [, partition = '', , , owner] = principalArn.split(':');
  if (owner !== account || !(await accounts.accounts()).includes(account)) return undefined;
  return (await accounts.stateOf(principalArn)) ?? { ...emptyAccount(account, partition), coverage: 'whole' };
}
