import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { digestOf } from '../../../lib/core/digest.ts';
import type { Fact } from '../../../lib/core/governance/ledger/fact.ts';
import { digestOfTerms, type PermitTerms, type PermitUse } from '../../../lib/core/governance/permits/permit.ts';
import { type Change, permitCovers } from '../../../lib/core/governance/permits/permit-covers.ts';
import type { Person } from '../../../lib/core/governance/standards/standards.ts';
import { BOTH, DANA, HOUR, NOW, person, PLATO, ROBOT, SASHA } from './approval-fixtures.ts';
import { changeOf, DEPLOYER, GUARDING, permitFacts, permitOf, STACK, termsWith } from './permit-fixtures.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const PEOPLE = [SASHA, PLATO, BOTH, DANA, ROBOT, person('gina', ['visitors'])];
const KEYS = ['one', 'two', 'three'] as const;
type Key = (typeof KEYS)[number];

const anyPerson = fc.constantFrom(...PEOPLE);
const anyActor = fc.constantFrom(DEPLOYER, 'arn:aws:iam::111122223333:user/ops', 'arn:aws:iam::111122223333:role/x');
const anyTerms: fc.Arbitrary<PermitTerms> = fc
  .record({
    account: fc.constantFrom('111122223333', '444455556666'),
    operation: fc.constantFrom({ kind: 'stack-delete' } as const, { kind: 'stack-update' } as const),
    target: fc.constantFrom(STACK, `${STACK}0`),
    change: fc.constantFrom(digestOf('a'), digestOf('b')),
    actor: anyActor,
    requestedBy: anyPerson.map(({ id }) => id),
    from: fc.integer({ min: -5, max: 5 }).map((hours) => NOW + hours * HOUR),
    length: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ length, ...parts }) => termsWith({ ...parts, until: parts.from + length * HOUR }));

/** A moment in the window of the permit, or near it, as a part of its length: 0 begins it, 1 ends it. */
const anyMoment = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 19 }).map((twentieths) => twentieths / 20) },
  { weight: 1, arbitrary: fc.constantFrom(-0.5, -0.001, 0, 1, 1.5) },
);
const momentIn = ({ from, until }: PermitTerms, part: number): number => from + Math.round((until - from) * part);

/** How each key claims: a few minutes after a moment, so that some claims follow each other soon. */
interface Claim extends Pick<PermitUse, 'by'> {
  readonly moment: number;
  readonly minutes: number;
  readonly stack: string;
}
const anyClaim: fc.Arbitrary<Claim> = fc.record({
  by: fc.constantFrom('gate', 'gate', 'gate', 'call', 'part'),
  moment: fc.constantFrom(0.25, 0.25, 0.5),
  minutes: fc.integer({ min: 0, max: 20 }),
  stack: fc.constantFrom(STACK, STACK, `${STACK}0`),
});
const anyClaims: fc.Arbitrary<Readonly<Record<Key, Claim>>> = fc.record({
  one: anyClaim,
  two: anyClaim,
  three: anyClaim,
});
const madeAt = (terms: PermitTerms, { moment, minutes }: Claim): number => momentIn(terms, moment) + minutes * MINUTE;

type Step =
  | { readonly kind: 'sign' | 'withdraw'; readonly by: Person; readonly hours: number }
  | { readonly kind: 'use'; readonly key: Key };
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('sign' as const),
      by: anyPerson,
      hours: fc.integer({ min: 0, max: 8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('withdraw' as const),
      by: anyPerson,
      hours: fc.integer({ min: 0, max: 8 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('use' as const), key: fc.constantFrom(...KEYS) }) },
);
const anySteps = fc.array(anyStep, { maxLength: 5 });

/** Who signs first, before the window begins: half of the time whoever it needs is among them. */
const anySigners = fc.oneof(
  fc.shuffledSubarray(PEOPLE, { minLength: 1 }),
  fc
    .shuffledSubarray([BOTH, DANA, ROBOT])
    .chain((others) => fc.shuffledSubarray([SASHA, PLATO, ...others], { minLength: 2 + others.length })),
);

interface Scene {
  readonly terms: PermitTerms;
  readonly claims: Readonly<Record<Key, Claim>>;
}

function factOf(step: Step, { terms, claims }: Scene): Fact {
  const facts = permitFacts(terms);
  switch (step.kind) {
    case 'sign':
      return facts.signed(step.by, NOW + step.hours * HOUR);
    case 'withdraw':
      return facts.withdrawn(step.by, NOW + step.hours * HOUR);
    case 'use': {
      const claim = claims[step.key];
      const stack = claim.by === 'gate' ? { stack: claim.stack } : {};
      return facts.used({ by: claim.by, key: step.key, at: madeAt(terms, claim), ...stack });
    }
  }
}

describe('laws of permits', () => {
  const scene = fc.record({
    terms: anyTerms,
    claims: anyClaims,
    signers: anySigners,
    later: anySteps,
    other: anyTerms,
    isMeant: fc.constantFrom(true, true, true, false),
    moment: anyMoment,
    key: fc.constantFrom('one', 'two', 'three', 'another'),
    stack: fc.constantFrom(undefined, STACK, `${STACK}0`),
    actor: anyActor,
  });

  test('whatever is covered was signed by a full quorum, in advance, for exactly this, and not used for anything else', () => {
    let covered = 0;
    fc.assert(
      fc.property(scene, ({ terms, claims, signers, later, other, isMeant, moment, key, stack, actor }) => {
        // long before any moment of any window
        const early = signers.map((by) => ({ kind: 'sign', by, hours: -20 }) as const);
        const steps: readonly Step[] = [...early, ...later];
        const permit = permitOf([
          permitFacts(terms).requested(),
          ...steps.map((step) => factOf(step, { terms, claims })),
        ]);
        const at = momentIn(terms, moment);
        const made = isMeant ? { actor: { principalArn: terms.actor } } : { actor: { principalArn: actor } };
        const asked: Partial<Change> = { at, key, ...made, ...(stack === undefined ? {} : { stack }) };
        const change = changeOf(isMeant ? terms : other, asked);
        if (!permitCovers(permit, change, GUARDING).ok) return;
        covered += 1;
        const meant = [terms.account, terms.operation.kind, terms.target, terms.change];
        expect([change.account, change.operation.kind, change.target, change.change]).toEqual(meant);
        expect(change.actor).toEqual({ principalArn: terms.actor });
        expect(at >= terms.from && at < terms.until).toBe(true);
        expect(hasQuorum(steps, terms, at)).toBe(true);
        expect(permit.withdrawal).toBeUndefined();
        const used = steps.flatMap((step) => (step.kind === 'use' ? [step.key] : []));
        const isTheSame = (one: Key): boolean => one === key || isClaimed({ terms, claims }, one, { at, stack });
        expect(permit.use === undefined || used.some(isTheSame)).toBe(true);
      }),
      { numRuns: 3000 },
    );
    expect(covered).toBeGreaterThan(50);
  });

  function hasQuorum(steps: readonly Step[], { requestedBy }: PermitTerms, at: number): boolean {
    const signers = steps
      .flatMap((step) => (step.kind === 'sign' && NOW + step.hours * HOUR <= at ? [step.by] : []))
      .filter((by) => by !== ROBOT && by.id !== requestedBy);
    return signers.some((one) =>
      signers.some((two) => one !== two && one.groups.includes('security') && two.groups.includes('platform')),
    );
  }

  /** Whether a key claimed at the gate for the stack, within a quarter of an hour of a moment. */
  function isClaimed(
    { terms, claims }: Scene,
    key: Key,
    { at, stack }: { readonly at: number; readonly stack: string | undefined },
  ): boolean {
    const claim = claims[key];
    return claim.by === 'gate' && claim.stack === stack && Math.abs(at - madeAt(terms, claim)) < QUARTER;
  }

  test('no permit is used twice, in whatever order its facts come: what used it is one operation, asked again soon', () => {
    let covered = 0;
    let again = 0;
    fc.assert(
      fc.property(anyTerms, anyClaims, anySteps, anySteps, (terms, claims, before, after) => {
        const signed: readonly Step[] = [SASHA, PLATO].map((by) => ({ kind: 'sign', by, hours: -20 }));
        const steps = [...before, ...signed, ...after].map((step) => factOf(step, { terms, claims }));
        const permit = permitOf([permitFacts(terms).requested(), ...steps]);
        if (permit.use === undefined) return;
        // who does not say on which stack it works is known by its key alone
        const keys = KEYS.filter((key) => permitCovers(permit, changeOf(terms, { key }), GUARDING).ok);
        if (keys.length > 0) covered += 1;
        if (keys.length > 1) again += 1;
        for (const one of keys) {
          for (const two of keys) {
            if (one === two) continue;
            const at = madeAt(terms, claims[one]);
            expect(claims[two]).toMatchObject({ by: 'gate', stack: claims[one].stack });
            // each within a quarter of an hour of the first
            expect(Math.abs(madeAt(terms, claims[two]) - at)).toBeLessThan(2 * QUARTER);
          }
        }
      }),
      { numRuns: 1000 },
    );
    expect(covered).toBeGreaterThan(50);
    expect(again).toBeGreaterThan(0);
  });

  test('what people sign changes with every term', () => {
    fc.assert(
      fc.property(anyTerms, anyTerms, (one, two) => {
        const isEqual = JSON.stringify(one) === JSON.stringify(two);
        expect(digestOfTerms(one) === digestOfTerms(two)).toBe(isEqual);
      }),
    );
  });
});
