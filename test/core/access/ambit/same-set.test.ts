import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isSameSet } from '../../../../lib/core/access/ambit/same-set.ts';
import { decide } from '../../../../lib/core/access/decide.ts';
import type { NamedPolicy, PolicySet } from '../../../../lib/core/access/policy-set.ts';
import { mixedPair, rcpPair } from '../random-mixed.ts';
import { pairSource } from '../random-policies.ts';
import { randomFrom, randomRequest } from '../random-requests.ts';
import { decideLimit, runs, SEED, setOf } from '../reading-sets.ts';

const anyPair = fc.oneof(
  pairSource,
  rcpPair,
  mixedPair.map(({ granted, limit }) => [granted, limit] as const),
);

const settings = (inSuite: number) => ({ numRuns: runs(inSuite), seed: SEED });

describe(`sets that are the same word for word (seed ${SEED})`, () => {
  test('are so when they are read twice, and whatever their policies are called', () => {
    fc.assert(
      fc.property(anyPair, ([source]) => {
        const [one, other] = [setOf(source), setOf(source)];
        const renamed = {
          ...other,
          identity: other.identity.map((policy) => ({ ...policy, name: `${policy.name}'` })),
        };
        expect([isSameSet(one, other), isSameSet(one, renamed)]).toEqual([true, true]);
      }),
      settings(40),
    );
  });

  test('decide every request alike', () => {
    fc.assert(
      fc.property(anyPair, fc.nat(), ([left, right], seed) => {
        const [granted, limit] = [setOf(left), setOf(right)];
        expect(isSameSet(granted, limit)).toBe(isSameSet(limit, granted));
        if (!isSameSet(granted, limit)) return;
        const random = randomFrom(seed);
        for (let drawn = 0; drawn < 20; drawn += 1) {
          const request = randomRequest(random, granted.principal.arn === undefined ? 'anyone' : 'known');
          expect(decideLimit(limit, granted, request).decision).toBe(decide(granted, request).decision);
        }
      }),
      settings(80),
    );
  });

  test('are not so when a policy stands in another role, or at another level', () => {
    const policy = (action: string): NamedPolicy => ({
      name: action,
      document: setOf({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] })
        .identity.map(({ document }) => document)
        .reduce((_one, document) => document),
    });
    const [one, other] = [policy('s3:*'), policy('sns:*')];
    const sets: readonly PolicySet[] = [
      { principal: {}, identity: [one, other] },
      { principal: {}, identity: [other, one] },
      { principal: {}, identity: [one], boundary: [other] },
      { principal: {}, identity: [one], session: [other] },
      { principal: {}, identity: [one], scps: [[other]] },
      { principal: {}, identity: [one], rcps: [[other]] },
      { principal: {}, identity: [one], resource: { policy: other } },
      { principal: {}, identity: [one], resource: { policy: other, arn: 'arn:aws:s3:::b' } },
      { principal: {}, identity: [one], resource: { policy: other, account: '111122223333' } },
      { principal: {}, identity: [], boundary: [one, other] },
      { principal: {}, identity: [one], boundary: [], scps: [[other]] },
      { principal: {}, identity: [one], scps: [[], [other]] },
      { principal: {}, identity: [one], scps: [[other], []] },
    ];
    for (const [index, set] of sets.entries()) {
      expect(sets.map((each) => isSameSet(set, { ...each }))).toEqual(sets.map((_each, place) => place === index));
    }
  });

  test('are so with what cannot be read only under the same name and for the same reason', () => {
    const unread = (name: string, unreadable: string): PolicySet => ({
      principal: {},
      identity: [{ name, document: { unreadable } }],
    });
    expect(isSameSet(unread('p', 'no JSON'), unread('p', 'no JSON'))).toBe(true);
    expect(isSameSet(unread('p', 'no JSON'), unread('q', 'no JSON'))).toBe(false);
    expect(isSameSet(unread('p', 'no JSON'), unread('p', 'too long'))).toBe(false);
  });
});
