import type { AccessRequest } from '../policy-set.ts';
import type { Applicable } from './compiled-policy.ts';
import type { Unit } from './compile.ts';
import type { ResourceAtom } from './literal.ts';

/**
 * What a policy allows by itself, with nothing else to decide about the principal: for each unit a request on resources of
 * a shape, or `none`. A policy is compared with many others, and where those say nothing this is the answer.
 */
export class OwnAccess {
  private readonly requests = new Map<Unit, Map<ResourceAtom, AccessRequest | 'none'>>();

  request(unit: Unit, universe: ResourceAtom): AccessRequest | 'none' | undefined {
    return this.requests.get(unit)?.get(universe);
  }

  remember(unit: Unit, universe: ResourceAtom, found: AccessRequest | 'none'): void {
    const ofUnit = this.requests.get(unit) ?? new Map<ResourceAtom, AccessRequest | 'none'>();
    this.requests.set(unit, ofUnit.set(universe, found));
  }
}

const known = new WeakMap<Applicable, OwnAccess>();

/** The same for the same statements. */
export function ownAccessOf(statements: Applicable): OwnAccess {
  const access = known.get(statements) ?? new OwnAccess();
  known.set(statements, access);
  return access;
}
