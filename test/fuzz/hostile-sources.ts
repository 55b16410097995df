import type { JsonValue } from '../../lib/core/json.ts';

/** Numbers from 0 to 1. */
export type Random = () => number;

/** An access and a standard, as text: what somebody may put into a policy to make the monitor fail. */
export interface HostilePair {
  readonly access: string;
  readonly standard: string;
}

/** A pair of one of several kinds; the same for the same numbers. */
export function hostilePair(random: Random): HostilePair {
  const kinds = [wildcards, overlapping, manyValues, levels, odd, broken];
  return (pick(random, kinds) ?? odd)(random);
}

function policy(statements: readonly JsonValue[]): JsonValue {
  return { Version: statements.length % 5 === 4 ? '2008-10-17' : '2012-10-17', Statement: statements };
}

function texts(random: Random, most: number, make: () => string): readonly string[] {
  return Array.from({ length: 1 + below(random, most) }, make);
}

/** Patterns of stars and question marks, up to 6 KB. */
function wildcards(random: Random): HostilePair {
  const pattern = (): string => {
    const piece = Array.from(
      { length: 1 + below(random, 4) },
      () => pick(random, ['*', '?', 'a', 'b', '*a', '?*', ':', '/']) ?? '*',
    ).join('');
    return `arn:aws:s3:::${piece.repeat(1 + below(random, random() < 0.2 ? 1500 : 12))}`;
  };
  const side = (): string =>
    JSON.stringify(policy(several(random, 4, () => statement(random, 's3:GetObject', texts(random, 4, pattern)))));
  return { access: side(), standard: side() };
}

/** Many statements that all overlap. */
function overlapping(random: Random): HostilePair {
  const count = 1 + below(random, random() < 0.1 ? 300 : 40);
  const one = (): JsonValue => ({
    Effect: random() < 0.6 ? 'Allow' : 'Deny',
    [random() < 0.5 ? 'NotAction' : 'Action']: texts(
      random,
      3,
      () => `${pick(random, ['s3', 'ec2', 'iam', '*'])}:*${pick(random, LETTERS)}*`,
    ),
    [random() < 0.5 ? 'NotResource' : 'Resource']: texts(
      random,
      3,
      () => `arn:aws:s3:::*${pick(random, LETTERS)}${below(random, 20)}*`,
    ),
  });
  const statements = Array.from({ length: count }, one);
  const changed = random() < 0.5 ? statements.toReversed() : statements.slice(1);
  return { access: JSON.stringify(policy(statements)), standard: JSON.stringify(policy(changed)) };
}

/** Conditions with many values, keys and operators. */
function manyValues(random: Random): HostilePair {
  const values = 10 ** below(random, 6);
  const operator = pick(random, OPERATORS) ?? 'StringLike';
  const side = (from: number): string => {
    const list = Array.from({ length: values }, (_none, index) => valueFor(operator, index + from));
    return JSON.stringify(
      policy([{ ...statement(random, 's3:*', ['*']), Condition: { [operator]: { 'aws:TagKeys': list } } }]),
    );
  };
  return { access: side(0), standard: side(below(random, 2)) };
}

/** Boundaries, session policies and levels of SCPs. */
function levels(random: Random): HostilePair {
  const part = (): JsonValue =>
    policy(
      several(random, 6, () =>
        statement(
          random,
          's3:*',
          texts(random, 3, () => `arn:aws:s3:::${pick(random, LETTERS)}*`),
        ),
      ),
    );
  const set = (): JsonValue => ({
    principal: {
      arn: pick(random, ['arn:aws:iam::111122223333:role/r', 'arn:aws-cn:iam::111122223333:user/a/b']) ?? '',
    },
    identity: [part()],
    ...(random() < 0.5 ? { boundary: [part()] } : {}),
    ...(random() < 0.5 ? { session: [part()] } : {}),
    scps: Array.from({ length: below(random, 8) }, () => Array.from({ length: 1 + below(random, 10) }, part)),
  });
  return { access: JSON.stringify(set()), standard: JSON.stringify(set()) };
}

/** Letters, variables and spellings that nobody writes. */
function odd(random: Random): HostilePair {
  const word = (): string => Array.from({ length: below(random, 8) }, () => pick(random, ODD_PIECES) ?? '').join('');
  const one = (): JsonValue => ({
    Sid: word(),
    Effect: random() < 0.7 ? 'Allow' : 'Deny',
    Action: [...texts(random, 3, word), 's3:Get*'],
    Resource: texts(random, 3, () => `arn:aws:s3:::${word()}`),
    Condition: { [pick(random, OPERATORS) ?? 'StringEquals']: { [word() || 'aws:username']: texts(random, 3, word) } },
  });
  const side = (): string => JSON.stringify(policy(several(random, 4, one)));
  return { access: side(), standard: side() };
}

/** JSON with a piece lost, doubled, or put deep into itself. */
function broken(random: Random): HostilePair {
  const { access, standard } = levels(random);
  const [from, length] = [below(random, access.length), below(random, 40)];
  const change = pick(random, ['lose', 'double', 'nest', 'encode']);
  if (change === 'lose') return { access: access.slice(0, from) + access.slice(from + length), standard };
  if (change === 'double') return { access: access.slice(0, from + length) + access.slice(from), standard };
  if (change === 'encode') return { access: JSON.stringify(encodeURIComponent(access)), standard };
  const depth = 1 + below(random, 50_000);
  return { access: `${'[{"Statement":'.repeat(depth)}1${'}]'.repeat(depth)}`, standard };
}

function statement(random: Random, action: string, resources: readonly string[]): Readonly<Record<string, JsonValue>> {
  return {
    Effect: random() < 0.8 ? 'Allow' : 'Deny',
    Action: action,
    [random() < 0.9 ? 'Resource' : 'NotResource']: resources,
  };
}

function valueFor(operator: string, index: number): string {
  if (operator.includes('Ip')) return `${10 + (index % 200)}.${(index >> 8) % 256}.${index % 256}.0/24`;
  if (operator.includes('Date')) return `20${10 + (index % 80)}-01-01`;
  return operator.includes('Numeric') ? String(index) : `v${index}`;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');
const OPERATORS = [
  'StringEquals',
  'StringNotLike',
  'StringLike',
  'ForAllValues:StringLike',
  'ForAnyValue:StringNotEquals',
  'NumericLessThan',
  'NotIpAddress',
  'IpAddress',
  'DateGreaterThan',
  'ArnLike',
  'Bool',
  'Null',
  'StringEqualsIfExists',
];
const ODD_PIECES = [
  '*',
  '?',
  '${',
  '}',
  '${aws:username}',
  "${a, 'b'}",
  '${*}',
  ':',
  '/',
  'ß',
  'İ',
  '\u0000',
  '\u{F0001}',
  '\u{10FFFD}',
  '\u{1F600}',
  'a',
  '%2a',
  '\\',
  '"',
  '[',
  ',',
];

function several<T>(random: Random, most: number, make: () => T): readonly T[] {
  return Array.from({ length: 1 + below(random, most) }, make);
}

function below(random: Random, most: number): number {
  return Math.floor(random() * most);
}

function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list[below(random, list.length)];
}
