import type { Call } from '../core/activity/call.ts';
import type { ResourcePolicyChange } from '../core/activity/changes.ts';
import type { Finding } from '../core/governance/finding.ts';
import { assessSharing } from '../core/governance/sharing/assess-sharing.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import type { TellDeps } from './tell-of-change.ts';

/** What a call that changes who may use a resource gives to those with whom nothing is to be shared. */
export async function assessShared(
  call: Call,
  change: ResourcePolicyChange,
  deps: TellDeps,
): Promise<readonly Finding[]> {
  const { clock, governance } = deps;
  const state = await stateKnownOfActor(call, deps);
  return assessSharing({ call, change, state, governance, before: () => undefined, now: clock.now() });
}
