import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { parsePolicy } from '../../../lib/core/policy/parse.ts';
import { describeProblem } from '../../../lib/core/policy/problem.ts';
import type { JsonValue } from '../../../lib/core/json.ts';

const SMALL = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

const readJson: (text: string) => JsonValue = JSON.parse;

function problemsOf(source: JsonValue): readonly string[] {
  const parsed = parsePolicy(source);
  return parsed.ok ? [] : parsed.error.map(describeProblem);
}

/** What is wrong, as a person reads it; `STATEMENT` cases are put alone into a document. */
const WRONG_STATEMENTS: readonly (readonly [string, JsonValue, readonly string[]])[] = [
  [
    'an operator with a typo',
    { ...SMALL, Condition: { StringLik: { 'aws:username': 'a' } } },
    [
      'Statement[0].Condition.StringLik: unknown condition operator "StringLik", expected one of IAM\'s operators; did you mean "StringLike"?',
    ],
  ],
  [
    'a set operator with a typo',
    { ...SMALL, Condition: { 'ForAnyValues:StringLike': { 'aws:username': 'a' } } },
    [
      'Statement[0].Condition["ForAnyValues:StringLike"]: unknown condition operator "ForAnyValues:StringLike", expected one of IAM\'s operators; did you mean "ForAnyValue:StringLike"?',
    ],
  ],
  [
    'IfExists on Null',
    { ...SMALL, Condition: { NullIfExists: { 'aws:username': 'true' } } },
    [
      'Statement[0].Condition.NullIfExists: the operator "NullIfExists", expected Null without IfExists: it asks itself whether the key exists',
    ],
  ],
  [
    'one operator in two spellings',
    { ...SMALL, Condition: { Bool: { a: 'true' }, bool: { b: 'true' } } },
    ['Statement[0].Condition.bool: a second "bool" that differs in case only, expected each operator once'],
  ],
  [
    'a condition value that is an object',
    { ...SMALL, Condition: { StringEquals: { 'aws:username': ['a', { b: 1 }] } } },
    ['Statement[0].Condition.StringEquals["aws:username"][1]: an object, expected a string, a number or true or false'],
  ],
  [
    'a number that JSON does not hold exactly',
    { ...SMALL, Condition: { NumericEquals: { 's3:max-keys': 2 ** 60 } } },
    [
      'Statement[0].Condition.NumericEquals["s3:max-keys"]: the number 1152921504606847000, which is not exact, expected a string, a number or true or false',
    ],
  ],
  [
    'an effect in lower case',
    { ...SMALL, Effect: 'allow' },
    ['Statement[0].Effect: "allow", expected "Allow" or "Deny"'],
  ],
  [
    'nothing but an effect',
    { Effect: 'Deny' },
    [
      'Statement[0]: neither Action nor NotAction, expected exactly one of them',
      'Statement[0]: neither Resource nor NotResource, expected exactly one of them, or a Principal as in trust policies',
    ],
  ],
  [
    'both an element and its negation',
    { ...SMALL, NotAction: 'iam:*', NotResource: 'a', Principal: '*', NotPrincipal: '*' },
    [
      'Statement[0]: both Principal and NotPrincipal, expected at most one of them',
      'Statement[0]: both Action and NotAction, expected exactly one of them',
      'Statement[0]: both Resource and NotResource, expected exactly one of them',
    ],
  ],
  [
    'an element name in lower case',
    { Effect: 'Allow', action: 's3:*', Resource: '*' },
    [
      'Statement[0].action: unknown element "action", expected one of Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition; did you mean "Action"?',
      'Statement[0]: neither Action nor NotAction, expected exactly one of them',
    ],
  ],
  [
    'a principal type with a typo',
    { ...SMALL, Principal: { Services: 'ec2.amazonaws.com' } },
    [
      'Statement[0].Principal.Services: unknown principal type "Services", expected AWS, Service, Federated or CanonicalUser; did you mean "Service"?',
    ],
  ],
  [
    'a principal that is a bare ARN',
    { ...SMALL, Principal: 'arn:aws:iam::111122223333:root' },
    [
      'Statement[0].Principal: "arn:aws:iam::111122223333:root", expected "*" or an object like {"AWS": "arn:aws:iam::111122223333:root"}',
    ],
  ],
  [
    'a statement that is a text',
    'Allow',
    ['Statement[0]: a string, expected an object with Effect, Action and Resource'],
  ],
];

const WRONG_DOCUMENTS: readonly (readonly [string, JsonValue, readonly string[]])[] = [
  ['a list', [SMALL], ['document: a list, expected an object with a Statement']],
  ['null', null, ['document: null, expected an object with a Statement']],
  ['no statement', { Version: '2012-10-17' }, ['document: no Statement, expected a statement or a list of them']],
  [
    'a statement that is none',
    { Statement: [7] },
    ['Statement[0]: number 7, expected an object with Effect, Action and Resource'],
  ],
  [
    'a version of its own',
    { Version: '2020-01-01', Statement: SMALL },
    ['Version: "2020-01-01", expected "2012-10-17" or "2008-10-17"'],
  ],
  [
    'the place of a lone statement, without a number',
    { Statement: { ...SMALL, Sid: 3 } },
    ['Statement.Sid: number 3, expected a string'],
  ],
];

describe('a document that is refused says where and why', () => {
  test.each(WRONG_STATEMENTS)('%s', (_name, statement, problems) => {
    expect(problemsOf({ Version: '2012-10-17', Statement: [statement] })).toEqual(problems);
  });
  test.each(WRONG_DOCUMENTS)('%s', (_name, document, problems) => {
    expect(problemsOf(document)).toEqual(problems);
  });
  test('names the third statement when the third is wrong', () => {
    expect(problemsOf({ Statement: [SMALL, SMALL, { ...SMALL, Efect: 'Allow' }] })[0]).toMatch(
      /^Statement\[2\]\.Efect: /,
    );
  });
});

describe('a document that is read', () => {
  test('may have no statements: it allows nothing', () => {
    const parsed = parsePolicy({ Version: '2012-10-17', Statement: [] });
    expect(parsed.ok && parsed.value.statements).toEqual([]);
  });

  test('is Version 2008-10-17 when it names none', () => {
    const parsed = parsePolicy({ Statement: SMALL });
    expect(parsed.ok && parsed.value.version).toBe('2008-10-17');
  });

  test('may write one statement, action, resource, value without a list', () => {
    const one = parsePolicy({ Statement: { ...SMALL, Condition: { Bool: { 'aws:SecureTransport': 'true' } } } });
    const list = parsePolicy({
      Statement: [
        {
          Effect: 'Allow',
          Action: ['s3:GetObject'],
          Resource: ['*'],
          Condition: { Bool: { 'aws:SecureTransport': ['true'] } },
        },
      ],
    });
    expect(one).toEqual(list);
  });

  test('keeps every element', () => {
    const parsed = parsePolicy({
      Version: '2012-10-17',
      Id: 'bucket',
      Statement: [
        {
          Sid: 'first',
          Effect: 'Deny',
          NotPrincipal: { AWS: ['111122223333'], Service: 'ec2.amazonaws.com', Federated: 'x', CanonicalUser: 'y' },
          NotAction: 'iam:*',
          NotResource: 'arn:aws:s3:::b/*',
          Condition: { 'foranyvalue:stringlikeifexists': { 'aws:TagKeys': ['a', 7, true] }, Null: { k: false } },
        },
      ],
    });
    expect(parsed).toEqual({
      ok: true,
      value: {
        version: '2012-10-17',
        id: 'bucket',
        statements: [
          {
            sid: 'first',
            index: 0,
            effect: 'Deny',
            principal: {
              negated: true,
              aws: ['111122223333'],
              service: ['ec2.amazonaws.com'],
              federated: ['x'],
              canonicalUser: ['y'],
            },
            action: { negated: true, patterns: ['iam:*'] },
            resource: { negated: true, patterns: ['arn:aws:s3:::b/*'] },
            conditions: [
              {
                operator: 'StringLike',
                set: 'ForAnyValue',
                ifExists: true,
                key: 'aws:TagKeys',
                values: ['a', '7', 'true'],
              },
              { operator: 'Null', ifExists: false, key: 'k', values: ['false'] },
            ],
          },
        ],
      },
    });
  });

  test('may leave Resource out where it has a Principal, as trust policies do', () => {
    const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const parsed = parsePolicy({ Statement: [trust] });
    expect(parsed.ok && parsed.value.statements[0]?.resource).toBeUndefined();
    expect(parsed.ok).toBe(true);
  });

  test('treats a key that comes twice in different case as one key', () => {
    const parsed = parsePolicy({
      Statement: {
        ...SMALL,
        Condition: { StringEquals: { 'aws:PrincipalTag/Team': 'a', 'AWS:principaltag/team': ['b'] } },
      },
    });
    expect(parsed.ok && parsed.value.statements[0]?.conditions).toEqual([
      { operator: 'StringEquals', ifExists: false, key: 'aws:PrincipalTag/Team', values: ['a', 'b'] },
    ]);
  });

  test('keeps empty lists, which match nothing', () => {
    const parsed = parsePolicy({
      Statement: { Effect: 'Allow', Action: [], Resource: [], Condition: { StringEquals: { 'aws:username': [] } } },
    });
    expect(parsed.ok && parsed.value.statements[0]?.action.patterns).toEqual([]);
    expect(parsed.ok && parsed.value.statements[0]?.conditions[0]?.values).toEqual([]);
  });
});

describe('parsing never throws', () => {
  /** JSON that often gets past the first checks: real element names with any value below them. */
  const nearlyPolicy = fc.record(
    {
      Version: fc.constantFrom('2012-10-17', '2008-10-17', 'x', 3),
      Statement: fc.array(
        fc.dictionary(
          fc.constantFrom('Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'Resource', 'Condition', '__proto__'),
          fc.oneof(
            fc.jsonValue(),
            fc.dictionary(fc.constantFrom('AWS', 'StringLike', 'NullIfExists', ':'), fc.jsonValue()),
          ),
        ),
      ),
    },
    { requiredKeys: [] },
  );

  test('whatever the JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), nearlyPolicy), (value) => {
        const parsed = parsePolicy(readJson(JSON.stringify(value)));
        return parsed.ok || parsed.error.length > 0;
      }),
    );
  });
  test('whatever the text, percent-encoded or nearly so among it', () => {
    const encoded = fc.json().map(encodeURIComponent);
    const nearlyEncoded = fc.array(fc.constantFrom('%7B', '%22', '%7D', '%', '%2', '%zz', '%C3', '/', '{', 'a'));
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      encoded,
      nearlyEncoded.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const parsed = parsePolicy(text);
        return parsed.ok || parsed.error.length > 0;
      }),
    );
  });
});
