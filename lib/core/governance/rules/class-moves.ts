import { agentClassOf } from '../standards/classify.ts';
import type { ClassMatch, Governance, PrincipalClass } from '../standards/standards.ts';
import { isTakenBy } from './match-cover.ts';

/** What somebody may be measured by under the rules before a change, and under those after it. */
export interface Move {
  readonly from: PrincipalClass;
  /** Undefined: an agent of the directory that is not told as one any more. */
  readonly to: PrincipalClass | undefined;
}

/** A place in the order in which classes are tried; the last one takes everybody. */
interface Rank<C> {
  readonly class: C;
  readonly match: ClassMatch | 'everybody';
}

/**
 * Every move between classes that a change of the rules may make without anybody changing a principal. Names of classes tell
 * nothing: a move is left out only where what the classes match shows that nobody can make it.
 */
export function classMoves(before: Governance, after: Governance): readonly Move[] {
  const moves = movesBetween(ranksOf(before), ranksOf(after));
  return [...moves, ...movesOfDirectory(before, after), ...movesOfMarked(moves, before, after)];
}

function movesBetween<C>(
  before: readonly Rank<C>[],
  after: readonly Rank<C>[],
): readonly { readonly from: C; readonly to: C }[] {
  return before.flatMap((from, rank) =>
    after.flatMap((to, place) => {
      // who was in `from` is taken before `to` is tried, or who is in `to` was taken before `from` was tried
      const isTakenNow = isTakenIn(after.slice(0, place), from);
      const wasTaken = isTakenIn(before.slice(0, rank), to);
      return isTakenNow || wasTaken ? [] : [{ from: from.class, to: to.class }];
    }),
  );
}

function isTakenIn<C>(ranks: readonly Rank<C>[], { match }: Rank<C>): boolean {
  const others = ranks.flatMap((each) => (each.match === 'everybody' ? [] : [each.match]));
  return match !== 'everybody' && isTakenBy(match, others);
}

function ranksOf({ classes, unclassified }: Governance): readonly Rank<PrincipalClass>[] {
  return [
    ...classes.map((each) => ({ class: each, match: each.match })),
    { class: unclassified, match: 'everybody' as const },
  ];
}

/** Users and groups of the directory are told as agents by their names, whatever class their permission set is in. */
function movesOfDirectory(before: Governance, after: Governance): readonly Move[] {
  const moves = movesBetween(namedAgents(before), namedAgents(after));
  const others = [...before.classes, before.unclassified];
  return moves.flatMap(({ from, to }) => {
    if (from !== undefined) return [{ from, to }];
    return to === undefined ? [] : others.map((each) => ({ from: each, to }));
  });
}

const NOTHING_ELSE = { paths: [], tags: [], trust: [], permissionSets: [] };

function namedAgents({ classes }: Governance): readonly Rank<PrincipalClass | undefined>[] {
  const agents = classes.filter(({ kind }) => kind === 'agent');
  return [
    ...agents.map((each) => ({ class: each, match: { names: each.match.names, ...NOTHING_ELSE } })),
    { class: undefined, match: 'everybody' as const },
  ];
}

/**
 * Whoever AWS marks as an agent is in the first class of agents, whatever role it uses; but with a role of a class of agents
 * it is measured by that one.
 */
function movesOfMarked(moves: readonly Move[], before: Governance, after: Governance): readonly Move[] {
  const from = agentClassOf(before);
  if (from === undefined) return [];
  const roles = moves.filter((move) => move.from.kind !== 'agent' && move.to?.kind === 'agent');
  return [{ from, to: agentClassOf(after) }, ...roles.map(({ to }) => ({ from, to }))];
}
