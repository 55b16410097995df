import { type Glob, globOf, lettersOf } from '../../policy/glob.ts';
import { arnGlobOfTemplate } from '../../policy/template.ts';
import { shapesOf } from '../catalogue.ts';

/** Partitions whose patterns are remembered. */
const MOST_PARTITIONS = 8;
const remembered = new Map<string, Map<number, readonly Glob[]>>();

/**
 * Patterns for the resources that the actions of a shape set take: the ARN shapes of its resource types, in the
 * principal's own partition where that is known, or `*` alone for actions without resource types.
 */
export function universeOf(shapeSet: number, partition: string | undefined): readonly Glob[] {
  const name = partition ?? '*';
  if (!remembered.has(name) && remembered.size >= MOST_PARTITIONS) remembered.clear();
  const ofPartition = remembered.get(name) ?? new Map<number, readonly Glob[]>();
  remembered.set(name, ofPartition);
  const known = ofPartition.get(shapeSet);
  if (known !== undefined) return known;
  const globs = shapesOf(shapeSet).map((shape) => shapeGlob(shape.replace(/^arn:\*:/, `arn:${name}:`)));
  const universe = globs.length === 0 ? [lettersOf('*')] : globs;
  ofPartition.set(shapeSet, universe);
  return universe;
}

function shapeGlob(shape: string): Glob {
  const arn = arnGlobOfTemplate([{ kind: 'text', text: shape }], () => undefined, 'segment-wise');
  return arn.kind === 'glob' ? arn.glob : globOf(shape);
}
