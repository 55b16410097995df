import { assessEnvironment } from '../../core/governance/assess/environments/assess-environment.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { type EnvironmentCall, isEnvironmentCall } from '../../core/governance/assess/kept-calls.ts';
import { otherHalfOf } from '../../core/governance/assess/environments/second-life.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { RecentCalls } from '../../ports/recent-calls.ts';
import { claimPermits } from '../permits/claim-permits.ts';
import { stateOfActor } from './state-of-actor.ts';
import type { PermitDeps } from '../permits/use-permit.ts';

/** What permits allow, and the recent calls in which the other half of a re-creation is looked for. */
export interface AssessDestructionDeps extends PermitDeps {
  readonly accounts: AccountReader;
  readonly recentCalls: RecentCalls;
}

/** Calls that may be the other half of a second life. */
interface OtherHalves {
  readonly recent: readonly EnvironmentCall[];
  /** Ids of those that permits made expected. */
  readonly permitted: readonly string[];
}

/** What a call on an environment led to; a permit that covers it exactly is claimed, and then it is expected. */
export async function assessDestruction(
  call: EnvironmentCall,
  deps: AssessDestructionDeps,
): Promise<{ readonly findings: readonly Finding[]; readonly permits: readonly string[] }> {
  const { governance, clock } = deps;
  const { recent, permitted: earlier } = await otherHalves(call, deps);
  const state = await stateOfActor(call, deps.accounts);
  const input = { call, recent, state, governance, now: clock.now() };
  // no permit is spent on what is no finding
  const isFinding = assessEnvironment(input).some(({ kind }) => kind === 'unpermitted-destruction');
  const claim = isFinding ? await claimPermits(call, deps) : undefined;
  const permits = claim?.kind === 'expected' ? claim.permits : [];
  const permitted = new Set([...earlier, ...(permits.length > 0 ? [call.id] : [])]);
  const lack = claim?.kind === 'unexpected' ? claim.lack : undefined;
  return { findings: assessEnvironment({ ...input, permitted, lack }), permits };
}

/** Of destructions before a creation one without a permit is enough; of creations after a destruction each is a finding. */
async function otherHalves(call: EnvironmentCall, deps: AssessDestructionDeps): Promise<OtherHalves> {
  const wanted = otherHalfOf(call);
  if (wanted === undefined) return { recent: [], permitted: [] };
  // kept first: of two calls that are handled at once, at least one sees the other
  await deps.recentCalls.keep(call);
  const recent = new Map<string, EnvironmentCall>();
  const permitted: string[] = [];
  for await (const other of deps.recentCalls.naming(wanted)) {
    if (!isEnvironmentCall(other) || recent.has(other.id) || other.error !== undefined) continue;
    recent.set(other.id, other);
    if (wanted.effect === 'create') continue;
    if (!(await hadPermit(other, deps.ledger))) break;
    permitted.push(other.id);
  }
  return { recent: [...recent.values()], permitted };
}

/** Whether permits made a destruction expected. */
async function hadPermit({ id }: EnvironmentCall, ledger: Pick<Ledger, 'about'>): Promise<boolean> {
  const entries = await ledger.about(id);
  return entries.some(({ fact }) => fact.kind === 'call-assessed' && (fact.permits ?? []).length > 0);
}
