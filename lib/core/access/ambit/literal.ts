import type { Glob } from '../../policy/glob.ts';
import { nameOfGlob } from './shared-globs.ts';
import type { PresenceTest, ValueTest } from '../condition/condition-test.ts';

/** One thing that a statement asks of a request. Atoms with equal meanings are one atom, wherever they were written. */
export type Atom = ResourceAtom | KeyAtom | OpenAtom;

/** The resource matches at least one of these patterns. */
export interface ResourceAtom {
  readonly kind: 'resource';
  readonly meaning: string;
  readonly globs: readonly Glob[];
}

/** The values of a context key pass a test. */
export interface KeyAtom {
  readonly kind: 'key';
  readonly meaning: string;
  readonly key: string;
  readonly test: ValueTest | PresenceTest;
}

/** Something AWS's documentation does not settle: it holds or not, but the same text means the same everywhere. */
export interface OpenAtom {
  readonly kind: 'open';
  readonly meaning: string;
  readonly rule: string;
}

/** An atom that must hold, or must not. */
export interface Literal {
  readonly atom: Atom;
  readonly holds: boolean;
}

/** The literal that holds exactly where this one does not. */
export function negated({ atom, holds }: Literal): Literal {
  return { atom, holds: !holds };
}

/** Which part of a request an atom speaks of: its literals are solved together. */
export function dimensionOf(atom: Atom): string {
  switch (atom.kind) {
    case 'resource':
      return 'resource';
    case 'key':
      return `key ${atom.key}`;
    case 'open':
      return atom.meaning;
  }
}

const single = new WeakMap<Glob, ResourceAtom>();

/** That the resource matches one of these patterns; the same atom for the same single pattern. */
export function resourceAtom(globs: readonly Glob[]): ResourceAtom {
  const [only] = globs;
  const known = globs.length === 1 && only !== undefined ? single.get(only) : undefined;
  if (known !== undefined) return known;
  const atom = { kind: 'resource', meaning: `resource ${globs.map(nameOfGlob).toSorted().join(' ')}`, globs } as const;
  if (globs.length === 1 && only !== undefined) single.set(only, atom);
  return atom;
}
