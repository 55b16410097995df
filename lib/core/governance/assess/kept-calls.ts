import type { Call } from '../../activity/call.ts';
import type { EnvironmentChange, RoleChange, WatchedChange } from '../../activity/changes.ts';
import type { OpenedSession } from '../../activity/opened-session.ts';
import type { Instant } from '../../instant.ts';
import { type GateCall, gateNameIn, isGateCall } from '../gates/gate-call.ts';
import { holderSought } from '../roles/role-holder.ts';
import { resourceName } from '../standards/guarded.ts';

/** A call that changes an environment, whatever else it may be. */
export type EnvironmentCall = Call & { readonly change: EnvironmentChange };

/** A call that runs or changes what acts with a role, and names none. */
export type RoleUse = Call & { readonly change: RoleChange & { readonly kind: 'role-used' } };

/** A call that opened a session of a role from another one. */
export type SessionOpening = Call & {
  readonly change: WatchedChange & { readonly kind: 'session' };
  readonly opens: OpenedSession;
};

/** A call that is kept, since calls that come later are judged by it, or tell what it did. */
export type KeptCall = EnvironmentCall | GateCall | RoleUse | SessionOpening;

/** Whether a call changes an environment. */
export function isEnvironmentCall(call: Call): call is EnvironmentCall {
  return call.change.kind === 'environment';
}

/** Whether later calls are judged by this one. */
export function isKeptCall(call: Call): call is KeptCall {
  return isEnvironmentCall(call) || isGateCall(call) || isRoleUse(call) || isSessionOpening(call);
}

/** Whether a call runs or changes what acts with a role, and names none. */
export function isRoleUse(call: Call): call is RoleUse {
  return call.change.kind === 'role-used';
}

/** Whether a call opened a session from another one, of which the key is known. */
export function isSessionOpening(call: Call): call is SessionOpening {
  const { actor, change, opens } = call;
  return change.kind === 'session' && opens !== undefined && actor.session?.key !== undefined;
}

/** What a kept call did, by which it is found. */
export type KeptEffect = EnvironmentChange['effect'] | 'gate' | 'role-used' | 'session';

/** What a call that is kept did, as it is looked for later. */
export function effectOf(change: KeptCall['change']): KeptEffect {
  return change.kind === 'environment' ? change.effect : change.kind;
}

/** How long kept calls count, in milliseconds: a pipeline may stay as it is for long. */
export const KEPT: Readonly<Record<KeptEffect, number>> = {
  destroy: 48 * 3_600_000,
  create: 48 * 3_600_000,
  gate: 400 * 24 * 3_600_000,
  'role-used': 48 * 3_600_000,
  session: 48 * 3_600_000,
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

/** The names of what a call touches, each once; of one that opened a session the key that it was made with. */
export function namesIn({ actor, change }: Pick<KeptCall, 'actor' | 'change'>): readonly string[] {
  if (change.kind === 'session') return actor.session?.key === undefined ? [] : [actor.session.key];
  if (change.kind === 'environment') return [...new Set(change.resources.map(resourceName))];
  if (change.kind === 'role-used') return [...new Set(change.resources.map(holderSought))];
  const name = gateNameIn(change.asked);
  return name === undefined ? [] : [name];
}

/** Whether a call is one of those that are wanted, and touches what has one of the names. */
export function isWanted(call: KeptCall, wanted: NamedCalls): boolean {
  const { account, source, time, change } = call;
  if (account !== wanted.account || source !== wanted.source || effectOf(change) !== wanted.effect) return false;
  const names = new Set(wanted.names);
  return time >= wanted.from && time <= wanted.to && namesIn(call).some((name) => names.has(name));
}
