import { type ActionSet, placeIn } from './action-set.ts';
import { ACTION_COUNT, type Service, serviceOf } from './catalogue.ts';
import type { LevelCount } from './excess.ts';

/** A set of actions for people: its names written short, and how many actions are of each access level. */
export interface Description {
  readonly names: readonly string[];
  readonly levelCounts: readonly LevelCount[];
}

/**
 * What a set of actions is called. `within`: a set that has all of these actions and is asked for again: services of which
 * both have the same are described once.
 */
export function describeActions(set: ActionSet, within: ActionSet): Description {
  const names: string[] = [];
  const counts = new Uint16Array(LEVELS.length);
  const known = set === within ? undefined : textsWithin(within);
  for (const span of spansOf(set)) {
    const text = known?.(span) ?? textOf(span, set);
    for (const name of text.names) names.push(name);
    for (let place = 0; place < counts.length; place += 1)
      counts[place] = (counts[place] ?? 0) + (text.counts[place] ?? 0);
  }
  const levelCounts = LEVELS.flatMap((level, place) => {
    const actions = counts[place] ?? 0;
    return actions === 0 ? [] : [{ level, actions }];
  });
  return { names: set.length === ACTION_COUNT ? ['*'] : names, levelCounts };
}

/**
 * A set of actions written short: `*` for all, `s3:*` for a whole service, `s3:Get*` where the set has every action that
 * begins so and there are at least three, else the name. The patterns stand for exactly the set, as of the catalogue;
 * they come by service and name, whatever the case.
 */
export function shortNames(set: ActionSet): readonly string[] {
  return describeActions(set, set).names;
}

/** How many of a set's actions are of each access level, the gravest last; levels without any are left out. */
export function levelCountsOf(set: ActionSet): readonly LevelCount[] {
  return describeActions(set, set).levelCounts;
}

const LEVELS = ['Unknown', 'List', 'Read', 'Tagging', 'Write', 'Permissions management'] as const;

/** The actions of one service in a set. */
interface SpanText {
  readonly names: readonly string[];
  /** How many are of each access level. */
  readonly counts: ArrayLike<number>;
}

function textOf(span: Span, set: ActionSet): SpanText {
  const { service, from, to } = span;
  const { places, whole } = levelsOf(service);
  if (to - from === service.end - service.first) return { names: [`${service.name}:*`], counts: whole };
  const counts = new Uint16Array(LEVELS.length);
  for (let at = from; at < to; at += 1) {
    const place = places[(set[at] ?? 0) - service.first] ?? 0;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  return { names: writtenNames(span, set), counts };
}

const texts = new WeakMap<ActionSet, (span: Span) => SpanText | undefined>();

/** For a service the text of what a set has of it, if that is as much as another one has, all of whose actions it has. */
function textsWithin(within: ActionSet): (span: Span) => SpanText | undefined {
  const known = texts.get(within);
  if (known !== undefined) return known;
  const spans = new Map(spansOf(within).map((span) => [span.service, span]));
  const found = new Map<Service, SpanText>();
  const find = ({ service, from, to }: Span): SpanText | undefined => {
    const own = spans.get(service);
    if (own === undefined || own.to - own.from !== to - from) return undefined;
    const text = found.get(service) ?? textOf(own, within);
    found.set(service, text);
    return text;
  };
  texts.set(within, find);
  return find;
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

function spansOf(set: ActionSet): readonly Span[] {
  const spans: Span[] = [];
  for (let from = 0; from < set.length; ) {
    const service = serviceOf(set[from] ?? 0);
    const to = placeIn(set, service.end, from);
    spans.push({ service, from, to });
    from = to;
  }
  return spans;
}

/** How the actions of a service are written, by their places in it. */
interface Names {
  /** The name of each action. */
  readonly texts: readonly string[];
  /** For each place the patterns whose first action stands there, those that take most first. */
  readonly patterns: readonly (readonly NamePattern[] | undefined)[];
}

/** A pattern for actions whose names begin with the same words: `s3:Get*`, up to before a place. */
interface NamePattern {
  readonly text: string;
  readonly to: number;
}

const namesOfServices = new WeakMap<Service, Names>();

function namesOf(service: Service): Names {
  const known = namesOfServices.get(service);
  if (known !== undefined) return known;
  const patterns: NamePattern[][] = [];
  addPatterns(service, { prefix: '', from: 0, to: service.names.length }, patterns);
  const names = { texts: service.names.map((name) => `${service.name}:${name}`), patterns };
  namesOfServices.set(service, names);
  return names;
}

/** Actions of a service whose names begin alike: from a place to before another one. */
interface Alike {
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
}

/** Splits at the words of the names. Names sort in any case, so that those with one beginning stand together. */
function addPatterns(service: Service, { prefix, from, to }: Alike, patterns: NamePattern[][]): void {
  let end = from;
  for (let at = from; at < to; at = end) {
    end = at + 1;
    const name = service.names[at] ?? '';
    const word = /^[A-Z]*[^A-Z]*/.exec(name.slice(prefix.length))?.[0] ?? '';
    if (word === '') continue;
    const longer = prefix + word;
    const lower = longer.toLowerCase();
    while (end < to && service.lowerCaseNames[end]?.startsWith(lower) === true) end += 1;
    if (end - at < FEWEST_FOR_A_STAR) continue;
    // names that begin alike in other words may stand before: the pattern would take them too
    const takesEarlier = service.lowerCaseNames[at - 1]?.startsWith(lower) === true;
    if (!takesEarlier) (patterns[at] ??= []).push({ text: `${service.name}:${longer}*`, to: end });
    addPatterns(service, { prefix: longer, from: at, to: end }, patterns);
  }
}

/** Fewer actions than this are written out one by one. */
const FEWEST_FOR_A_STAR = 3;

/** The actions of a service: as long as they follow on each other, those of a pattern by the pattern. */
function writtenNames({ service, from, to }: Span, set: ActionSet): readonly string[] {
  const written: string[] = [];
  const { texts: all, patterns } = namesOf(service);
  let end = from;
  for (let at = from; at < to; ) {
    while (end <= at || (end < to && set[end] === (set[end - 1] ?? 0) + 1)) end += 1;
    const place = (set[at] ?? 0) - service.first;
    const count = end - at;
    const pattern = count < FEWEST_FOR_A_STAR ? undefined : patterns[place]?.find((one) => one.to - place <= count);
    written.push(pattern?.text ?? all[place] ?? '');
    at += pattern === undefined ? 1 : pattern.to - place;
  }
  return written;
}
