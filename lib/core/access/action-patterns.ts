import { type Glob, globMatchesLetters, globOf, lettersOf } from '../policy/glob.ts';
import type { PatternList } from '../policy/statement.ts';

/** The patterns of an Action or NotAction element, in lower case: case does not matter. */
export interface ActionPatterns {
  readonly texts: ReadonlySet<string>;
  /** Those without wildcards. */
  readonly names: readonly string[];
  readonly wildcards: readonly ActionWildcard[];
  /** Those with wildcards that name a service, by it, and the others. */
  readonly ofService: ReadonlyMap<string, readonly ActionWildcard[]>;
  readonly ofAnyService: readonly ActionWildcard[];
}

/** A pattern with wildcards. */
export class ActionWildcard {
  readonly text: string;
  /** What stands before its first wildcard. */
  readonly start: string;
  /** Undefined: it may be any. */
  readonly service: string | undefined;
  /** Whether nothing but `*` follows the start. */
  readonly isPrefix: boolean;
  private read: Glob | undefined;

  /** `end`: where its first wildcard is. */
  constructor(text: string, end: number) {
    this.text = text;
    this.start = text.slice(0, end);
    this.service = this.start.includes(':') ? serviceIn(this.start) : undefined;
    this.isPrefix = text.endsWith('*') && end === text.length - 1;
  }

  get glob(): Glob {
    this.read ??= globOf(this.text);
    return this.read;
  }

  /** Whether it takes a name in lower case. */
  takes(name: string): boolean {
    return name.startsWith(this.start) && (this.isPrefix || globMatchesLetters(this.glob, lettersOf(name)));
  }
}

const known = new WeakMap<PatternList, ActionPatterns>();

/** The patterns of an element, read once for as long as the element lives. */
export function actionPatternsOf(list: PatternList): ActionPatterns {
  const remembered = known.get(list);
  if (remembered !== undefined) return remembered;
  const patterns = readPatterns(list);
  known.set(list, patterns);
  return patterns;
}

function readPatterns(list: PatternList): ActionPatterns {
  const texts = new Set<string>();
  const names: string[] = [];
  const wildcards: ActionWildcard[] = [];
  const ofService = new Map<string, ActionWildcard[]>();
  const ofAnyService: ActionWildcard[] = [];
  for (const pattern of list.patterns) {
    const text = pattern.toLowerCase();
    if (texts.has(text)) continue;
    texts.add(text);
    const end = firstWildcard(text);
    if (end < 0) names.push(text);
    else {
      const wildcard = new ActionWildcard(text, end);
      wildcards.push(wildcard);
      const { service } = wildcard;
      const ofSame = service === undefined ? ofAnyService : ofService.get(service);
      if (ofSame !== undefined) ofSame.push(wildcard);
      else if (service !== undefined) ofService.set(service, [wildcard]);
    }
  }
  return { texts, names, wildcards, ofService, ofAnyService };
}

/** Whether an element takes an action, given by its name in lower case. */
export function takesName(list: PatternList, name: string): boolean {
  const { texts, ofService, ofAnyService } = actionPatternsOf(list);
  const takes = (wildcard: ActionWildcard): boolean => wildcard.takes(name);
  const isListed =
    texts.has(name) ||
    (ofService.size > 0 && ofService.get(serviceIn(name))?.some(takes) === true) ||
    ofAnyService.some(takes);
  return isListed !== list.negated;
}

/** What stands before the colon. */
function serviceIn(name: string): string {
  return name.slice(0, name.indexOf(':'));
}

function firstWildcard(text: string): number {
  const [star, single] = [text.indexOf('*'), text.indexOf('?')];
  if (star < 0 || single < 0) return Math.max(star, single);
  return Math.min(star, single);
}

/**
 * What is left of an element without the patterns that each of these lists has in one of its elements; undefined: nothing.
 * NotAction is left whole, unless each list has one that leaves out no pattern more.
 */
export function withoutListed(
  element: PatternList,
  lists: readonly (readonly PatternList[])[],
): PatternList | undefined {
  if (lists.every((list) => list.some((other) => takesAllOf(other, element)))) return undefined;
  if (element.negated) return element;
  const listed = lists.map((list) =>
    list.filter(({ negated }) => !negated).map((other) => actionPatternsOf(other).texts),
  );
  const { texts } = actionPatternsOf(element);
  const left = [...texts].filter((text) => !listed.every((list) => list.some((others) => others.has(text))));
  if (left.length === 0) return undefined;
  return left.length === texts.size ? element : { negated: false, patterns: left };
}

/** Whether one element takes what another does, as two equal lists show it, or two of what is left out. */
function takesAllOf(other: PatternList, element: PatternList): boolean {
  if (other.negated !== element.negated) return false;
  if (element.negated) return other.patterns.every((pattern) => hasPattern(element, pattern));
  const areEqual =
    other.patterns.length === element.patterns.length &&
    other.patterns.every((pattern, index) => pattern === element.patterns[index]);
  const read = known.get(other);
  // equal lists are read once
  if (areEqual && read !== undefined && !known.has(element)) known.set(element, read);
  return areEqual;
}

/** Whether a pattern is one of an element's, in whatever case. */
export function hasPattern(list: PatternList, pattern: string): boolean {
  return actionPatternsOf(list).texts.has(pattern.toLowerCase());
}
