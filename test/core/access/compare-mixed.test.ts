import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compare } from '../../../lib/core/access/compare.ts';
import { type Decision, decide } from '../../../lib/core/access/decide.ts';
import type { AccessRequest } from '../../../lib/core/access/policy-set.ts';
import { mixedPair, rcpPair, rcpSetSource } from './random-mixed.ts';
import { type DocumentSource, type SetSource, documentSource } from './random-policies.ts';
import { randomCall, randomFrom, randomRequest } from './random-requests.ts';
import { compared, isOutside, runs, SEED, setOf } from './reading-sets.ts';

/** Requests drawn for each pair. */
const REQUESTS = 100;

const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

/** The documents with nothing but what they deny, or as if they denied it. */
function denying(document: DocumentSource): DocumentSource {
  return { ...document, Statement: document.Statement.map((each) => ({ ...each, Effect: 'Deny' as const })) };
}

describe(`laws of compare under resource control policies (seed ${SEED})`, () => {
  test('every policy set is within itself', () => {
    fc.assert(
      fc.property(rcpSetSource, (set) => {
        expect(compared(set, set)).toMatchObject({ verdict: 'within', futureOnly: false });
      }),
      settings(20),
    );
  });

  test('a resource control policy never adds access', () => {
    fc.assert(
      fc.property(rcpSetSource, documentSource, (set, document) => {
        const rcp = denying(document);
        const named = { ...rcp, Statement: rcp.Statement.map((each) => ({ ...each, Principal: '*' as const })) };
        expect(compared({ ...set, rcps: [...(set.rcps ?? []), [named]] }, set).verdict).toBe('within');
      }),
      settings(20),
    );
  });

  test('no request drawn at random contradicts a within, and every witness is confirmed', () => {
    fc.assert(
      fc.property(rcpPair, fc.nat(), ([granted, limit], seed) => {
        const random = randomFrom(seed);
        const who = granted.principal === undefined ? 'anyone' : 'known';
        expect(contradictionTo(granted, limit, () => randomRequest(random, who))).toBeUndefined();
      }),
      settings(15),
    );
  });
});

describe(`laws of compare beside the policy of a resource (seed ${SEED})`, () => {
  test('every policy set is within itself', () => {
    fc.assert(
      fc.property(mixedPair, ({ granted }) => {
        expect(compared(granted, granted)).toMatchObject({ verdict: 'within', futureOnly: false });
      }),
      settings(20),
    );
  });

  test.each(['identity', 'resource', 'rcps'] as const)('a Deny more (%s) never exceeds', (part) => {
    fc.assert(
      fc.property(mixedPair, documentSource, ({ granted, limit }, document) => {
        expect(compared(withDeny(granted, limit, denying(document), part), granted).verdict).not.toBe('exceeds');
      }),
      settings(15),
    );
  });

  test('no call drawn at random contradicts a within, and every witness is confirmed', () => {
    fc.assert(
      fc.property(mixedPair, fc.nat(), ({ granted, limit, place }, seed) => {
        const random = randomFrom(seed);
        const caller = granted.principal?.arn ?? '';
        expect(contradictionTo(granted, limit, () => randomCall(random, caller, place))).toBeUndefined();
      }),
      settings(50),
    );
  });
});

/** One set with a Deny more: in an identity policy, an RCP, or what the other set's resource policy denies. */
function withDeny(
  set: SetSource,
  other: SetSource,
  document: DocumentSource,
  part: 'identity' | 'resource' | 'rcps',
): SetSource {
  const everyone = { ...document, Statement: document.Statement.map((each) => ({ ...each, Principal: '*' as const })) };
  if (part === 'identity') return { ...set, identity: [...set.identity, document] };
  if (part === 'rcps') return { ...set, rcps: [...(set.rcps ?? []), [everyone]] };
  if (set.resource === undefined) return set;
  const more = other.resource === undefined ? [] : denying(other.resource.document).Statement;
  const Statement = [...set.resource.document.Statement, ...more];
  return { ...set, resource: { ...set.resource, document: { ...set.resource.document, Statement } } };
}

/** A request that shows a verdict to be wrong. */
function contradictionTo(left: SetSource, right: SetSource, draw: () => AccessRequest): AccessRequest | undefined {
  const [granted, limit] = [setOf(left), setOf(right)];
  const comparison = compare(granted, [limit]);
  if (comparison.verdict === 'exceeds') {
    return isOutside(comparison.witness, granted, [limit]) ? undefined : comparison.witness;
  }
  if (comparison.verdict !== 'within') return undefined;
  return Array.from({ length: REQUESTS }, draw).find((request) => isOutside(request, granted, [limit]));
}

describe(`laws of decide beside the policy of a resource (seed ${SEED})`, () => {
  const eachCall = (
    law: (
      set: SetSource,
      other: SetSource,
      decided: (set: SetSource) => Decision['decision'],
      call: AccessRequest,
    ) => void,
  ): void => {
    fc.assert(
      fc.property(mixedPair, fc.nat(), ({ granted, limit, place }, seed) => {
        const random = randomFrom(seed);
        const caller = granted.principal?.arn ?? '';
        for (let drawn = 0; drawn < REQUESTS / 4; drawn += 1) {
          const call = randomCall(random, caller, place);
          law(granted, limit, (set) => decide(setOf(set), call).decision, call);
        }
      }),
      settings(30),
    );
  };

  test('a boundary, a session policy, an SCP or an RCP more never allows', () => {
    eachCall((set, other, decided) => {
      const [document] = other.identity;
      if (document === undefined || decided(set) === 'allow') return;
      const more = [
        { ...set, boundary: set.boundary ?? [document] },
        { ...set, session: set.session ?? [document] },
        { ...set, scps: [...(set.scps ?? []), [document]] },
        { ...set, rcps: [...(set.rcps ?? []), ...(other.rcps ?? [])] },
      ];
      for (const each of more) expect(decided(each)).not.toBe('allow');
    });
  });

  test('across accounts, what is allowed is allowed by the identity policies and by the resource', () => {
    eachCall((set, _other, decided, { resourceAccount }) => {
      if (resourceAccount !== '444455556666' || decided(set) !== 'allow') return;
      const { resource, ...alone } = set;
      expect(decided(alone)).toBe('allow');
      expect(resource === undefined ? 'allow' : decided({ identity: [], resource })).toBe('allow');
    });
  });

  test('within one account, what the identity policies allow is allowed if a bucket policy does not deny it', () => {
    eachCall((set, _other, decided, { resourceAccount }) => {
      const { resource, ...alone } = set;
      if (resourceAccount !== '111122223333' || resource?.arn !== 'arn:aws:s3:::a') return;
      if (decided(alone) !== 'allow' || decided(set) === 'undetermined') return;
      const isDenied = decided({ ...set, identity: [] }) === 'explicit-deny';
      expect(decided(set)).toBe(isDenied ? 'explicit-deny' : 'allow');
    });
  });
});
