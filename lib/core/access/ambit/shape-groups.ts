import { type Glob, matchesEverything } from '../../policy/glob.ts';
import type { ActionSet } from '../action-set.ts';
import { serviceOf } from '../catalogue.ts';
import type { CompiledStatement } from './compile.ts';
import { mayMeet } from './glob-algebra.ts';
import type { Literal, ResourceAtom } from './literal.ts';
import { namesOfShapes, universeOf, universeOfShapes } from './universe.ts';

/** Actions for which the same resources matter. */
export interface ShapeGroup {
  /** The resources; undefined: any. */
  readonly universe: ResourceAtom | undefined;
  readonly actions: ActionSet;
}

/**
 * The actions of a class by the ARN shapes they take. What matters are the shapes that some pattern touches, that is, may
 * match; whatever is true of one resource that none touches (but `*`, which matches all) is true of all of them.
 */
export class ShapeGroups {
  private readonly bySet: readonly ActionsOfSet[];
  private readonly patterns: readonly Glob[];
  private readonly byPattern = new Map<Glob, readonly ShapeGroup[]>();
  private ofAll: readonly ShapeGroup[] | undefined;

  /** `others`: the statements that decide about these actions besides the one that grants. */
  constructor(actions: ActionSet, others: Iterable<CompiledStatement>, partition: string | undefined) {
    this.bySet = byShapeSet(actions, partition);
    this.patterns = [...new Set([...others].flatMap(({ literals }) => resourceGlobs(literals)))];
  }

  /** The groups for a statement with one resource pattern, or without (`NotResource`, or no resource that it names). */
  of(literals: readonly Literal[]): readonly ShapeGroup[] {
    const [only, ...others] = literals.filter(({ atom, holds }) => holds && atom.kind === 'resource');
    const [pattern, ...more] = only?.atom.kind === 'resource' ? only.atom.globs : [];
    if (pattern !== undefined && others.length === 0 && more.length === 0) return this.touchedBy(pattern);
    const excluded = resourceGlobs(literals);
    if (excluded.length > 0) return this.grouped([...this.patterns, ...excluded], 'also untouched');
    this.ofAll ??= this.grouped(this.patterns, 'also untouched');
    return this.ofAll;
  }

  private touchedBy(pattern: Glob): readonly ShapeGroup[] {
    const groups = this.byPattern.get(pattern) ?? this.grouped([pattern], 'touched only');
    this.byPattern.set(pattern, groups);
    return groups;
  }

  private grouped(patterns: readonly Glob[], which: 'touched only' | 'also untouched'): readonly ShapeGroup[] {
    const groups = new Map<string, { readonly shapes: readonly Glob[]; readonly actions: number[] }>();
    for (const { universe, actions } of this.bySet) {
      const touched = universe.globs.filter((shape) => patterns.some((pattern) => mayMeet(shape, pattern)));
      const untouched = universe.globs.find((shape) => !touched.includes(shape));
      if (which === 'touched only' && touched.length === 0) continue;
      const isOpen = which === 'also untouched' && untouched !== undefined;
      const key = `${namesOfShapes(touched)}${isOpen ? ' and others' : ''}`;
      const group = groups.get(key) ?? { shapes: isOpen ? [...touched, untouched] : touched, actions: [] };
      for (const action of actions) group.actions.push(action);
      groups.set(key, group);
    }
    return [...groups.values()].map(({ shapes, actions }) => ({
      universe: universeOfShapes(shapes),
      actions: Uint16Array.from(actions).sort(),
    }));
  }
}

interface ActionsOfSet {
  readonly universe: ResourceAtom;
  readonly actions: number[];
}

function byShapeSet(actions: ActionSet, partition: string | undefined): readonly ActionsOfSet[] {
  const sets = new Map<number, ActionsOfSet>();
  let service = serviceOf(actions[0] ?? 0);
  for (let at = 0; at < actions.length; at += 1) {
    const action = actions[at] ?? 0;
    if (action >= service.end) service = serviceOf(action);
    const shapeSet = service.shapeSets[action - service.first] ?? 0;
    const set = sets.get(shapeSet);
    if (set === undefined) sets.set(shapeSet, { universe: universeOf(shapeSet, partition), actions: [action] });
    else set.actions.push(action);
  }
  return [...sets.values()];
}

function resourceGlobs(literals: readonly Literal[]): readonly Glob[] {
  return literals.flatMap(({ atom }) =>
    atom.kind === 'resource' ? atom.globs.filter((glob) => !matchesEverything(glob)) : [],
  );
}
