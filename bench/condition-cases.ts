import type { JsonObject } from '../lib/core/json.ts';
import type { HardCase } from './hard-case.ts';
import { allow, deny, policy, S3, several, when } from './policies.ts';

const KEYS = several(6, (index) => `example:key${index}`);
const shared = { undetermined: 'acceptable' } as const;

function key(index: number): string {
  return KEYS[index % KEYS.length] ?? '';
}

/** Allows and Denies that overlap in many ways: each speaks of two of six keys. */
const overlapping = [4, 8, 16, 32].flatMap((count): readonly HardCase[] => {
  const allows = several(count, (index) =>
    allow('*', { StringLike: { [key(index)]: `*a${index}*`, [key(index + 1)]: `*b${index}*` } }),
  );
  const denies = several(count, (index) =>
    deny('*', { StringLike: { [key(index)]: `*d${index}*`, [key(index + 2)]: '*e*' } }),
  );
  const granted = policy(...allows, ...denies);
  return [
    {
      // the same Allows, and one Deny less
      ...shared,
      name: `${count} Allows less ${count} Denies, in as many less ${count - 1}`,
      granted,
      limit: policy(...denies.slice(1), ...allows.toReversed()),
      expected: 'within',
    },
    {
      // what the first Allow takes and the first Deny takes as well: values a0d0, b0, e of the first three keys
      ...shared,
      name: `${count} Allows less ${count - 1} Denies, in as many less ${count}`,
      granted: policy(...denies.slice(1), ...allows.toReversed()),
      limit: granted,
      expected: 'exceeds',
    },
  ];
});

/** Every combination of "is v" and "is not v" of some keys, one Allow each: together they allow everything. */
function combinations(count: number): readonly JsonObject[] {
  return several(2 ** count, (bits) => {
    const names = KEYS.slice(0, count);
    const values = (wanted: number): JsonObject =>
      Object.fromEntries(names.filter((_name, index) => ((bits >> index) & 1) === wanted).map((name) => [name, 'v']));
    return allow('*', { StringEquals: values(1), StringNotEquals: values(0) });
  });
}

const combined = [5, 6].flatMap((count): readonly HardCase[] => [
  {
    // a value is v or it is not, and a missing key is not
    ...shared,
    name: `everything, in all ${2 ** count} combinations of ${count} keys`,
    granted: policy(allow('*')),
    limit: policy(...combinations(count)),
    expected: 'within',
  },
  {
    // all keys are v: the combination that is left out
    ...shared,
    name: `everything, in all combinations of ${count} keys but one`,
    granted: policy(allow('*')),
    limit: policy(...combinations(count).slice(0, -1)),
    expected: 'exceeds',
  },
]);

const BLOCKS = several(256, (first) => `${first}.0.0.0/8`);
const WORDS = several(200, (index) => `word${index}`);

/** A union of statements of which none is enough. */
const byUnion: readonly HardCase[] = [
  {
    // two halves make a block
    ...shared,
    name: 'a /24 in its two /25',
    granted: when({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
    limit: policy(
      allow('*', { IpAddress: { 'aws:SourceIp': '203.0.113.0/25' } }),
      allow('*', { IpAddress: { 'aws:SourceIp': '203.0.113.128/25' } }),
    ),
    expected: 'within',
  },
  {
    // all first bytes
    ...shared,
    name: 'all IPv4 addresses in 256 /8',
    granted: when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }),
    limit: policy(...BLOCKS.map((block) => allow('*', { IpAddress: { 'aws:SourceIp': block } }))),
    expected: 'within',
  },
  {
    // the last byte is left out
    ...shared,
    name: 'all IPv4 addresses in 255 /8',
    granted: when({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }),
    limit: policy(...BLOCKS.slice(0, -1).map((block) => allow('*', { IpAddress: { 'aws:SourceIp': block } }))),
    expected: 'exceeds',
  },
  {
    // a number below 100 is at most 10 or more than 10
    ...shared,
    name: 'numbers < 100 in <= 10 or > 10',
    granted: when({ NumericLessThan: { 's3:max-keys': '100' } }),
    limit: policy(
      allow('*', { NumericLessThanEquals: { 's3:max-keys': '10' } }),
      allow('*', { NumericGreaterThan: { 's3:max-keys': '10' } }),
    ),
    expected: 'within',
  },
  {
    // 10 itself is left out
    ...shared,
    name: 'numbers < 100 in < 10 or > 10',
    granted: when({ NumericLessThan: { 's3:max-keys': '100' } }),
    limit: policy(
      allow('*', { NumericLessThan: { 's3:max-keys': '10' } }),
      allow('*', { NumericGreaterThan: { 's3:max-keys': '10' } }),
    ),
    expected: 'exceeds',
  },
  {
    // each word has a statement
    ...shared,
    name: '200 words in 200 statements',
    granted: when({ StringEquals: { 'aws:UserAgent': WORDS } }),
    limit: policy(...WORDS.map((word) => allow('*', { StringEquals: { 'aws:UserAgent': word } }))),
    expected: 'within',
  },
  {
    // the last word has none
    ...shared,
    name: '200 words in 199 statements',
    granted: when({ StringEquals: { 'aws:UserAgent': WORDS } }),
    limit: policy(...WORDS.slice(0, -1).map((word) => allow('*', { StringEquals: { 'aws:UserAgent': word } }))),
    expected: 'exceeds',
  },
  {
    // a key has no letter, one, … up to 39, or more
    ...shared,
    name: 'all keys in 41 patterns by length',
    granted: policy(allow(`${S3}x/*`)),
    limit: policy(...several(41, (length) => allow(`${S3}x/${'?'.repeat(length)}${length === 40 ? '*' : ''}`))),
    expected: 'within',
  },
];

/** Policies whose conditions overlap or combine, each with the verdict that is right. */
export const CONDITION_CASES: readonly HardCase[] = [...overlapping, ...combined, ...byUnion];
