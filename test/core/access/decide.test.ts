import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { type Decision, decide } from '../../../lib/core/access/decide.ts';
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
        const decision = decided(each.access ?? access, each.request);
        expect(decision).toMatchObject({ decision: each.decision, ...(each.by === undefined ? {} : { by: each.by }) });
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
