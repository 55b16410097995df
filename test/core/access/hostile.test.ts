import { describe, expect, test } from '@jest/globals';
import type { JsonObject, JsonValue } from '../../../lib/core/json.ts';
import { allow, policy, S3 } from './compare-cases.ts';
import { compared } from './reading-sets.ts';

/** Only a hang takes this long, on any machine; how fast an answer comes is for a benchmark to say. */
const HANG = 60_000;

const when = (condition: JsonObject): JsonObject => policy(allow('*', condition));
const several = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const SOME_LETTERS = '?'.repeat(40);
const STARS = policy(allow(S3 + '*?'.repeat(3000)));
const KEYS = several(500, (index) => `example:${index}`);
const VALUES = several(100_000, (index) => `v${index}`);
const WORDS = policy(
  { ...allow('*'), Action: 's3:*' },
  { ...allow(several(20, (index) => `${S3}*w${index}*`)), Action: 's3:*', Effect: 'Deny' },
);

const NEGATED = policy(
  ...several(500, (index) => ({
    Effect: index % 2 === 0 ? 'Allow' : 'Deny',
    NotAction: [`s3:Get*${index % 7}`, `ec2:*${index}`],
    NotResource: [`${S3}a${index}*`, `${S3}*${index % 13}`],
  })),
);
const LEVELS = {
  identity: [policy(allow('*'))],
  scps: several(7, (level) =>
    several(10, (index) =>
      policy(allow(`${S3}*${level}${index}*`, { StringLike: { [`example:${level}`]: `*${index}*` } })),
    ),
  ),
};
const LONG = 'x'.repeat(200_000);

const QUESTIONS: readonly (readonly [name: string, granted: JsonValue, limit: JsonValue, verdict: string])[] = [
  ['6 KB of *? against itself', STARS, STARS, 'within'],
  ['*a?^40 against itself', policy(allow(`${S3}*a${SOME_LETTERS}`)), policy(allow(`${S3}*a${SOME_LETTERS}`)), 'within'],
  ['500 overlapping negated statements against themselves', NEGATED, NEGATED, 'within'],
  ['seven levels of ten SCPs against themselves', LEVELS, LEVELS, 'within'],
  [
    'a value of 200,000 letters',
    when({ StringEquals: { 'aws:UserAgent': LONG } }),
    when({ StringEquals: { 'aws:UserAgent': `${LONG}y` } }),
    'exceeds',
  ],
  ['6 KB of *? against 6 KB of *a*b', STARS, policy(allow(S3 + '*a*b'.repeat(1500))), 'undetermined'],
  [
    'every action on every ARN, by two patterns, less some keys',
    policy({ ...allow(['arn:*', '*']), Action: '*' }),
    policy(
      { ...allow(['arn:*', '*']), Action: '*' },
      { Effect: 'Deny', NotAction: 's3:GetObject', Resource: `${S3}a/*b*` },
    ),
    'exceeds',
  ],
  [
    '500 keys',
    when({ StringEquals: Object.fromEntries(KEYS.map((key) => [key, 'v'])) }),
    when({
      StringEquals: Object.fromEntries(KEYS.map((key) => [key, ['v', 'w']])),
    }),
    'within',
  ],
  [
    '100,000 values of which none is needed',
    when({ 'ForAllValues:StringEquals': { 'aws:TagKeys': VALUES } }),
    when({
      'ForAnyValue:StringEquals': { 'aws:TagKeys': VALUES },
    }),
    'exceeds',
  ],
  [
    '60,000 numbers below a bound',
    when({ NumericEquals: { 's3:max-keys': several(60_000, (index) => `${index}`) } }),
    when({ NumericLessThan: { 's3:max-keys': '1000000' } }),
    'undetermined',
  ],
  ['20 overlapping patterns that are denied on both sides', WORDS, WORDS, 'within'],
  [
    'all lengths one by one',
    policy(allow(`${S3}a/*`)),
    policy(allow(several(16, (index) => `${S3}a/${'?'.repeat(index)}${index === 15 ? '*' : ''}`))),
    'within',
  ],
];

describe('a hostile policy is answered, if only by undetermined', () => {
  test.each(QUESTIONS)(
    '%s',
    (_name, granted, limit, verdict) => {
      expect(compared(granted, limit).verdict).toBe(verdict);
    },
    HANG,
  );
});

test(
  'what AWS may add is said to widen access where thousands of action patterns are too many to tell',
  () => {
    const [granted, limit] = ['x', ''].map((end) =>
      policy({ ...allow('*'), Action: several(20_000, (index) => `s3:*Get${index}${end}*`) }),
    );
    expect(compared(granted ?? {}, limit ?? {})).toMatchObject({ verdict: 'within', futureOnly: true });
  },
  HANG,
);
