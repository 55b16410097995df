import { type Glob, globOf, lettersOf } from '../../policy/glob.ts';
import { arnGlobOfTemplate } from '../../policy/template.ts';
import { shapesOf } from '../catalogue.ts';
import { type ResourceAtom, resourceAtom } from './literal.ts';

/** Partitions whose patterns are remembered. */
const MOST_PARTITIONS = 8;
const remembered = new Map<string, Universes>();

/** The universes of one partition; equal shapes are one and the same pattern in all of them. */
interface Universes {
  readonly bySet: Map<number, ResourceAtom>;
  readonly byShape: Map<string, Glob>;
}

/**
 * That a resource is one that the actions of a shape set take: the ARN shapes of its resource types, in the
 * principal's own partition where that is known, or `*` alone for actions without resource types.
 */
export function universeOf(shapeSet: number, partition: string | undefined): ResourceAtom {
  const name = partition ?? '*';
  if (!remembered.has(name) && remembered.size >= MOST_PARTITIONS) remembered.clear();
  const universes: Universes = remembered.get(name) ?? { bySet: new Map(), byShape: new Map() };
  remembered.set(name, universes);
  const { bySet, byShape } = universes;
  const known = bySet.get(shapeSet);
  if (known !== undefined) return known;
  const globs = shapesOf(shapeSet).map((shape) => {
    const glob = byShape.get(shape) ?? shapeGlob(shape.replace(/^arn:\*:/, `arn:${name}:`));
    byShape.set(shape, glob);
    return glob;
  });
  const universe = universeOfShapes(globs.length === 0 ? [NO_RESOURCE] : globs);
  bySet.set(shapeSet, universe);
  return universe;
}

/** The resource of an action that takes none. */
const NO_RESOURCE: Glob = lettersOf('*');

const numbers = new WeakMap<Glob, number>();
let lastNumber = 0;

/** Shapes (of `universeOf`) as a text that is equal for the same ones. */
export function namesOfShapes(shapes: readonly Glob[]): string {
  return shapes
    .map((shape) => {
      const number = numbers.get(shape) ?? (lastNumber += 1);
      numbers.set(shape, number);
      return number;
    })
    .join();
}

/** Sets of shapes that are remembered; when there are more, all are forgotten. */
const MOST_SETS = 20_000;
const bySet = new Map<string, ResourceAtom>();

/** That a resource has one of these shapes. */
export function universeOfShapes(shapes: readonly Glob[]): ResourceAtom {
  const names = namesOfShapes(shapes);
  const known = bySet.get(names);
  if (known !== undefined) return known;
  const universe = resourceAtom(shapes);
  if (bySet.size >= MOST_SETS) bySet.clear();
  bySet.set(names, universe);
  return universe;
}

function shapeGlob(shape: string): Glob {
  const arn = arnGlobOfTemplate([{ kind: 'text', text: shape }], () => undefined, 'segment-wise');
  return arn.kind === 'glob' ? arn.glob : globOf(shape);
}
