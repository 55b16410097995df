import { type ActionSet, placeIn } from './action-set.ts';
import { ACTION_COUNT, type Service, serviceOf } from './catalogue.ts';
import type { LevelCount } from './excess.ts';

/**
 * A set of actions written short: `*` for all, `s3:*` for a whole service, `s3:Get*` where the set has every action that
 * begins so and there are at least three, else the name. The patterns stand for exactly the set, as of the catalogue;
 * they come by service and name, whatever the case.
 */
export function shortNames(set: ActionSet): readonly string[] {
  if (set.length === ACTION_COUNT) return ['*'];
  const names: string[] = [];
  for (const { service, from, to } of byService(set)) {
    if (to - from === service.end - service.first) names.push(`${service.name}:*`);
    else writeBelow(treeOf(service), service, set.subarray(from, to), 0, names);
  }
  return names;
}

const LEVELS = ['Unknown', 'List', 'Read', 'Tagging', 'Write', 'Permissions management'] as const;

/** How many of a set's actions are of each access level, the gravest last; levels without any are left out. */
export function levelCountsOf(set: ActionSet): readonly LevelCount[] {
  const counts = LEVELS.map(() => 0);
  for (const { service, from, to } of byService(set)) {
    const { places, whole } = levelsOf(service);
    if (to - from === places.length) {
      for (const [place, count] of whole.entries()) counts[place] = (counts[place] ?? 0) + count;
      continue;
    }
    for (let index = from; index < to; index += 1) {
      const place = places[(set[index] ?? 0) - service.first] ?? 0;
      counts[place] = (counts[place] ?? 0) + 1;
    }
  }
  return LEVELS.flatMap((level, place) => {
    const actions = counts[place] ?? 0;
    return actions === 0 ? [] : [{ level, actions }];
  });
}

/** The access levels of a service, by their places among all levels. */
interface Levels {
  /** For each action that of its level. */
  readonly places: Uint8Array;
  /** How many of all actions are of each level. */
  readonly whole: readonly number[];
}

const levels = new WeakMap<Service, Levels>();

function levelsOf(service: Service): Levels {
  const known = levels.get(service);
  if (known !== undefined) return known;
  const places = Uint8Array.from(service.accessLevels, (level) => LEVELS.indexOf(level));
  const found = { places, whole: LEVELS.map((_level, at) => places.filter((place) => place === at).length) };
  levels.set(service, found);
  return found;
}

/** The actions of one service in a set: from this place in it to before that one. */
interface Span {
  readonly service: Service;
  readonly from: number;
  readonly to: number;
}

function* byService(set: ActionSet): Generator<Span> {
  for (let from = 0; from < set.length; ) {
    const service = serviceOf(set[from] ?? 0);
    const to = placeIn(set, service.end);
    yield { service, from, to };
    from = to;
  }
}

/** Names of a service that begin alike, and below it those that go on with the same word. */
interface NameNode {
  /** The name of its only action, or the pattern of all: `s3:Get*`. */
  readonly text: string;
  /** Places in the service, from first to before the last. */
  readonly from: number;
  readonly to: number;
  readonly below: readonly NameNode[];
}

const trees = new WeakMap<Service, NameNode>();

function treeOf(service: Service): NameNode {
  const known = trees.get(service);
  if (known !== undefined) return known;
  const tree = nodeOf(service, '', 0, service.names.length);
  trees.set(service, tree);
  return tree;
}

/** Splits at the words of the names. Names sort in any case, so that those with one beginning stand together. */
function nodeOf(service: Service, prefix: string, from: number, to: number): NameNode {
  if (to - from === 1) return leafOf(service, from);
  const below: NameNode[] = [];
  let at = from;
  while (at < to) {
    const name = service.names[at] ?? '';
    const word = /^[A-Z]*[^A-Z]*/.exec(name.slice(prefix.length))?.[0] ?? '';
    const longer = prefix + word;
    let end = at + 1;
    if (word !== '') while (end < to && beginsWith(service, end, longer)) end += 1;
    below.push(word === '' || end - at === 1 ? leafOf(service, at) : nodeOf(service, longer, at, end));
    at = below.at(-1)?.to ?? end;
  }
  return { text: `${service.name}:${prefix}*`, from, to, below };
}

function leafOf(service: Service, at: number): NameNode {
  return { text: `${service.name}:${service.names[at] ?? ''}`, from: at, to: at + 1, below: [] };
}

function beginsWith({ lowerCaseNames }: Service, at: number, prefix: string): boolean {
  return lowerCaseNames[at]?.startsWith(prefix.toLowerCase()) === true;
}

/** Fewer actions than this are written out one by one. */
const FEWEST_FOR_A_STAR = 3;

/** Writes the names below a node; `first` is the place in the set of its first action from here on. The place behind it. */
function writeBelow(node: NameNode, service: Service, set: ActionSet, first: number, names: string[]): number {
  const { from, to, text, below } = node;
  if (to - from === 1) {
    if (set[first] !== service.first + from) return first;
    names.push(text);
    return first + 1;
  }
  const end = placeIn(set, service.first + to, first);
  const count = end - first;
  if (count === 0) return first;
  if (count === to - from && count >= FEWEST_FOR_A_STAR) {
    names.push(text);
    return end;
  }
  let at = first;
  let child = 0;
  while (at < end) {
    child = childWith((set[at] ?? 0) - service.first, below, child);
    const next = below[child];
    if (next === undefined) break;
    at = writeBelow(next, service, set, at, names);
  }
  return end;
}

/** The one of the nodes, from a first one on, that has a place of the service. */
function childWith(place: number, nodes: readonly NameNode[], from: number): number {
  let [low, high] = [from, nodes.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((nodes[middle]?.to ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
