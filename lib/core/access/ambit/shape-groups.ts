import { type Glob, matchesEverything } from '../../policy/glob.ts';
import type { ActionSet } from '../action-set.ts';
import { serviceOf } from '../catalogue.ts';
import type { CompiledStatement } from './compile.ts';
import { mayMeet, surelyCovers } from './glob-algebra.ts';
import type { Literal, ResourceAtom } from './literal.ts';
import { namesOfShapes, universeOf, universeOfShapes } from './universe.ts';

/** Actions for which the same resources matter. */
export interface ShapeGroup {
  /** The resources; undefined: any. */
  readonly universe: ResourceAtom | undefined;
  readonly actions: ActionSet;
}

/**
 * The actions of a class by the ARN shapes they take. What matters are the shapes that patterns split: of those that the same
 * patterns cover and no other pattern touches, that is, may match, one stands for all.
 */
export class ShapeGroups {
  private readonly bySet: readonly ActionsOfSet[];
  private readonly patterns: readonly Glob[];
  private readonly byPattern = new Map<Glob, readonly ShapeGroup[]>();
  private readonly standings = new Map<Glob, string>();
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
    const isSingle = pattern !== undefined && others.length === 0 && more.length === 0;
    if (isSingle && !matchesEverything(pattern)) return this.touchedBy(pattern);
    const excluded = resourceGlobs(literals);
    if (excluded.length > 0) {
      const patterns = [...this.patterns, ...excluded];
      return this.grouped((shape) => standingOf(shape, patterns));
    }
    this.ofAll ??= this.grouped((shape) => this.standing(shape));
    return this.ofAll;
  }

  private touchedBy(pattern: Glob): readonly ShapeGroup[] {
    const groups =
      this.byPattern.get(pattern) ??
      this.grouped((shape) => {
        if (!mayMeet(shape, pattern)) return undefined;
        return surelyCovers(pattern, shape) ? this.standing(shape) : SPLIT;
      });
    this.byPattern.set(pattern, groups);
    return groups;
  }

  private standing(shape: Glob): string {
    const standing = this.standings.get(shape) ?? standingOf(shape, this.patterns);
    this.standings.set(shape, standing);
    return standing;
  }

  /** Shapes of equal standing are alike; those without any are left out. */
  private grouped(standing: (shape: Glob) => string | undefined): readonly ShapeGroup[] {
    const groups = new Map<string, { readonly shapes: readonly Glob[]; readonly actions: number[] }>();
    for (const { universe, actions } of this.bySet) {
      const split: Glob[] = [];
      const alike = new Map<string, Glob>();
      for (const shape of universe.globs) {
        const one = standing(shape);
        if (one === SPLIT) split.push(shape);
        else if (one !== undefined && !alike.has(one)) alike.set(one, shape);
      }
      if (split.length + alike.size === 0) continue;
      const key = [namesOfShapes(split), ...[...alike.keys()].toSorted()].join(' ');
      const group = groups.get(key) ?? { shapes: [...split, ...alike.values()], actions: [] };
      for (const action of actions) group.actions.push(action);
      groups.set(key, group);
    }
    return [...groups.values()].map(({ shapes, actions }) => ({
      universe: universeOfShapes(shapes),
      actions: Uint16Array.from(actions).sort(),
    }));
  }
}

const SPLIT = 'split';

/** Which of the patterns cover a shape, if no other touches it. */
function standingOf(shape: Glob, patterns: readonly Glob[]): string {
  const covering: number[] = [];
  for (const [place, pattern] of patterns.entries()) {
    if (!mayMeet(shape, pattern)) continue;
    if (!surelyCovers(pattern, shape)) return SPLIT;
    covering.push(place);
  }
  return `covered:${covering.join()}`;
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
