import type { JsonObject, JsonValue } from '../lib/core/json.ts';
import type { HardCase } from './hard-case.ts';
import { allow, deny, policy, S3, several, when } from './policies.ts';

const shared = { undetermined: 'acceptable' } as const;

/** Seven levels of ten SCPs. A level allows by the number of the policy, in the resource and in a key of the level. */
const LEVELS = several(7, (level) =>
  several(10, (index) =>
    policy(allow(`${S3}*${level}${index}*`, { StringLike: { [`example:level${level}`]: `*${index}*` } })),
  ),
);

function underLevels(scps: readonly (readonly JsonValue[])[]): JsonObject {
  return { identity: [policy(allow('*'))], scps };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');

/** Statements that all overlap: each leaves out some actions and resources. */
function negated(count: number): readonly JsonObject[] {
  return several(count, (index) => ({
    Effect: index % 2 === 0 ? 'Allow' : 'Deny',
    NotAction: [`s3:Get*${LETTERS[index % 7] ?? ''}*`, `ec2:*${LETTERS[index % 23] ?? ''}`],
    NotResource: [`${S3}a${index}*`, `${S3}*${index % 13}`],
  }));
}

const VALUES = several(100_000, (index) => `v${index}`);

function stringEquals(values: readonly string[]): JsonObject {
  return when({ StringEquals: { 'aws:UserAgent': values } });
}

/** Policies written to make a comparison slow, each with the verdict that is right. */
export const HOSTILE_CASES: readonly HardCase[] = [
  {
    // levels, and policies of one level, may come in any order
    ...shared,
    name: 'seven levels of ten SCPs in the same, backwards',
    granted: underLevels(LEVELS),
    limit: underLevels(LEVELS.map((level) => level.toReversed()).toReversed()),
    expected: 'within',
  },
  {
    // where the key of the first level is 9, only the policy that is left out allows
    ...shared,
    name: 'seven levels of ten SCPs in the same less one policy',
    granted: underLevels(LEVELS),
    limit: underLevels(LEVELS.map((level, index) => (index === 0 ? level.slice(0, -1) : level))),
    expected: 'exceeds',
  },
  {
    // both are all keys of at least 3,000 letters
    ...shared,
    name: '6 KB of *?*?… in 6 KB of ?*?*…',
    granted: policy(allow(S3 + '*?'.repeat(3000))),
    limit: policy(allow(S3 + '?*'.repeat(3000))),
    expected: 'within',
  },
  {
    // 3,000 times c
    ...shared,
    name: '6 KB of *?*?… in 6 KB of *a*b…',
    granted: policy(allow(S3 + '*?'.repeat(3000))),
    limit: policy(allow(S3 + '*a*b'.repeat(1500))),
    expected: 'exceeds',
  },
  {
    // a text with 3,000 a is a text with 2,999
    ...shared,
    name: '6 KB of *a*a… in the same less one *a',
    granted: policy(allow(`${S3}${'*a'.repeat(3000)}*`)),
    limit: policy(allow(`${S3}${'*a'.repeat(2999)}*`)),
    expected: 'within',
  },
  {
    // statements may come in any order
    ...shared,
    name: '500 negated statements in the same, backwards',
    granted: policy(...negated(500)),
    limit: policy(...negated(500).toReversed()),
    expected: 'within',
  },
  {
    // a Deny can only take away
    ...shared,
    name: '500 negated statements in the same without the Denies',
    granted: policy(...negated(500)),
    limit: policy(...negated(500).filter(({ Effect }) => Effect === 'Allow')),
    expected: 'within',
  },
  {
    // each of 20 patterns is denied on both sides
    ...shared,
    name: '20 overlapping Denies in the same, backwards',
    granted: policy(allow('*'), ...several(20, (index) => deny(`${S3}*w${index}*`))),
    limit: policy(...several(20, (index) => deny(`${S3}*w${index}*`)).toReversed(), allow('*')),
    expected: 'within',
  },
  {
    // a list may come in any order
    ...shared,
    name: '100,000 values in the same, backwards',
    granted: stringEquals(VALUES),
    limit: stringEquals(VALUES.toReversed()),
    expected: 'within',
  },
  {
    // each begins with v
    ...shared,
    name: '100,000 values in v*',
    granted: stringEquals(VALUES),
    limit: when({ StringLike: { 'aws:UserAgent': 'v*' } }),
    expected: 'within',
  },
  {
    // the last value is left out
    ...shared,
    name: '100,000 values in the same less one',
    granted: stringEquals(VALUES),
    limit: stringEquals(VALUES.slice(0, -1)),
    expected: 'exceeds',
  },
];

/** Texts that are no policies, however deep: they must be refused, and not end the process. */
export const DEEP_TEXTS: readonly (readonly [name: string, text: string])[] = [
  ['100,000 lists in lists', deep('[', ']')],
  ['100,000 lists in lists as a Statement', `{"Version":"2012-10-17","Statement":${deep('[', ']')}}`],
  ['100,000 objects in objects as a Condition', conditionOf(deep('{"a":', '}', '"b"'))],
];

function deep(open: string, close: string, innermost = ''): string {
  return open.repeat(100_000) + innermost + close.repeat(100_000);
}

function conditionOf(condition: string): string {
  return `{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":${condition}}}`;
}
