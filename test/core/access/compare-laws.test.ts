import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../lib/core/access/compare.ts';
import { decide, decideUnder } from '../../../lib/core/access/decide.ts';
import type { NamedPolicy } from '../../../lib/core/access/policy-set.ts';
import { alikeSources, documentSource, pairSource, setSource, statementSource } from './random-policies.ts';
import { randomFrom, randomRequest } from './random-requests.ts';
import { compared, decideLimit, isOutside, runs, SEED, setOf } from './reading-sets.ts';

/** Requests drawn for each pair that is said to be within. */
const REQUESTS = 100;

const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

describe(`laws of compare (seed ${SEED})`, () => {
  test('every policy set is within itself', () => {
    fc.assert(
      fc.property(setSource, (set) => {
        expect(compared(set, set)).toMatchObject({ verdict: 'within', futureOnly: false });
      }),
      settings(80),
    );
  });

  test('every policy set is within itself written in another order', () => {
    fc.assert(
      fc.property(setSource, documentSource, (set, document) => {
        const [one, other] = [
          [...set.identity, document],
          [document, ...set.identity.map((each) => ({ ...each, Statement: each.Statement.toReversed() }))],
        ];
        expect(compared({ ...set, identity: one }, { ...set, identity: other }).verdict).toBe('within');
      }),
      settings(80),
    );
  });

  test('a policy that is the same at several levels and on both sides means there what a copy of it means', () => {
    fc.assert(
      fc.property(setSource, setSource, (own, other) => {
        const { identity, ...rest } = setOf(own);
        const limit = setOf(other);
        const verdictOf = (at: (policy: NamedPolicy) => NamedPolicy) => {
          const there = identity.map(at);
          const granted = {
            ...rest,
            identity,
            boundary: there,
            scps: [there, [...identity, ...limit.identity].map(at)],
          };
          return compare(granted, [{ ...limit, identity: [...limit.identity, ...identity.slice(1).map(at)] }]);
        };
        expect(verdictOf((policy) => policy)).toEqual(verdictOf((policy) => ({ ...policy })));
      }),
      settings(20),
    );
  });

  test('within is transitive', () => {
    fc.assert(
      fc.property(alikeSources, statementSource, ([b, c], extra) => {
        const a = { ...b, boundary: [...(b.boundary ?? []), { Version: '2012-10-17', Statement: [extra] }] };
        const sameAsB = b.boundary === undefined ? a : b;
        if (compared(sameAsB, b).verdict !== 'within' || compared(b, c).verdict !== 'within') return;
        expect(compared(sameAsB, c).verdict).not.toBe('exceeds');
      }),
      settings(40),
    );
  });

  test('an Allow more is never less access', () => {
    fc.assert(
      fc.property(setSource, statementSource, (set, statement) => {
        const allow = { Version: '2012-10-17', Statement: [{ ...statement, Effect: 'Allow' as const }] };
        const more = { ...set, identity: [...set.identity, allow] };
        expect(compared(set, more).verdict).toBe('within');
      }),
      settings(40),
    );
  });

  test.each([
    ['a Deny', 'identity'],
    ['a boundary', 'boundary'],
    ['a session policy', 'session'],
    ['a level of SCPs', 'scps'],
  ] as const)('%s never adds access', (_name, part) => {
    fc.assert(
      fc.property(setSource, documentSource, (set, document) => {
        const denies = {
          ...document,
          Statement: document.Statement.map((each) => ({ ...each, Effect: 'Deny' as const })),
        };
        const less = {
          identity: { ...set, identity: [...set.identity, denies] },
          boundary: { ...set, boundary: set.boundary ?? [document] },
          session: { ...set, session: set.session ?? [document] },
          scps: { ...set, scps: [...(set.scps ?? []), [document]] },
        }[part];
        expect(compared(less, set).verdict).toBe('within');
      }),
      settings(25),
    );
  });

  test('the order of statements and policies is irrelevant', () => {
    fc.assert(
      fc.property(pairSource, ([granted, limit]) => {
        const turned = {
          ...granted,
          identity: granted.identity.toReversed().map((each) => ({ ...each, Statement: each.Statement.toReversed() })),
        };
        expect(compared(turned, limit).verdict).toBe(compared(granted, limit).verdict);
      }),
      settings(15),
    );
  });

  test('every witness is allowed on the left and by no limit on the right', () => {
    fc.assert(
      fc.property(pairSource, setSource, ([left, right], other) => {
        const limits = [setOf(right), setOf(other)];
        const comparison = compare(setOf(left), limits);
        if (comparison.verdict !== 'exceeds') return;
        const { witness } = comparison;
        const decisions = limits.map((limit) => decideLimit(limit, setOf(left), witness).decision);
        expect([decide(setOf(left), witness).decision, decisions]).toEqual([
          'allow',
          limits.map(() => expect.stringMatching(/-deny$/)),
        ]);
      }),
      settings(25),
    );
  });

  test('each part of an excess has a witness that is allowed on the left and by no limit on the right', () => {
    fc.assert(
      fc.property(pairSource, ([left, right]) => {
        const [granted, limit] = [setOf(left), setOf(right)];
        const comparison = compare(granted, [limit]);
        const parts = comparison.verdict === 'exceeds' ? comparison.excess : [];
        // the parts are those of AWS's reading of stars
        const decisions = parts.map(({ witness }) =>
          [granted, { ...limit, principal: granted.principal }].map(
            (set) => witness && decideUnder('segment-wise', set, witness).decision,
          ),
        );
        expect(decisions).toEqual(parts.map(() => ['allow', expect.stringMatching(/-deny$/)]));
      }),
      settings(60),
    );
  });

  test('no request drawn at random contradicts a within', () => {
    fc.assert(
      fc.property(pairSource, fc.nat(), ([left, right], seed) => {
        const [granted, limit] = [setOf(left), setOf(right)];
        if (compare(granted, [limit]).verdict !== 'within') return;
        const random = randomFrom(seed);
        for (let drawn = 0; drawn < REQUESTS; drawn += 1) {
          const request = randomRequest(random, granted.principal.arn === undefined ? 'anyone' : 'known');
          expect(isOutside(request, granted, [limit]) ? request : 'inside').toBe('inside');
        }
      }),
      settings(60),
    );
  });

  test('what two limits allow together is within their union', () => {
    fc.assert(
      fc.property(setSource, documentSource, documentSource, (set, one, other) => {
        const allow = (document: typeof one): typeof one => ({
          ...document,
          Statement: document.Statement.map((each) => ({ ...each, Effect: 'Allow' as const })),
        });
        const both = { ...set, identity: [allow(one), allow(other)] };
        const limits = [allow(one), allow(other)].map((document) => ({ ...set, identity: [document] }));
        expect(compared(both, ...limits).verdict).toBe('within');
      }),
      settings(30),
    );
  });

  test('a limit more never turns within into exceeds', () => {
    fc.assert(
      fc.property(pairSource, setSource, ([granted, limit], other) => {
        if (compared(granted, limit).verdict !== 'within') return;
        expect(compared(granted, limit, other).verdict).toBe('within');
      }),
      settings(40),
    );
  });

  test('fewer than one question in twenty stays undetermined, and each names its rules', () => {
    const pairs = fc.sample(pairSource, { numRuns: runs(60), seed: SEED });
    const open = pairs.map(([granted, limit]) => compared(granted, limit)).filter(isUndetermined);
    for (const { reasons } of open) expect(reasons).not.toEqual([]);
    expect(open.length / pairs.length).toBeLessThan(0.05);
  });
});

type Compared = ReturnType<typeof compared>;

function isUndetermined(comparison: Compared): comparison is Extract<Compared, { verdict: 'undetermined' }> {
  return comparison.verdict === 'undetermined';
}
