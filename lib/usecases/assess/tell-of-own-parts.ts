import type { Call } from '../../core/activity/call.ts';
import { assessOwnParts } from '../../core/governance/assess/assess-own-parts.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { type OwnNames, ownPartsIn } from '../../core/governance/assess/own-parts.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import type { TellDeps } from './tell-of-change.ts';

/** What tells who acted, and the names of Ambit's own resources. */
export interface OwnPartsDeps extends TellDeps {
  readonly own: OwnNames;
}

/** What is said of a call that changes Ambit itself. */
export async function tellOfOwnParts(call: Call, deps: OwnPartsDeps): Promise<readonly Finding[]> {
  const parts = ownPartsIn(call, deps.own);
  if (parts.length === 0) return [];
  const state = await stateKnownOfActor(call, deps);
  return assessOwnParts({ call, parts, state, governance: deps.governance, now: deps.clock.now() });
}
