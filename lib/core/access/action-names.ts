import { type ActionSet, has, numbersOf } from './action-set.ts';
import { ACTIONS, LOWER_CASE_NAMES, SERVICE_RANGES } from './catalogue.ts';
import type { AccessLevel } from './excess.ts';

/**
 * A set of actions written short: `*` for all, `s3:*` for a whole service, `s3:Get*` where the set has every action that
 * begins so and there are at least three, else the name. The patterns stand for exactly the set, as of the catalogue.
 */
export function shortNames(set: ActionSet): readonly string[] {
  const numbers = numbersOf(set);
  if (numbers.length === ACTIONS.length) return ['*'];
  const names: string[] = [];
  for (const service of new Set(numbers.map((number) => SERVICE_OF[number] ?? ''))) {
    const [first, end] = SERVICE_RANGES.get(service) ?? [0, 0];
    names.push(...namesWithin(set, service, first, end));
  }
  return names.toSorted();
}

/** The service of each action, by number. */
const SERVICE_OF: readonly string[] = ACTIONS.map(({ name }) => name.slice(0, name.indexOf(':')));

/** The access levels of a set's actions, the gravest last. */
export function accessLevelsOf(set: ActionSet): readonly AccessLevel[] {
  const found = new Set(numbersOf(set).map((number) => ACTIONS[number]?.accessLevel));
  return (['Unknown', 'List', 'Read', 'Tagging', 'Write', 'Permissions management'] as const).filter((level) =>
    found.has(level),
  );
}

function namesWithin(set: ActionSet, service: string, first: number, end: number): readonly string[] {
  const all = ACTIONS.slice(first, end).map(({ name }, index) => {
    const lower = (LOWER_CASE_NAMES[first + index] ?? '').slice(service.length + 1);
    return { name: name.slice(service.length + 1), lower, inSet: has(set, first + index) };
  });
  return shorten(all, '').map((name) => `${service}:${name}`);
}

interface Named {
  readonly name: string;
  readonly lower: string;
  readonly inSet: boolean;
}

/** Splits at the words of the names: `Get*` if all that begin with Get are in the set, else one word further. */
function shorten(all: readonly Named[], prefix: string): readonly string[] {
  const wanted = all.filter(({ inSet }) => inSet);
  if (wanted.length === 0) return [];
  if (wanted.length === all.length && (all.length > 2 || prefix === '')) return [`${prefix}*`];
  if (all.length <= 2) return wanted.map(({ name }) => name);
  const groups = new Map<string, Named[]>();
  const plain: string[] = [];
  for (const one of all) {
    const word = /^[A-Z]*[^A-Z]*/.exec(one.name.slice(prefix.length))?.[0] ?? '';
    if (word === '') {
      if (one.inSet) plain.push(one.name);
      continue;
    }
    const group = groups.get(word);
    if (group === undefined) groups.set(word, [one]);
    else group.push(one);
  }
  return [...plain, ...[...groups].flatMap(([word, group]) => shortenGroup(group, prefix + word, all))];
}

/** `Get*` also takes `Gets…`: a prefix is only used if it takes nothing but its group. */
function shortenGroup(group: readonly Named[], prefix: string, siblings: readonly Named[]): readonly string[] {
  const lower = prefix.toLowerCase();
  const taken = siblings.filter((one) => one.lower.startsWith(lower));
  if (taken.length === group.length) return shorten(group, prefix);
  if (taken.every(({ inSet }) => inSet) && group.length > 2) return [`${prefix}*`];
  return group.filter(({ inSet }) => inSet).map(({ name }) => name);
}
