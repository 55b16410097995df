import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { compare } from '../../../lib/core/access/compare.ts';
import { decide } from '../../../lib/core/access/decide.ts';
import type { PolicySet } from '../../../lib/core/access/policy-set.ts';
import type { JsonValue } from '../../../lib/core/json.ts';
import { randomFrom } from './random-requests.ts';
import { requestsNear } from './requests-near.ts';
import { isOutside, runs, SEED, setOf } from './reading-sets.ts';

const FILE = join(import.meta.dirname, '../../../lib/adapters/local/aws-managed-policies.json.br');

const compiled = z.object({ policies: z.record(z.string(), z.tuple([z.string(), z.custom<JsonValue>(() => true)])) });

const { policies } = compiled.parse(JSON.parse(brotliDecompressSync(readFileSync(FILE)).toString('utf8')));
const sets: readonly (readonly [string, PolicySet])[] = Object.entries(policies).map(([name, [, document]]) => [
  name,
  setOf(document),
]);

describe(`the current AWS managed policies (seed ${SEED})`, () => {
  test('each is within itself', () => {
    const others = sets.filter(([, set]) => compare(set, [set]).verdict !== 'within');
    expect(others.map(([name]) => name)).toEqual([]);
    expect(sets.length).toBeGreaterThan(1500);
  });

  test('each is within itself written backwards', () => {
    const others = sets
      .filter((_set, index) => index % Math.max(1, Math.round(8 / runs(1))) === 0)
      .filter(([, set]) => compare(backwards(set), [set]).verdict !== 'within');
    expect(others.map(([name]) => name)).toEqual([]);
  });

  test('of pairs at random, no request contradicts a within, and every witness is confirmed', () => {
    const random = randomFrom(SEED);
    const undetermined: string[] = [];
    for (let drawn = 0; drawn < runs(40); drawn += 1) {
      const [[name, granted], [limitName, limit]] = [any(random), any(random)];
      const comparison = compare(granted, [limit]);
      if (comparison.verdict === 'undetermined') undetermined.push(`${name} in ${limitName}`);
      const witnessed = comparison.verdict !== 'exceeds' || isOutside(comparison.witness, granted, [limit]);
      expect(witnessed ? 'confirmed' : { name, limitName, comparison }).toBe('confirmed');
      if (comparison.verdict !== 'within') continue;
      for (const request of requestsNear(granted, random, 50)) {
        expect(isOutside(request, granted, [limit]) ? { name, limitName, request } : 'inside').toBe('inside');
      }
    }
    expect(undetermined.length).toBeLessThanOrEqual(runs(40) * 0.02);
  });

  test('requests made up near a policy are allowed by it now and then, so that they would show an error', () => {
    const random = randomFrom(SEED);
    const allowed = sets
      .slice(0, 100)
      .filter(([, set]) => [...requestsNear(set, random, 20)].some((each) => decide(set, each).decision === 'allow'));
    expect(allowed.length).toBeGreaterThan(50);
  });
});

function any(random: () => number): readonly [string, PolicySet] {
  const found = sets[Math.floor(random() * sets.length)];
  if (found === undefined) throw new Error('no policies to choose from');
  return found;
}

function backwards(set: PolicySet): PolicySet {
  const identity = set.identity.map(({ name, document }) => {
    if ('unreadable' in document) return { name, document };
    const statements = document.statements.toReversed().map((statement) => ({
      ...statement,
      action: { ...statement.action, patterns: statement.action.patterns.toReversed() },
      ...(statement.resource === undefined
        ? {}
        : { resource: { ...statement.resource, patterns: statement.resource.patterns.toReversed() } }),
    }));
    return { name, document: { ...document, statements } };
  });
  return { ...set, identity };
}
