import type { Call } from '../../core/activity/call.ts';
import { assessBurst } from '../../core/governance/assess/environments/assess-burst.ts';
import { destructionOf } from '../../core/governance/assess/environments/destruction.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Destructions } from '../../ports/destructions.ts';
import { stateOfActor } from './state-of-actor.ts';

/** Where the destructions of a session are counted. */
export interface BurstDeps {
  readonly destructions: Destructions;
  readonly accounts: AccountReader;
  readonly governance: Governance;
  readonly clock: Clock;
}

/** Counts what a call destroyed, and says whether its session destroys more than its budget. */
export async function tellOfBurst(call: Call, deps: BurstDeps): Promise<readonly Finding[]> {
  const { destructions, accounts, governance, clock } = deps;
  const destruction = destructionOf(call);
  if (destruction === undefined) return [];
  // kept first: of two calls that are handled at once, at least one sees the other
  await destructions.keep(destruction);
  const { account, actorId, time } = destruction;
  const { resources, withinMinutes } = governance.burst;
  // each counts for one at least: so many are enough to tell
  const wanted = { account, actorId, time, within: withinMinutes * 60_000, most: resources + 1 };
  const around = await destructions.around(wanted);
  const input = { call, destructions: around, governance, now: clock.now() };
  // who acted is read only where something is to be told
  if (assessBurst({ ...input, state: undefined }).length === 0) return [];
  return assessBurst({ ...input, state: await stateOfActor(call, accounts) });
}
