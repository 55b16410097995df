import fc from 'fast-check';
import { type Formula, all, any, literalFormula } from '../../../../lib/core/access/ambit/formula.ts';
import {
  type Atom,
  type KeyAtom,
  type Literal,
  dimensionOf,
  resourceAtom,
} from '../../../../lib/core/access/ambit/literal.ts';
import type { Model } from '../../../../lib/core/access/ambit/solver.ts';
import { meets } from '../../../../lib/core/access/ambit/value-search.ts';
import { testOf } from '../../../../lib/core/access/condition/condition-test.ts';
import { ANYTHING, FRESH, globMatchesLetters, globOf, lettersOf } from '../../../../lib/core/policy/glob.ts';
import { parseConditions } from '../../../../lib/core/policy/parse-condition.ts';

function keyAtom(key: string, operator: string, operand: string): KeyAtom {
  const [condition] = parseConditions({ [operator]: { [key]: operand } }, 'Condition', () => undefined);
  if (condition === undefined) throw new Error(`no condition for ${operator}`);
  const test = testOf(condition, { version: '2012-10-17', resolve: () => undefined, reading: 'segment-wise' });
  if (test.kind === 'unclear') throw new Error(test.rule);
  return { kind: 'key', meaning: `${operator} ${key} ${operand}`, key, test };
}

/** Atoms about four parts of a request. */
export const ATOMS: readonly Atom[] = [
  ...['a*', '*b', 'a?', '?b', 'b', 'ab', '*a*', '??*', '*'].map((text) => resourceAtom([globOf(text)])),
  resourceAtom([globOf('a'), globOf('b*')]),
  ...['1', '2', '3'].flatMap((bound) => [
    keyAtom('example:size', 'NumericLessThan', bound),
    keyAtom('example:size', 'NumericGreaterThanEquals', bound),
  ]),
  keyAtom('example:size', 'Null', 'false'),
  ...['a', 'b', 'a*', '?'].map((text) => keyAtom('example:word', 'StringLike', text)),
  keyAtom('example:word', 'StringLikeIfExists', '*b'),
  { kind: 'open', meaning: 'open one', rule: 'one' },
  { kind: 'open', meaning: 'open another', rule: 'another' },
];

/** A value of each part of a request. */
export interface Point {
  readonly resource: string;
  readonly size: readonly string[];
  readonly word: readonly string[];
  /** The meanings of the open atoms that hold. */
  readonly open: ReadonlySet<string>;
}

const TEXTS = ['', 'a', 'b', 'z', ...pairs(), ...pairs().flatMap((text) => ['a', 'b', 'z'].map((end) => text + end))];

function pairs(): readonly string[] {
  return ['a', 'b', 'z'].flatMap((start) => ['a', 'b', 'z'].map((end) => start + end));
}

const DIMENSIONS = {
  resource: TEXTS,
  size: [[], ...['0', '1', '1.5', '2', '2.5', '3', '4'].map((value) => [value])],
  word: [[], ...TEXTS.map((value) => [value])],
  open: [[], ['open one'], ['open another'], ['open one', 'open another']].map((meanings) => new Set(meanings)),
};

/** Of each part one value of every kind that the atoms tell apart, in all combinations. */
export const POINTS: readonly Point[] = points();

function points(): readonly Point[] {
  const base: Point = { resource: '', size: [], word: [], open: new Set() };
  const distinct = <T>(values: readonly T[], point: (value: T) => Point): readonly T[] => [
    ...new Map(values.map((value) => [ATOMS.map((atom) => holdsAt(atom, point(value))).join(), value])).values(),
  ];
  const resources = distinct(DIMENSIONS.resource, (resource) => ({ ...base, resource }));
  const sizes = distinct(DIMENSIONS.size, (size) => ({ ...base, size }));
  const words = distinct(DIMENSIONS.word, (word) => ({ ...base, word }));
  return resources.flatMap((resource) =>
    sizes.flatMap((size) => words.flatMap((word) => DIMENSIONS.open.map((open) => ({ resource, size, word, open })))),
  );
}

/** Whether an atom holds at a point. */
export function holdsAt(atom: Atom, { resource, size, word, open }: Point): boolean {
  switch (atom.kind) {
    case 'resource':
      return atom.globs.some((glob) => globMatchesLetters(glob, lettersOf(resource)));
    case 'key':
      return meets([{ atom, holds: true }], atom.key === 'example:size' ? size : word) === 'yes';
    case 'open':
      return open.has(atom.meaning);
  }
}

/** Whether a formula is true at a point. */
export function isTrueAt(formula: Formula, point: Point): boolean {
  switch (formula.kind) {
    case 'literal':
      return holdsAt(formula.literal.atom, point) === formula.literal.holds;
    case 'all':
      return formula.of.every((each) => isTrueAt(each, point));
    case 'any':
      return formula.of.some((each) => isTrueAt(each, point));
  }
}

/** The points that a model stands for: what it leaves open may be anything. */
export function pointsOf(model: Model): readonly Point[] {
  const written = (text: string): string =>
    text.replaceAll(String.fromCodePoint(ANYTHING), 'z').replaceAll(String.fromCodePoint(FRESH), 'z');
  let point: Point = { resource: 'z', size: [], word: [], open: new Set() };
  for (const [dimension, { model: part }] of model) {
    if (part.kind === 'resource') point = { ...point, resource: written(String.fromCodePoint(...part.letters)) };
    if (part.kind !== 'values') continue;
    const values = part.found.values.map(written);
    point = dimension === 'key example:size' ? { ...point, size: values } : { ...point, word: values };
  }
  return DIMENSIONS.open.map((open) => ({ ...point, open }));
}

/** Any literal of these atoms. */
export const literal: fc.Arbitrary<Literal> = fc.record({ atom: fc.constantFrom(...ATOMS), holds: fc.boolean() });

/** Literals about one part. */
export const literalsOfOnePart: fc.Arbitrary<readonly Literal[]> = fc
  .constantFrom(...new Set(ATOMS.map(dimensionOf)))
  .chain((dimension) =>
    fc.array(
      fc.record({
        atom: fc.constantFrom(...ATOMS.filter((atom) => dimensionOf(atom) === dimension)),
        holds: fc.boolean(),
      }),
      { minLength: 1, maxLength: 5 },
    ),
  );

/** Formulas of up to three levels. */
export const formula: fc.Arbitrary<Formula> = levels(3);

function levels(depth: number): fc.Arbitrary<Formula> {
  const leaf = literal.map(literalFormula);
  if (depth === 0) return leaf;
  const parts = fc.array(levels(depth - 1), { maxLength: 4 });
  return fc.oneof(
    { weight: 1, arbitrary: leaf },
    { weight: 2, arbitrary: parts.map(all) },
    { weight: 2, arbitrary: parts.map(any) },
  );
}
