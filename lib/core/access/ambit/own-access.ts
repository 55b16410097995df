import { type ActionSet, unionOf } from '../action-set.ts';
import type { AccessRequest } from '../policy-set.ts';
import type { Applicable } from './compiled-policy.ts';
import type { CompiledStatement, Unit } from './compile.ts';
import type { ResourceAtom } from './literal.ts';
import type { Model } from './solver.ts';

/** Values with which a unit allows on resources of certain shapes, and a request made of them once `decide` confirmed it. */
export interface Found {
  readonly unit: Unit;
  /** Undefined: any resources. */
  readonly universe: ResourceAtom | undefined;
  readonly model: Model;
  request: AccessRequest | undefined;
}

/** What was found of a statement for some actions; `action` is one of them that takes the resources at hand. */
export interface FoundPart {
  readonly statement: CompiledStatement;
  readonly found: Found;
  readonly action: string;
  readonly actions: ActionSet;
}

/**
 * What a policy allows by itself, with nothing else to decide about the principal. A policy is compared with many others,
 * and where those say nothing this is the answer.
 */
export class OwnAccess {
  /** How many actions the statements take. */
  private readonly size: number;
  private readonly found = new Map<Unit, Map<ResourceAtom | undefined, Found | 'none'>>();
  private readonly parts = new Map<CompiledStatement, readonly FoundPart[]>();

  constructor(size: number) {
    this.size = size;
  }

  /** All that was found of a statement for these actions, where they are all that the statements take. */
  partsOf(statement: CompiledStatement, actions: ActionSet): readonly FoundPart[] | undefined {
    return actions.length === this.size ? this.parts.get(statement) : undefined;
  }

  /** Actions of one class of the policy: as many are the same ones only if they are the whole class. */
  rememberAll(statement: CompiledStatement, actions: ActionSet, parts: readonly FoundPart[]): void {
    if (actions.length !== this.size) return;
    const merged = new Map<string | undefined, FoundPart>();
    for (const part of parts) {
      const { pattern } = part.found.unit;
      const first = merged.get(pattern);
      merged.set(pattern, first === undefined ? part : { ...first, actions: unionOf([first.actions, part.actions]) });
    }
    this.parts.set(statement, [...merged.values()]);
  }

  /** What was found of a unit on these resources; `none`: it allows nothing there. */
  foundOf(unit: Unit, universe: ResourceAtom | undefined): Found | 'none' | undefined {
    return this.found.get(unit)?.get(universe);
  }

  remember(unit: Unit, universe: ResourceAtom | undefined, found: Found | 'none'): void {
    const ofUnit = this.found.get(unit) ?? new Map<ResourceAtom | undefined, Found | 'none'>();
    this.found.set(unit, ofUnit.set(universe, found));
  }
}

const known = new WeakMap<Applicable, OwnAccess>();

/** The same for the same statements. */
export function ownAccessOf(statements: Applicable): OwnAccess {
  const access = known.get(statements) ?? new OwnAccess(statements.size);
  known.set(statements, access);
  return access;
}
