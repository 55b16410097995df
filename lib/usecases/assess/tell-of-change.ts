import type { Call } from '../../core/activity/call.ts';
import { assessLosses, takesAway } from '../../core/governance/assess/assess-losses.ts';
import { assessWatched, type UnassessedChange } from '../../core/governance/assess/assess-watched.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { gateCallOf } from '../../core/governance/gates/gate-call.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';

/** What tells who acted: their class, and what they hold. */
export interface TellDeps {
  readonly accounts: AccountReader;
  readonly snapshots: Pick<Snapshots, 'last'>;
  readonly clock: Clock;
  readonly governance: Governance;
}

/** What is said of a change, as far as its record tells. */
export async function tellOfChange(call: Call, change: UnassessedChange, deps: TellDeps): Promise<readonly Finding[]> {
  // nothing is said of sessions, and there are many
  if (change.kind === 'session') return [];
  // other calls on the same gate tell of it (`tell-of-gates.ts`)
  if (change.kind === 'gate' && gateCallOf(call) !== undefined) return [];
  const state = await stateKnownOfActor(call, deps);
  const input = { call, state, governance: deps.governance, now: deps.clock.now() };
  return takesAway(change) ? assessLosses({ ...input, change }) : assessWatched({ ...input, change });
}
