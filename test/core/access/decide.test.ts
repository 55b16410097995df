import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import {
  type Decision,
  decide,
  isResourcePolicyAlone,
  mustAllow,
  sameAccount,
} from '../../../lib/core/access/decide.ts';
import { parsePolicySet } from '../../../lib/core/access/parse-policy-set.ts';
import { parseRequest } from '../../../lib/core/access/parse-request.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { describeProblem, type PolicyProblem } from '../../../lib/core/policy/problem.ts';
import type { Result } from '../../../lib/core/result.ts';

const CASES = join(import.meta.dirname, '../../cases/decide');
const TRUTH_TABLE = join(import.meta.dirname, '../../../../shared/corpora/condition-truth-table.json');

const json: z.ZodType<JsonValue> = z.json();

/** A file of cases: `access` is what the cases have that bring none of their own. */
const caseFile = z.strictObject({
  about: z.string(),
  source: z.string(),
  access: json.optional(),
  cases: z.array(
    z.strictObject({
      name: z.string(),
      access: json.optional(),
      request: json,
      decision: z.enum(['allow', 'implicit-deny', 'explicit-deny', 'undetermined']),
      by: z.array(z.string()).optional(),
      reading: z.string().optional(),
    }),
  ),
});

const truthTable = z.array(
  z.object({
    source: z.string(),
    condition: json,
    context: z.record(z.string(), z.array(z.string())),
    expected: z.boolean(),
    note: z.string().optional(),
  }),
);

function read(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function mustRead<T>(result: Result<T, readonly PolicyProblem[]>): T {
  if (result.ok) return result.value;
  throw new Error(result.error.map(describeProblem).join('\n'));
}

function decided(access: JsonValue | undefined, request: JsonValue): Decision {
  return decide(mustRead(parsePolicySet(access ?? {})), mustRead(parseRequest(request)));
}

for (const topic of readdirSync(CASES)) {
  for (const file of readdirSync(join(CASES, topic))) {
    const { about, access, cases } = caseFile.parse(read(join(CASES, topic, file)));
    describe(`${topic}: ${about}`, () => {
      test.each(cases.map((each) => [each.name, each] as const))('%s', (_name, each) => {
        const { decision, by, reading } = each;
        expect(decided(each.access ?? access, each.request)).toMatchObject({
          decision,
          ...(by === undefined ? {} : { by }),
          ...(reading === undefined ? {} : { reading }),
        });
      });
    });
  }
}

const tested = existsSync(TRUTH_TABLE) ? describe : describe.skip;

/** Rows that contradict the rules of the page that they stand on are marked by those who wrote them down. */
const rows = existsSync(TRUTH_TABLE)
  ? truthTable.parse(read(TRUTH_TABLE)).filter((row) => row.note?.startsWith('SUSPECT') !== true)
  : [];

tested("the tables of the IAM user guide (skipped where the folder '../shared/corpora' is not there)", () => {
  test.each(rows.map((row, index) => [index, row] as const))('row %i', (_index, row) => {
    const access = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition: row.condition },
    };
    const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: row.context };
    expect(decided(access, request).decision).toBe(row.expected ? 'allow' : 'implicit-deny');
  });
});

const EVERYTHING: JsonValue = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const OFFER: JsonValue = {
  document: { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } },
};

test('one policy set is read anew for every request: variables have other values in each', () => {
  const policies = mustRead(
    parsePolicySet({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::home/${aws:username}/*' },
        {
          Effect: 'Allow',
          Action: 's3:ListBucket',
          Resource: '*',
          Condition: { StringEquals: { 's3:prefix': ['public', '${aws:username}'] } },
        },
      ],
    }),
  );
  const decisions = ['ada', 'bob', 'ada'].map((name) => {
    const context = { 'aws:username': name, 's3:prefix': 'ada' };
    const get = decide(policies, { action: 's3:GetObject', resource: 'arn:aws:s3:::home/ada/k', context });
    const list = decide(policies, { action: 's3:ListBucket', resource: 'arn:aws:s3:::home', context });
    return [get.decision, list.decision];
  });
  expect(decisions).toEqual([
    ['allow', 'allow'],
    ['implicit-deny', 'implicit-deny'],
    ['allow', 'allow'],
  ]);
});

describe('a policy that cannot be read', () => {
  const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} };
  const unknown = { name: 'inline:broken', document: { unreadable: 'no JSON' } };

  test('may say anything: what it is needed for, and what it could deny, is open', () => {
    const { identity } = mustRead(parsePolicySet(EVERYTHING));
    for (const policies of [[unknown], [...identity, unknown]]) {
      expect(decide({ principal: {}, identity: policies }, request)).toEqual({
        decision: 'undetermined',
        reading: 'unreadable-policy',
        by: ['inline:broken'],
      });
    }
  });
});

describe('a resource policy that stands alone', () => {
  test.each([
    [{ resource: OFFER }, true],
    [{ resource: OFFER, rcps: [[EVERYTHING]] }, true],
    [{ resource: OFFER, identity: [EVERYTHING] }, false],
    [{ resource: OFFER, boundary: [EVERYTHING] }, false],
    [{ resource: OFFER, session: [EVERYTHING] }, false],
    [{ resource: OFFER, principal: { arn: 'arn:aws:iam::111122223333:user/ada' } }, false],
    [{ identity: [EVERYTHING] }, false],
    [{ identity: [] }, false],
  ] as const)('%j: %s', (source, expected) => {
    expect(isResourcePolicyAlone(mustRead(parsePolicySet(source)))).toBe(expected);
  });
});

const { policy } = mustRead(parsePolicySet({ resource: OFFER })).resource ?? { policy: undefined };
if (policy === undefined) throw new Error('the policy of the resource was not read');
const offered = { policy };

describe('whether caller and resource are of one account', () => {
  const ADA = 'arn:aws:iam::111122223333:user/ada';
  const QUEUE = 'arn:aws:sqs:eu-west-1:111122223333:q';
  const OTHER_QUEUE = 'arn:aws:sqs:eu-west-1:444455556666:q';

  test.each([
    [{}, { resource: QUEUE }, ADA, true],
    [{}, { resource: OTHER_QUEUE }, ADA, false],
    [{ arn: OTHER_QUEUE }, { resource: QUEUE }, ADA, false],
    [{ arn: QUEUE }, {}, ADA, true],
    [{ arn: QUEUE, account: '444455556666' }, { resource: QUEUE }, ADA, false],
    [{ account: '111122223333' }, { resource: 'arn:aws:s3:::b/k', resourceAccount: '444455556666' }, ADA, false],
    [{}, { resource: 'arn:aws:s3:::b/k' }, ADA, undefined],
    [{}, {}, ADA, undefined],
    [{ arn: QUEUE }, {}, undefined, undefined],
    [{ arn: QUEUE }, {}, 'lambda.amazonaws.com', undefined],
  ])('%j, %j, by %s: %s', (known, request, principal, expected) => {
    expect(sameAccount({ ...offered, ...known }, request, principal)).toBe(expected);
  });
});

describe('whether the policy of a resource must allow', () => {
  const [ROLE, KEY, BUCKET] = [
    'arn:aws:iam::111122223333:role/r',
    'arn:aws:kms:eu-west-1:111122223333:key/k',
    'arn:aws:s3:::b',
  ];

  test.each([
    [{ arn: ROLE }, {}, true],
    [{ arn: ROLE }, { action: 'STS:AssumeRole' }, true],
    [{ arn: ROLE }, { action: 'iam:PassRole' }, false],
    [{}, { action: 'sts:AssumeRole', resource: ROLE }, true],
    [{ arn: ROLE }, { action: 'sts:AssumeRole', resource: BUCKET }, true],
    [{ arn: 'arn:aws:iam::111122223333:user/role/u' }, {}, false],
    [{ arn: 'arn:aws:sts::111122223333:role/r' }, {}, false],
    [{ arn: KEY }, {}, true],
    [{ arn: KEY }, { action: 'kms:Decrypt' }, true],
    [{ arn: KEY }, { action: 'sts:Decrypt' }, false],
    [{ arn: 'arn:aws:kms:eu-west-1:111122223333:alias/key/k' }, {}, false],
    [{ arn: 'arn:aws:iot:eu-west-1:111122223333:key/k' }, {}, false],
    [{ arn: BUCKET }, { action: 'kms:Decrypt' }, false],
    [{ arn: BUCKET }, { action: 'sts:AssumeRole' }, false],
    [{}, { resource: '*' }, false],
    [{}, {}, false],
  ])('%j, %j: %s', (known, request, expected) => {
    expect(mustAllow({ ...offered, ...known }, request)).toBe(expected);
  });
});
