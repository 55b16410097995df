import type { Call } from '../../core/activity/call.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { assessGates } from '../../core/governance/gates/assess-gates.ts';
import { type GateCall, gateCallOf, gateNameIn, isGateCall } from '../../core/governance/gates/gate-call.ts';
import { KEPT } from '../../core/governance/assess/kept-calls.ts';
import type { RecentCalls } from '../../ports/recent-calls.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import type { TellDeps } from './tell-of-change.ts';

/** What tells who acted, and the recent calls on the same gate. */
export interface GateDeps extends TellDeps {
  readonly recentCalls: RecentCalls;
}

/** Calls on one gate that are looked at together. */
const MOST = 200;
/** Calls that come to be known before an earlier one come so much later at most, in milliseconds. */
const LATE = 48 * 3_600_000;

/** What is said of a call on a gate that other calls on it tell of: it is kept for those that come later. */
export async function tellOfGates(call: Call, deps: GateDeps): Promise<readonly Finding[]> {
  const gate = gateCallOf(call);
  if (gate === undefined) return [];
  // kept first: of two calls that are handled at once, at least one sees the other
  await deps.recentCalls.keep(gate);
  const others = await othersOn(gate, deps);
  const state = await stateKnownOfActor(call, deps);
  return assessGates({ call: gate, others, state, governance: deps.governance, now: deps.clock.now() });
}

async function othersOn(gate: GateCall, { recentCalls }: GateDeps): Promise<readonly GateCall[]> {
  const { account, source, time, change } = gate;
  const names = [gateNameIn(change.asked) ?? ''];
  const wanted = { account, source, effect: 'gate', names, from: time - KEPT.gate, to: time + LATE } as const;
  const found: GateCall[] = [];
  for await (const other of recentCalls.naming(wanted)) {
    if (isGateCall(other)) found.push(other);
    if (found.length === MOST) break;
  }
  return found;
}
