import type { Call } from '../../activity/call.ts';
import type { EnvironmentChange } from '../../activity/changes.ts';
import type { Instant } from '../../instant.ts';
import { type GateCall, type GateChange, gateNameIn, isGateCall } from '../gates/gate-call.ts';
import { resourceName } from '../standards/guarded.ts';

/** A call that changes an environment, whatever else it may be. */
export type EnvironmentCall = Call & { readonly change: EnvironmentChange };

/** A call that is kept, since calls that come later are judged by it. */
export type KeptCall = EnvironmentCall | GateCall;

export function isEnvironmentCall(call: Call): call is EnvironmentCall {
  return call.change.kind === 'environment';
}

export function isKeptCall(call: Call): call is KeptCall {
  return isEnvironmentCall(call) || isGateCall(call);
}

/** What a kept call did, by which it is found. */
export type KeptEffect = EnvironmentChange['effect'] | 'gate';

export function effectOf(change: KeptCall['change']): KeptEffect {
  return change.kind === 'environment' ? change.effect : 'gate';
}

/** How long kept calls count, in milliseconds: a pipeline may stay as it is for long. */
export const KEPT: Readonly<Record<KeptEffect, number>> = {
  destroy: 48 * 3_600_000,
  create: 48 * 3_600_000,
  gate: 400 * 24 * 3_600_000,
};

/** Calls on what has one of these names. */
export interface NamedCalls {
  readonly account: string;
  readonly source: string;
  readonly effect: KeptEffect;
  /** As `namesIn` gives them; at least one. */
  readonly names: readonly string[];
  /** Made at this time or later. */
  readonly from: Instant;
  /** Made at this time or earlier. */
  readonly to: Instant;
}

/** The names of what a call touches, each once. */
export function namesIn(change: EnvironmentChange | GateChange): readonly string[] {
  if (change.kind === 'environment') return [...new Set(change.resources.map(resourceName))];
  const name = gateNameIn(change.asked);
  return name === undefined ? [] : [name];
}

/** Whether a call is one of those that are wanted, and touches what has one of the names. */
export function isWanted({ account, source, time, change }: KeptCall, wanted: NamedCalls): boolean {
  if (account !== wanted.account || source !== wanted.source || effectOf(change) !== wanted.effect) return false;
  const names = new Set(wanted.names);
  return time >= wanted.from && time <= wanted.to && namesIn(change).some((name) => names.has(name));
}
