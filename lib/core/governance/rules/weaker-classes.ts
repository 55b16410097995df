import type { Governance } from '../standards/standards.ts';
import { classMoves, type Move } from './class-moves.ts';
import { laxitiesOf } from './laxer-class.ts';
import type { Weakening } from './weakening.ts';

/**
 * What the classes ask for less than before: wherever somebody may come to be measured by a class that is laxer than the one
 * before, with everything in which it is laxer.
 */
export function weakerClasses(before: Governance, after: Governance): readonly Weakening[] {
  const known = new Set<string>();
  return classMoves(before, after).flatMap((move) => {
    const name = `${move.from.name} ${move.to?.name ?? ''}`;
    if (known.has(name)) return [];
    known.add(name);
    return weakeningsOf(move);
  });
}

function weakeningsOf({ from, to }: Move): readonly Weakening[] {
  if (to === undefined) {
    return [{ place: `classes.${from.name}.match`, detail: 'agents that it took may be told as agents no more' }];
  }
  const moved = to.name === from.name ? '' : `whoever was in class "${from.name}" may now be in "${to.name}": `;
  return laxitiesOf(to, from).map(({ of, detail, witness }) => ({
    place: `classes.${to.name}.${of}`,
    detail: `${moved}${detail}`,
    ...(witness === undefined ? {} : { witness }),
  }));
}
