import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { setOf } from '../../../../lib/core/access/action-set.ts';
import type { CompiledStatement } from '../../../../lib/core/access/ambit/compile.ts';
import { genericText } from '../../../../lib/core/access/ambit/glob-algebra.ts';
import { type Literal, resourceAtom } from '../../../../lib/core/access/ambit/literal.ts';
import { ShapeGroups } from '../../../../lib/core/access/ambit/shape-groups.ts';
import { nameOfGlob, sharedArnGlob, sharedGlob } from '../../../../lib/core/access/ambit/shared-globs.ts';
import { universeOf } from '../../../../lib/core/access/ambit/universe.ts';
import { actionNumber, shapeSetOf, shapesOf } from '../../../../lib/core/access/catalogue.ts';
import { type Glob, type Letters, globMatchesLetters, globOf, lettersOf } from '../../../../lib/core/policy/glob.ts';
import { arnGlobOfTemplate, parseTemplate } from '../../../../lib/core/policy/template.ts';
import { runs, SEED } from '../reading-sets.ts';

const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  's3:ListAllMyBuckets',
  'iam:GetUser',
  'iam:PassRole',
  'ec2:RunInstances',
  'sns:Publish',
  'sts:GetCallerIdentity',
].map((name) => actionNumber(name) ?? -1);

const RESOURCES = [
  '*',
  'arn:aws:s3:::a',
  'arn:aws:s3:::a/b',
  'arn:aws:s3:r:1:accesspoint/a',
  'arn:aws:s3:r:1:accesspoint/a/object/b',
  'arn:aws:iam::1:user/x',
  'arn:aws:iam::1:role/p/r',
  'arn:aws:ec2:r:1:instance/i-1',
  'arn:aws:ec2:r::image/ami-1',
  'arn:aws-cn:s3:::a/b',
  'arn:aws:sns:r:1:t',
].map(lettersOf);

const PATTERNS = [
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:*:*:*',
  'arn:aws:iam::*:user/*',
  'arn:aws:iam::1:role/p/*',
  'arn:aws:ec2:*:*:instance/*',
  'arn:aws:ec2:*:*:*',
  'arn:aws-cn:s3:::*',
  'arn:aws:sns:*:*:t?',
].map(arn);

function arn(text: string): Glob {
  const read = sharedArnGlob(text, 'segment-wise');
  return read.kind === 'glob' ? read.glob : [];
}

const literal: fc.Arbitrary<Literal> = fc.record({
  atom: fc.array(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 2 }).map(resourceAtom),
  holds: fc.constantFrom(true, true, false),
});
const others = fc.array(
  fc.array(literal, { maxLength: 2 }).map(
    (literals): CompiledStatement => ({
      policy: 'p',
      statement: undefined,
      effect: 'Allow',
      literals,
      units: [],
      unclear: [],
      hasVariables: { resource: false, conditions: false },
    }),
  ),
  { maxLength: 3 },
);
const actions = fc.subarray(ACTIONS, { minLength: 1 }).map(setOf);
const partition = fc.constantFrom(undefined, 'aws', 'aws-cn');
const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

function isIn(globs: readonly Glob[], text: Letters): boolean {
  return globs.some((glob) => globMatchesLetters(glob, text));
}

function globsOf(literals: readonly Literal[]): readonly Glob[] {
  return literals.flatMap(({ atom }) => (atom.kind === 'resource' ? atom.globs : []));
}

describe(`the actions of a class by the resources that matter (seed ${SEED})`, () => {
  test('have for each resource that they take one that no pattern tells apart from it, and each action stands once', () => {
    fc.assert(
      fc.property(actions, others, fc.array(literal, { maxLength: 2 }), partition, (set, statements, own, where) => {
        const groups = new ShapeGroups(set, statements, where).of(own);
        const found = groups.flatMap((group) => [...group.actions]);
        expect(new Set(found).size).toBe(found.length);
        const [only, ...more] = own.filter(({ holds }) => holds);
        const [pattern, ...rest] = only === undefined ? [] : globsOf([only]);
        const isSingle = pattern !== undefined && more.length === 0 && rest.length === 0;
        // a statement has one resource element: nothing is left out beside a single pattern
        const ownGlobs = isSingle ? [pattern] : globsOf(own);
        const said = [...ownGlobs, ...globsOf(statements.flatMap(({ literals }) => literals))];
        const signature = (text: Letters): string => said.map((glob) => globMatchesLetters(glob, text)).join();
        for (const action of set) {
          const { globs: shapes } = universeOf(shapeSetOf(action), where);
          const universe = groups.find((group) => group.actions.includes(action))?.universe?.globs ?? [];
          const inUniverse = [...RESOURCES, ...universe.map(genericText)].filter((text) => isIn(universe, text));
          const signatures = new Set(inUniverse.map(signature));
          const taken = RESOURCES.filter((text) => isIn(shapes, text));
          const asked = isSingle ? taken.filter((text) => globMatchesLetters(pattern, text)) : taken;
          expect(asked.filter((text) => !signatures.has(signature(text)))).toEqual([]);
        }
      }),
      settings(150),
    );
  });

  test('are one group where a pattern covers all their resources and nothing tells them apart', () => {
    const literals = [{ atom: resourceAtom([arn('arn:*')]), holds: true }];
    const named = setOf(ACTIONS.filter((action) => shapesOf(shapeSetOf(action)).length > 0));
    expect(new ShapeGroups(named, [], undefined).of(literals).map((group) => group.actions)).toEqual([named]);
  });
});

describe(`patterns that are shared (seed ${SEED})`, () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':', ','), maxLength: 5 });

  test('are one object where they are equal, and two where they are not', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(sharedGlob(globOf(a))).toEqual(globOf(a));
        expect(sharedGlob(globOf(a)) === sharedGlob(globOf(b))).toBe(a === b);
        expect(nameOfGlob(globOf(a)) === nameOfGlob(globOf(b))).toBe(a === b);
      }),
      settings(200),
    );
  });

  test('of ARNs are what reading the ARN gives, under each reading', () => {
    const sources = fc.array(text, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(':'));
    fc.assert(
      fc.property(sources, fc.constantFrom('segment-wise', 'crossing'), (source, reading) => {
        const read = arnGlobOfTemplate(parseTemplate(source, '2008-10-17'), () => undefined, reading);
        expect(sharedArnGlob(source, reading)).toEqual(read);
        expect(sharedArnGlob(source, reading)).toBe(sharedArnGlob(source, reading));
      }),
      settings(200),
    );
  });
});
