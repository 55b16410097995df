import { type Glob, matchesEverything } from '../../policy/glob.ts';
import type { ActionSet } from '../action-set.ts';
import { serviceOf, shapeSetOf } from '../catalogue.ts';
import type { CompiledStatement } from './compile.ts';
import { surelyCovers } from './glob-algebra.ts';
import { mayMeet, serviceOfGlob } from './fixed-parts.ts';
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
  private readonly actions: ActionSet;
  private readonly partition: string | undefined;
  private readonly patterns: readonly Glob[];
  private readonly byPattern = new Map<Glob, readonly ShapeGroup[]>();
  private readonly standings = new Map<Glob, string>();
  private sets: readonly ActionsOfSet[] | undefined;
  private index: ShapeIndex | undefined;
  private ofAll: readonly ShapeGroup[] | undefined;

  /** `others`: the statements that decide about these actions besides the one that grants. */
  constructor(actions: ActionSet, others: Iterable<CompiledStatement>, partition: string | undefined) {
    this.actions = actions;
    this.partition = partition;
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
      return grouped(this.bySet, (shape) => standingOf(shape, patterns));
    }
    this.ofAll ??= this.patterns.length === 0 ? this.asOne() : grouped(this.bySet, (shape) => this.standing(shape));
    return this.ofAll;
  }

  /** Where no pattern says anything all resources are alike. */
  private asOne(): readonly ShapeGroup[] {
    const [shape] = universeOf(shapeSetOf(this.actions[0] ?? 0), this.partition).globs;
    return [{ universe: universeOfShapes(shape === undefined ? [] : [shape]), actions: this.actions }];
  }

  private get bySet(): readonly ActionsOfSet[] {
    this.sets ??= byShapeSet(this.actions, this.partition);
    return this.sets;
  }

  private touchedBy(pattern: Glob): readonly ShapeGroup[] {
    const known = this.byPattern.get(pattern);
    if (known !== undefined) return known;
    this.index ??= new ShapeIndex(this.bySet);
    const standings = new Map<Glob, string>();
    for (const shape of this.index.shapesNear(pattern)) {
      if (mayMeet(shape, pattern))
        standings.set(shape, surelyCovers(pattern, shape) ? this.standing(shape) : alone(shape));
    }
    const groups = grouped(this.index.setsWith(standings.keys()), (shape) => standings.get(shape));
    this.byPattern.set(pattern, groups);
    return groups;
  }

  private standing(shape: Glob): string {
    const standing = this.standings.get(shape) ?? standingOf(shape, this.patterns);
    this.standings.set(shape, standing);
    return standing;
  }
}

/** Shapes of equal standing are alike; those without any are left out. */
function grouped(sets: readonly ActionsOfSet[], standing: (shape: Glob) => string | undefined): readonly ShapeGroup[] {
  const groups = new Map<string, { readonly shapes: readonly Glob[]; readonly actions: number[] }>();
  for (const { universe, actions } of sets) {
    const shapes: Glob[] = [];
    const standings: string[] = [];
    for (const shape of universe.globs) {
      const one = standing(shape);
      if (one === undefined || standings.includes(one)) continue;
      standings.push(one);
      shapes.push(shape);
    }
    if (shapes.length === 0) continue;
    const key = standings.toSorted().join(' ');
    const group = groups.get(key) ?? { shapes, actions: [] };
    for (const action of actions) group.actions.push(action);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ shapes, actions }) => ({
    universe: universeOfShapes(shapes),
    actions: new Uint16Array(actions).sort(),
  }));
}

/** The shapes of a class by their services: a pattern that names one touches no shape of another. */
class ShapeIndex {
  private readonly sets: readonly ActionsOfSet[];
  private readonly placesOf = new Map<Glob, number[]>();
  private readonly byService = new Map<string | undefined, Glob[]>();

  constructor(sets: readonly ActionsOfSet[]) {
    this.sets = sets;
    for (const [place, { universe }] of sets.entries()) {
      for (const shape of universe.globs) {
        const places = this.placesOf.get(shape);
        if (places !== undefined) {
          places.push(place);
          continue;
        }
        this.placesOf.set(shape, [place]);
        const service = serviceOfGlob(shape);
        const ofService = this.byService.get(service);
        if (ofService === undefined) this.byService.set(service, [shape]);
        else ofService.push(shape);
      }
    }
  }

  /** Those that a pattern may touch, as far as its service tells. */
  shapesNear(pattern: Glob): Iterable<Glob> {
    const service = serviceOfGlob(pattern);
    if (service === undefined) return this.placesOf.keys();
    return [...(this.byService.get(service) ?? []), ...(this.byService.get(undefined) ?? [])];
  }

  /** The sets that have one of these shapes, in their order. */
  setsWith(shapes: Iterable<Glob>): readonly ActionsOfSet[] {
    const places = new Set<number>();
    for (const shape of shapes) for (const place of this.placesOf.get(shape) ?? []) places.add(place);
    return [...places].sort((a, b) => a - b).flatMap((place) => this.sets[place] ?? []);
  }
}

/** The standing of a shape that patterns split. */
function alone(shape: Glob): string {
  return `alone:${namesOfShapes([shape])}`;
}

/** Which of the patterns cover a shape, if no other touches it. */
function standingOf(shape: Glob, patterns: readonly Glob[]): string {
  const covering: number[] = [];
  for (const [place, pattern] of patterns.entries()) {
    if (!mayMeet(shape, pattern)) continue;
    if (!surelyCovers(pattern, shape)) return alone(shape);
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
