import { type EnvironmentCall, type NamedCalls, namesIn } from '../kept-calls.ts';

/** How long after a destruction a new resource of the same name counts as its second life, in milliseconds. */
const RECREATION_WINDOW = 24 * 60 * 60 * 1000;

/** Whether `created` is the second life of what `destroyed` took away: the same name, of the same service, within a day. */
export function isSecondLife(destroyed: EnvironmentCall, created: EnvironmentCall): boolean {
  if (destroyed.change.effect !== 'destroy' || created.change.effect !== 'create') return false;
  const elapsed = created.time - destroyed.time;
  if (elapsed < 0 || elapsed > RECREATION_WINDOW || destroyed.source !== created.source) return false;
  const names = new Set(namesIn(destroyed));
  return namesIn(created).some((name) => names.has(name));
}

/** Where the other half of a second life is to be found, of which a call is one; undefined: it can be none. */
export function otherHalfOf(call: EnvironmentCall): NamedCalls | undefined {
  const { account, source, time, change } = call;
  const names = namesIn(call);
  if (names.length === 0) return undefined;
  switch (change.effect) {
    case 'destroy':
      return { account, source, effect: 'create', names, from: time, to: time + RECREATION_WINDOW };
    case 'create':
      return { account, source, effect: 'destroy', names, from: time - RECREATION_WINDOW, to: time };
  }
}
