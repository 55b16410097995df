import type { Call } from '../activity/call.ts';
import type { EnvironmentChange } from '../activity/changes.ts';
import type { Instant } from '../instant.ts';
import { resourceName } from './guarded.ts';

/** How long after a destruction a new resource of the same name counts as its second life, in milliseconds. */
const RECREATION_WINDOW = 24 * 60 * 60 * 1000;

/** A call that changes an environment, whatever else it may be. */
export type EnvironmentCall = Call & { readonly change: EnvironmentChange };

export function isEnvironmentCall(call: Call): call is EnvironmentCall {
  return call.change.kind === 'environment';
}

/** Calls on resources of one of these names. */
export interface NamedCalls {
  readonly account: string;
  readonly source: string;
  readonly effect: EnvironmentChange['effect'];
  /** As `namesIn` gives them; at least one. */
  readonly names: readonly string[];
  /** Made at this time or later. */
  readonly from: Instant;
  /** Made at this time or earlier. */
  readonly to: Instant;
}

/** The names of the resources that a call touches, each once. */
export function namesIn({ resources }: EnvironmentChange): readonly string[] {
  return [...new Set(resources.map(resourceName))];
}

/** Whether a call is one of those that are wanted, and touches what has one of the names. */
export function isWanted({ account, source, time, change }: EnvironmentCall, wanted: NamedCalls): boolean {
  if (account !== wanted.account || source !== wanted.source || change.effect !== wanted.effect) return false;
  const names = new Set(wanted.names);
  return time >= wanted.from && time <= wanted.to && namesIn(change).some((name) => names.has(name));
}

/** Whether `created` is the second life of what `destroyed` took away: the same name, of the same service, within a day. */
export function isSecondLife(destroyed: EnvironmentCall, created: EnvironmentCall): boolean {
  if (destroyed.change.effect !== 'destroy' || created.change.effect !== 'create') return false;
  const elapsed = created.time - destroyed.time;
  if (elapsed < 0 || elapsed > RECREATION_WINDOW || destroyed.source !== created.source) return false;
  const names = new Set(namesIn(destroyed.change));
  return namesIn(created.change).some((name) => names.has(name));
}

/** Where the other half of a second life is to be found, of which a call is one; undefined: it can be none. */
export function otherHalfOf({ account, source, time, change }: EnvironmentCall): NamedCalls | undefined {
  const names = namesIn(change);
  if (names.length === 0) return undefined;
  switch (change.effect) {
    case 'destroy':
      return { account, source, effect: 'create', names, from: time, to: time + RECREATION_WINDOW };
    case 'create':
      return { account, source, effect: 'destroy', names, from: time - RECREATION_WINDOW, to: time };
  }
}
