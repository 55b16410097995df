import { globOf, matchesEverything } from '../policy/glob.ts';
import type { PatternList } from '../policy/statement.ts';
import { actionPatternsOf } from './action-patterns.ts';
import { type ActionSet, differenceOf, EVERY_ACTION, setOf, unionOf } from './action-set.ts';
import { type Service, SERVICE_NAMES, actionNumber, placeOfName, serviceNamed } from './catalogue.ts';
import { nameMatcher } from './name-matcher.ts';
import { RememberedByText } from './remembered-by-text.ts';

/** The actions that an Action or NotAction element takes. NotAction is the complement of the union of its patterns. */
export function actionsOf(list: PatternList): ActionSet {
  return actionElementOf(list).taken;
}

/** An Action or NotAction element, as the catalogue has its patterns. */
export interface ActionElement {
  readonly taken: ActionSet;
  /** What NotAction does not take; undefined for Action. */
  readonly leftOut: ActionSet | undefined;
  /** The names that are written out and not in the catalogue; in lower case. */
  readonly unknownNames: readonly string[];
}

const NO_ACTION: ActionSet = new Uint16Array();

/** Bytes of sets, and letters of the texts that they stand for, that are remembered. */
const MOST_REMEMBERED = 16_000_000;

/** Versions of a policy have most of their elements in common. */
const elements = new RememberedByText<ActionElement>(MOST_REMEMBERED, ({ taken }) => taken.byteLength);

const ofLists = new WeakMap<PatternList, ActionElement>();

/** What the catalogue has of an element. */
export function actionElementOf(list: PatternList): ActionElement {
  const known = ofLists.get(list) ?? readElement(list);
  ofLists.set(list, known);
  return known;
}

function readElement(list: PatternList): ActionElement {
  return elements.of(JSON.stringify([list.negated, list.patterns]), () => {
    const { names, wildcards } = actionPatternsOf(list);
    const named: number[] = [];
    const unknownNames: string[] = [];
    for (const name of names) {
      const number = actionNumber(name);
      if (number === undefined) unknownNames.push(name);
      else named.push(number);
    }
    const union = unionOf([setOf(named), ...wildcards.map(({ text }) => actionsMatching(text))]);
    const leftOut = list.negated ? union : undefined;
    return { taken: list.negated ? differenceOf(EVERY_ACTION, union) : union, leftOut, unknownNames };
  });
}

/** The actions that one pattern takes; case does not matter. */
export function actionsMatching(pattern: string): ActionSet {
  const lower = pattern.toLowerCase();
  const [, service = '', prefix = '', star] = PLAIN.exec(lower) ?? [];
  if (service === '') return scan(lower);
  const named = serviceNamed(service);
  if (named === undefined) return NO_ACTION;
  const from = placeOfName(named, prefix);
  if (star === '*') return EVERY_ACTION.subarray(named.first + from, named.first + endOfPrefix(named, prefix, from));
  if (named.lowerCaseNames[from] !== prefix) return NO_ACTION;
  return EVERY_ACTION.subarray(named.first + from, named.first + from + 1);
}

/** `service:Name` or `service:Prefix*`. */
const PLAIN = /^([^:*?]+):([^*?]*)(\*?)$/;

function endOfPrefix({ lowerCaseNames }: Service, prefix: string, from: number): number {
  let [low, high] = [from, lowerCaseNames.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (lowerCaseNames[middle]?.startsWith(prefix) === true) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Patterns that have to be tried on names. */
const scanned = new RememberedByText<ActionSet>(MOST_REMEMBERED, ({ byteLength }) => byteLength);

/** Tries a pattern on every name that it may take: those of its service, where it names one. */
function scan(lower: string): ActionSet {
  if (matchesEverything(globOf(lower))) return EVERY_ACTION;
  return scanned.of(lower, () => {
    const service = /^([^:*?]+):/.exec(lower)?.[1];
    const matches = nameMatcher(lower);
    const numbers: number[] = [];
    for (const name of service === undefined ? SERVICE_NAMES : [service]) {
      const named = serviceNamed(name);
      if (named === undefined) continue;
      for (const [index, each] of namesOf(named).entries()) if (matches(each)) numbers.push(named.first + index);
    }
    return new Uint16Array(numbers);
  });
}

const namesByService = new WeakMap<Service, readonly string[]>();

/** Names with their service, in lower case. */
function namesOf(service: Service): readonly string[] {
  const known = namesByService.get(service);
  if (known !== undefined) return known;
  const names = service.lowerCaseNames.map((name) => `${service.name}:${name}`);
  namesByService.set(service, names);
  return names;
}
