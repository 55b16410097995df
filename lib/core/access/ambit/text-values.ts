import { COLON, type Glob, STAR, STAR_IN_PART, isOpaque, lettersOf, textOf } from '../../policy/glob.ts';
import { keyTypeOf } from '../catalogue.ts';
import type { Predicate } from '../condition/predicate.ts';
import type { Budget } from './budget.ts';
import { type FoundText, type TextConstraints, findText } from './text-search.ts';

/** A value must have this property, or must not. */
export interface Demand {
  readonly predicate: Predicate;
  readonly wanted: boolean;
}

const ANY_ARN: Glob = [
  ...lettersOf('arn:'),
  STAR_IN_PART,
  COLON,
  STAR_IN_PART,
  COLON,
  STAR_IN_PART,
  COLON,
  STAR_IN_PART,
  COLON,
  STAR,
];

/** Texts that were found, and whether a search gave up on the way. */
export interface FoundTexts {
  readonly texts: readonly string[];
  /** Those of them that meet the demands only for some value of a variable. */
  readonly upper: ReadonlySet<string>;
  readonly capped: boolean;
}

/** No text at all, and none left out. */
export const NO_TEXTS: FoundTexts = { texts: [], upper: new Set(), capped: false };

/** Texts that have all properties that are about texts. */
export function textsMeeting(key: string, demands: readonly Demand[], budget: Budget): FoundTexts {
  const patterns = demands.flatMap(({ predicate, wanted }) =>
    predicate.kind === 'text' || predicate.kind === 'arn'
      ? [{ kind: predicate.kind, globs: predicate.globs, wanted }]
      : [],
  );
  const all = patterns.filter(({ wanted }) => wanted).map(({ globs }) => globs);
  const none = patterns.filter(({ wanted }) => !wanted).flatMap(({ globs }) => globs);
  const mustBeArn = keyTypeOf(key) === 'arn' || patterns.some(({ kind, wanted }) => kind === 'arn' && wanted);
  const searches: (FoundText | 'none' | 'cap')[] = [];
  if (patterns.some(({ kind }) => kind === 'arn') || mustBeArn) {
    searches.push(findText({ all: [...all, [ANY_ARN]], none }, budget));
  }
  // a value that is no ARN has no ARN predicate, whatever the pattern
  const textOnly = patterns.filter(({ kind, wanted }) => kind === 'text' && !wanted).flatMap(({ globs }) => globs);
  if (!mustBeArn) searches.push(...findTexts({ all, none: textOnly }, budget));
  const found = searches
    .filter((one) => typeof one !== 'string')
    .map(({ letters, bound }) => ({ text: textOf(letters), bound }));
  const upper = new Set(found.filter(({ bound }) => bound === 'upper').map(({ text }) => text));
  return { texts: found.map(({ text }) => text), upper, capped: searches.includes('cap') };
}

/** A text, and where that is the empty one, which set operators take as no value, one that has letters as well. */
function findTexts({ all, none }: TextConstraints, budget: Budget): readonly (FoundText | 'none' | 'cap')[] {
  const found = findText({ all, none }, budget);
  if (typeof found === 'string' || found.letters.length > 0) return [found];
  return [found, findText({ all, none: [...none, []] }, budget)];
}

/** The texts themselves that properties name. */
export function literalTexts(demands: readonly Demand[]): readonly string[] {
  return demands.flatMap(({ predicate }) =>
    predicate.kind === 'text' || predicate.kind === 'arn' ? predicate.globs.filter(isPlain).map(textOf) : [],
  );
}

/** Whether only the texts themselves that a predicate names have it: all of them are candidates. */
export function listsTexts(predicate: Predicate): boolean {
  if (predicate.kind === 'binary') return true;
  return (predicate.kind === 'text' || predicate.kind === 'arn') && predicate.globs.every(isPlain);
}

function isPlain(glob: Glob): boolean {
  return glob.every((mark) => mark >= 0 && !isOpaque(mark));
}
