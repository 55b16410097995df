import { FRESH, textOf } from '../../policy/glob.ts';
import type { PatternList } from '../../policy/statement.ts';
import { type ActionWildcard, actionPatternsOf, takesName } from '../action-patterns.ts';
import { actionElementOf } from '../named-actions.ts';
import { actionNumber, serviceNamed } from '../catalogue.ts';
import type { Budget } from './budget.ts';
import { intersectGlobs } from './glob-algebra.ts';

/**
 * Actions that the catalogue does not know, as one policy tells them apart. AWS adds actions; a pattern takes them without
 * being changed.
 */
export class UnknownActions {
  /** One for each pattern with a wildcard, and every name that is written out and unknown; in lower case. */
  readonly names: readonly string[];
  private readonly elements: readonly PatternList[];
  private readonly remembered = new Map<string, readonly number[]>();

  constructor(elements: readonly PatternList[]) {
    this.elements = elements;
    const names = new Set<string>();
    for (const element of elements) {
      for (const name of actionElementOf(element).unknownNames) names.add(withService(name));
      for (const pattern of element.patterns) {
        if (WILDCARDS.test(pattern)) names.add(withService(pattern.toLowerCase().replaceAll(EVERY_WILDCARD, OTHER)));
      }
      // NotAction takes every action of services that nobody has named yet
      if (element.negated) names.add(`${OTHER}:${OTHER}`);
    }
    this.names = [...names];
  }

  /** Its patterns with wildcards, each once. */
  get wildcards(): readonly ActionWildcard[] {
    const all = this.elements.flatMap((element) => actionPatternsOf(element).wildcards);
    return [...new Map(all.map((wildcard) => [wildcard.text, wildcard])).values()];
  }

  /** How many patterns a name is held against, where it is asked for the first time. */
  get size(): number {
    return this.elements.reduce((sum, { patterns }) => sum + patterns.length, 0);
  }

  /** The places of the elements that take an unknown action, ascending. */
  placesOf(name: string): readonly number[] {
    const known = this.remembered.get(name);
    if (known !== undefined) return known;
    const places = this.elements.flatMap((element, place) => (takesName(element, name) ? [place] : []));
    // names of other policies come and go; its own are bounded by what it says
    if (this.remembered.size <= 2 * this.names.length) this.remembered.set(name, places);
    return places;
  }
}

/** Whether an element may take any action that the catalogue does not know. */
export function mayTakeUnknown(element: PatternList): boolean {
  return (
    element.negated ||
    element.patterns.some((pattern) => WILDCARDS.test(pattern)) ||
    actionElementOf(element).unknownNames.length > 0
  );
}

/** A pattern that takes no action which the catalogue knows, as it is written, and an action that it takes, in lower case. */
interface StrangePattern {
  readonly pattern: string;
  readonly name: string;
}

/**
 * The patterns of an Action element that name only what the catalogue does not know: a name that is written out, or actions of a
 * service that is in none. They need no change to grant what AWS has added since, and nobody wrote them for anything else.
 */
export function strangePatternsOf(element: PatternList): readonly StrangePattern[] {
  if (element.negated) return [];
  const { unknownNames } = actionElementOf(element);
  const ofServices = actionPatternsOf(element).wildcards.map(({ text }) => text.toLowerCase());
  // without a colon it is no action of anything
  const strange = new Set([
    ...unknownNames.filter((name) => name.includes(':')),
    ...ofServices.filter(isOfStrangeService),
  ]);
  if (strange.size === 0) return [];
  return element.patterns.flatMap((pattern) => {
    const lower = pattern.toLowerCase();
    return strange.has(lower) ? [{ pattern, name: lower.replaceAll(EVERY_WILDCARD, OTHER) }] : [];
  });
}

function isOfStrangeService(pattern: string): boolean {
  const [service = '', ...operation] = pattern.split(':');
  return operation.length > 0 && !WILDCARDS.test(service) && serviceNamed(service) === undefined;
}

const MOST_ALTERNATIVES = 4;

/**
 * Names that two patterns of the policies take, neither of which has all that the other has: `s3:get…new` for `s3:Get*` and
 * `s3:*New`. When the budget is spent the other pairs are not met.
 */
export function* namesOfPairs(policies: readonly UnknownActions[], budget: Budget): Generator<string> {
  const all = [...new Map(policies.flatMap(({ wildcards }) => wildcards).map((one) => [one.text, one])).values()];
  // of two beginnings one has all of the other, or they have nothing in common
  const prefixes = all.filter(({ isPrefix }) => isPrefix);
  const others = all.filter(({ isPrefix }) => !isPrefix);
  for (const [at, one] of others.entries()) {
    if (!budget.spend((all.length - at) / 2000)) return;
    for (const other of [...others.slice(at + 1), ...prefixes]) {
      if (!one.start.startsWith(other.start) && !other.start.startsWith(one.start)) continue;
      if (!budget.spend(1)) return;
      for (const glob of intersectGlobs(one.glob, other.glob, MOST_ALTERNATIVES).globs) {
        const name = withService(textOf(glob.map((mark) => (mark < 0 ? FRESH : mark))));
        if (actionNumber(name) === undefined) yield name;
      }
    }
  }
}

/** The letter that stands for each wildcard. */
const OTHER = String.fromCodePoint(FRESH);

const WILDCARDS = /[*?]/;
const EVERY_WILDCARD = /[*?]/g;

function withService(name: string): string {
  return name.includes(':') ? name : `${name}:${name}`;
}
