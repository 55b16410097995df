import type { Governance } from '../standards/standards.ts';
import { classMoves, type Move } from './class-moves.ts';
import { laxitiesOf } from './laxer-class.ts';
import type { Weakening } from './weakening.ts';

/**
 * What the classes ask for less than before: wherever somebody may come to be measured by a class that is laxer than the one
 * before, with everything in which it is laxer.
 */
export function weakerClasses(before: Governance, after: Governance): readonly Weakening[] {
  return distinctMoves(before, after).flatMap((move) => [...weakeningsOf(move), ...rulesLost(move, before)]);
}

/** The moves between classes by which somebody may come to be measured by less. */
export function laxerMoves(before: Governance, after: Governance): readonly Move[] {
  return distinctMoves(before, after).filter((move) => weakeningsOf(move).length > 0);
}

function distinctMoves(before: Governance, after: Governance): readonly Move[] {
  const moves = [...classMoves(before, after), ...sameNames(before, after)];
  return [...new Map(moves.map((move) => [`${move.from.name} ${move.to?.name ?? ''}`, move])).values()];
}

/** What was found is held by the class that has its name, whoever that takes now. */
function sameNames(before: Governance, after: Governance): readonly Move[] {
  return before.classes.flatMap((from) =>
    after.classes.filter(({ name }) => name === from.name).map((to) => ({ from, to })),
  );
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

/** Rules of who must sign name classes: whoever comes into another one may come out of a rule. */
function rulesLost({ from, to }: Move, { approval }: Governance): readonly Weakening[] {
  if (to === undefined || from.name === to.name) return [];
  return approval.rules
    .filter(({ when: { classes } }) => classes.includes(from.name) && !classes.includes(to.name))
    .map(({ name }) => ({
      place: `approval.rules.${name}`,
      detail: `it counts for class "${from.name}" and not for "${to.name}", where some of its principals may now be`,
    }));
}
