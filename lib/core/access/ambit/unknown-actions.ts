import { FRESH, type Glob, globMatchesLetters, globOf, lettersOf, textOf } from '../../policy/glob.ts';
import type { PatternList } from '../../policy/statement.ts';
import { actionNumber } from '../catalogue.ts';

/**
 * Actions that the catalogue does not know, as one policy tells them apart. AWS adds actions; a pattern takes them without
 * being changed.
 */
export class UnknownActions {
  /** One for each pattern with a wildcard, and every name that is written out and unknown; in lower case. */
  readonly names: readonly string[];
  private readonly elements: readonly IndexedElement[];
  private readonly remembered = new Map<string, readonly number[]>();

  constructor(elements: readonly PatternList[]) {
    this.elements = elements.map(indexed);
    const names = elements.flatMap(({ negated, patterns }) => {
      const lower = patterns.map((pattern) => pattern.toLowerCase());
      // NotAction takes every action of services that nobody has named yet
      return (negated ? [...lower, '*:*'] : lower).map(genericName);
    });
    this.names = [...new Set(names)].filter((name) => actionNumber(name) === undefined);
  }

  /** The places of the elements that take an unknown action, ascending. */
  placesOf(name: string): readonly number[] {
    const known = this.remembered.get(name);
    if (known !== undefined) return known;
    const letters = lettersOf(name);
    const service = name.slice(0, name.indexOf(':'));
    const places = this.elements.flatMap((element, place) => (takes(element, name, service, letters) ? [place] : []));
    // names of other policies come and go; its own are bounded by what it says
    if (this.remembered.size <= 2 * this.names.length) this.remembered.set(name, places);
    return places;
  }
}

/** The patterns of an element, found by the service that they name. */
interface IndexedElement {
  readonly negated: boolean;
  readonly texts: ReadonlySet<string>;
  readonly ofService: ReadonlyMap<string, readonly Glob[]>;
  readonly ofAnyService: readonly Glob[];
}

function indexed({ negated, patterns }: PatternList): IndexedElement {
  const texts = new Set<string>();
  const ofService = new Map<string, Glob[]>();
  const ofAnyService: Glob[] = [];
  for (const pattern of patterns) {
    const lower = pattern.toLowerCase();
    const service = /^([^:*?]+):/.exec(lower)?.[1];
    if (!/[*?]/.test(lower)) texts.add(lower);
    else if (service === undefined) ofAnyService.push(globOf(lower));
    else {
      const globs = ofService.get(service) ?? [];
      globs.push(globOf(lower));
      ofService.set(service, globs);
    }
  }
  return { negated, texts, ofService, ofAnyService };
}

function takes(element: IndexedElement, name: string, service: string, letters: readonly number[]): boolean {
  const matches = (glob: Glob): boolean => globMatchesLetters(glob, letters);
  const isNamed =
    element.texts.has(name) ||
    (element.ofService.get(service)?.some(matches) ?? false) ||
    element.ofAnyService.some(matches);
  return isNamed !== element.negated;
}

/** A name of the pattern in which the free letter stands for each wildcard. */
function genericName(pattern: string): string {
  const text = textOf(globOf(pattern).map((mark) => (mark < 0 ? FRESH : mark)));
  return text.includes(':') ? text : `${text}:${text}`;
}
