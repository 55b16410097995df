import { type ActionSet, unionOf } from '../action-set.ts';
import type { AccessRequest } from '../policy-set.ts';
import type { Breach } from './breach.ts';
import type { Applicable } from './compiled-policy.ts';
import type { CompiledStatement, Unit } from './compile.ts';
import type { ResourceAtom } from './literal.ts';

/**
 * What a policy allows by itself, with nothing else to decide about the principal: for each unit a request on resources of
 * a shape, or `none`. A policy is compared with many others, and where those say nothing this is the answer.
 */
export class OwnAccess {
  /** How many actions the statements take. */
  private readonly size: number;
  private readonly requests = new Map<Unit, Map<ResourceAtom, AccessRequest | 'none'>>();

  private readonly breaches = new Map<number, readonly Breach[]>();

  constructor(size: number) {
    this.size = size;
  }

  /** All that was found for these actions, where they are all that the statements take. */
  breachesOf(actions: ActionSet): readonly Breach[] | undefined {
    return this.breaches.get(actions.length);
  }

  /** Actions of one class of the policy: as many are the same ones only if they are the whole class. */
  rememberAll(actions: ActionSet, breaches: readonly Breach[]): void {
    if (actions.length !== this.size) return;
    const merged = new Map<CompiledStatement, Map<string | undefined, Breach>>();
    for (const breach of breaches) {
      const ofStatement = merged.get(breach.statement) ?? new Map<string | undefined, Breach>();
      const first = ofStatement.get(breach.pattern);
      const both = first === undefined ? breach : { ...first, actions: unionOf([first.actions, breach.actions]) };
      merged.set(breach.statement, ofStatement.set(breach.pattern, { ...both, isConfirmed: false }));
    }
    this.breaches.set(
      actions.length,
      [...merged.values()].flatMap((ofStatement) => [...ofStatement.values()]),
    );
  }

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
  const access = known.get(statements) ?? new OwnAccess(statements.size);
  known.set(statements, access);
  return access;
}
