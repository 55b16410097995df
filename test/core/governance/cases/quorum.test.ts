import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { mayRestore } from '../../../../lib/core/governance/cases/may-restore.ts';
import { quorum } from '../../../../lib/core/governance/cases/quorum.ts';
import type { Governance, Person } from '../../../../lib/core/governance/standards/standards.ts';
import {
  BOTH,
  caseOf,
  DANA,
  DAY,
  FACTS,
  FINDING,
  findingWith,
  GOVERNANCE,
  governanceWith,
  HELD,
  HOUR,
  NOW,
  OTHER_DIGEST,
  person,
  PLATO,
  ROBOT,
  ROLE,
  SASHA,
} from '../approval-fixtures.ts';

describe('a quorum', () => {
  const now = NOW + 2 * HOUR;
  const signedBy = (...people: readonly Person[]) =>
    caseOf([...HELD, ...people.map((someone) => FACTS.signed(someone))]);
  const security = { group: 'security', count: 1 };
  const platform = { group: 'platform', count: 1 };

  test.each<readonly [string, readonly Person[], readonly { group: string; count: number }[]]>([
    ['nobody', [], [security, platform]],
    ['one of security', [SASHA], [platform]],
    ['one of each', [SASHA, PLATO], []],
    ['one who is in both, and one of security: each takes the place the other cannot', [BOTH, SASHA], []],
    ['one who is in both, alone', [BOTH], [platform]],
    ['one who signed twice', [BOTH, BOTH], [platform]],
    ['the requester and one more', [DANA, SASHA], [platform]],
    ['an agent and one more', [ROBOT, SASHA], [platform]],
    ['a stranger and one more', [person('gina', ['platform']), SASHA], [platform]],
  ])('signed by %s', (_, people, missing) => {
    expect(quorum(signedBy(...people), GOVERNANCE, now)).toMatchObject({ complete: missing.length === 0, missing });
  });

  test('needs the group both when signing and now', () => {
    const moved = governanceWith({ people: [{ ...SASHA, groups: [] }, PLATO] });
    expect(quorum(signedBy(SASHA, PLATO), moved, now).missing).toEqual([security]);
    const joined = governanceWith({ people: [SASHA, { ...SASHA, groups: ['platform'] }, PLATO] });
    const early = caseOf([...HELD, FACTS.signed(SASHA, { groups: ['visitors'] }), FACTS.signed(PLATO)]);
    expect(quorum(early, joined, now).missing).toEqual([security]);
  });

  test('does not count what was signed of another digest', () => {
    const signed = signedBy(SASHA, PLATO);
    const signatures = signed.signatures.map((each) => ({ ...each, digest: OTHER_DIGEST }));
    expect(quorum({ ...signed, signatures }, GOVERNANCE, now).missing).toEqual([security, platform]);
  });

  test('is of people in the order of their ids, each until the earliest end that they accept', () => {
    const twice = [FACTS.signed(SASHA, { until: NOW + 3 * DAY }), FACTS.signed(SASHA)];
    for (const signed of [
      [...twice, FACTS.signed(PLATO)],
      [FACTS.signed(PLATO), ...twice],
    ]) {
      expect(quorum(caseOf([...HELD, ...signed]), GOVERNANCE, now).counted).toMatchObject([
        { personId: 'plato', until: NOW + 7 * DAY },
        { personId: 'sasha', until: NOW + 3 * DAY },
      ]);
    }
  });

  test('seats somebody elsewhere where the place that was tried first cannot be had', () => {
    const allOf = ['a', 'b', 'c'].map((group) => ({ group, count: 1 }));
    const people = [person('p1', ['a', 'b', 'c']), person('p2', ['b']), person('p3', ['a'])];
    const governance = governanceWith({ people, approval: { ...GOVERNANCE.approval, allOf } });
    expect(quorum(signedBy(...people), governance, now).missing).toEqual([]);
  });

  test('a person who is listed twice is one person', () => {
    const people = [person('bo', ['security']), person('bo', ['platform'])];
    expect(quorum(signedBy(BOTH, BOTH), governanceWith({ people }), now).complete).toBe(false);
  });

  test.each([
    ['one session name under two roles', ['AROAONE:sasha@example.com'], ['AROATWO:sasha@example.com']],
    ['a session that the pattern of the other means', ['*:sasha@example.com'], ['AROATWO:Sasha@Example.com']],
    ['a user of the name', ['arn:aws:iam::111122223333:user/sasha'], ['AROATWO:sasha']],
    ['an identity that is the id of the other', [], ['AROATWO:s1']],
  ])('one human under two ids is one: %s', (_, mine, others) => {
    const people = [person('s1', ['security'], mine), person('s2', ['platform'], others)];
    expect(quorum(signedBy(...people), governanceWith({ people }), now)).toMatchObject({ complete: false });
  });

  test('one human under two ids is one, also in all groups under each', () => {
    const groups = ['security', 'platform'];
    const people = [person('s1', groups, ['AROAONE:sasha']), person('s2', groups, ['AROATWO:sasha'])];
    expect(quorum(signedBy(...people), governanceWith({ people }), now).counted).toMatchObject([{ groups }]);
  });

  test('one human under three ids is one, whichever of them tells of the other two', () => {
    const groups = ['security', 'platform'];
    const names = [['*:ada'], ['*:ada', '*:countess'], ['*:countess']];
    for (const turn of [0, 1, 2]) {
      const turned = [...names.slice(turn), ...names.slice(0, turn)];
      const people = turned.map((actsAs, index) => person(`p${index}`, groups, actsAs));
      expect(quorum(signedBy(...people), governanceWith({ people }), now).counted).toHaveLength(1);
    }
  });

  test.each([
    ['a role that many use', 'arn:aws:iam::111122223333:role/engineer'],
    ['all sessions of a role', 'arn:aws:sts::111122223333:assumed-role/engineer/*'],
    ['all sessions of a role, by its id', 'AROAENGINEER:*'],
  ])('two people who have %s are two', (_, shared) => {
    const people = [person('s1', ['security'], [shared]), person('s2', ['platform'], [shared])];
    expect(quorum(signedBy(...people), governanceWith({ people }), now)).toMatchObject({ complete: true });
  });

  test('does not count who accepts no waiver any more', () => {
    const lapsed = caseOf([...HELD, FACTS.signed(SASHA, { until: now }), FACTS.signed(PLATO)]);
    expect(quorum(lapsed, GOVERNANCE, now).missing).toEqual([security]);
  });

  test.each([
    ['asks for one', [{ group: 'security', count: 1 }], { group: 'security', count: 1 }],
    ['asks for none', [{ group: 'security', count: 0 }], { group: 'security', count: 1 }],
    ['asks for fewer than none', [{ group: 'security', count: -5 }], { group: 'security', count: 1 }],
    [
      'asks for none of two',
      [
        { ...security, count: 0 },
        { ...platform, count: 0 },
      ],
      { group: 'security or platform', count: 1 },
    ],
    ['names nobody', [], { group: '', count: 2 }],
  ])('takes two people even where the rule %s', (_, allOf, missing) => {
    const governance = governanceWith({ approval: { ...GOVERNANCE.approval, allOf } });
    expect(quorum(signedBy(SASHA), governance, now)).toMatchObject({ complete: false, missing: [missing] });
  });

  const groups = ['a', 'b', 'c'];
  const anyRule = fc.array(fc.record({ group: fc.constantFrom(...groups), count: fc.integer({ min: -1, max: 3 }) }), {
    maxLength: 4,
  });
  const anyPeople = fc.array(
    fc.tuple(fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5'), fc.subarray(groups)).map(([id, held]) => person(id, held)),
    { maxLength: 7 },
  );
  const complete = (allOf: Governance['approval']['allOf'], people: readonly Person[], signers: readonly Person[]) =>
    quorum(signedBy(...signers), governanceWith({ people, approval: { ...GOVERNANCE.approval, allOf } }), now);

  test('is never complete with fewer than two different people', () => {
    fc.assert(
      fc.property(anyRule, anyPeople, (allOf, people) => {
        const { complete: isComplete, counted } = complete(allOf, people, people);
        const signers = new Set(counted.map(({ personId }) => personId)).size;
        expect(isComplete && signers < 2).toBe(false);
      }),
    );
  });

  test('does not depend on the order of the signatures', () => {
    fc.assert(
      fc.property(anyRule, anyPeople, fc.integer({ min: 0, max: 6 }), (allOf, people, turn) => {
        const turned = [...people.slice(turn), ...people.slice(0, turn)].toReversed();
        expect(complete(allOf, people, turned)).toMatchObject({
          ...complete(allOf, people, people),
          counted: expect.anything(),
        });
      }),
    );
  });

  test('is complete exactly where some seating of two or more different people fills every place', () => {
    const places = (allOf: Governance['approval']['allOf']) =>
      allOf.flatMap(({ group, count }) => Array.from({ length: Math.max(0, count) }, () => group));
    const canSeat = (seats: readonly string[], free: ReadonlyMap<string, readonly string[]>): boolean => {
      const [seat, ...rest] = seats;
      if (seat === undefined) return true;
      return [...free].some(
        ([id, held]) => held.includes(seat) && canSeat(rest, new Map([...free].filter(([other]) => other !== id))),
      );
    };
    fc.assert(
      fc.property(anyRule, anyPeople, (allOf, everyone) => {
        const people = [...new Map(everyone.map((someone) => [someone.id, someone])).values()];
        const free = new Map(people.map(({ id, groups: held }) => [id, held]));
        const approvers = people.filter(({ groups: held }) =>
          held.some((group) => allOf.some((rule) => rule.group === group)),
        );
        const expected = approvers.length >= 2 && canSeat(places(allOf), free);
        expect(complete(allOf, people, people).complete).toBe(expected);
      }),
    );
  });

  test('never counts the requester', () => {
    fc.assert(
      fc.property(anyRule, anyPeople, fc.constantFrom('p1', 'p2'), (allOf, people, requester) => {
        const finding = findingWith({ actor: { ...FINDING.actor, personId: requester } });
        const found = caseOf([
          FACTS.raised(finding),
          ...people.map((someone) => FACTS.signed(someone, { digest: finding.digest })),
        ]);
        const { counted } = quorum(found, governanceWith({ people, approval: { ...GOVERNANCE.approval, allOf } }), now);
        expect(counted.map(({ personId }) => personId)).not.toContain(requester);
      }),
    );
  });
});

describe('a restore', () => {
  const now = NOW + 2 * HOUR;
  const APPROVED = [...HELD, FACTS.signed(SASHA), FACTS.signed(PLATO)];

  test('gives back the stored calls, until the earliest end that a signer accepts', () => {
    const facts = [...HELD, FACTS.signed(SASHA), FACTS.signed(PLATO, { until: NOW + 3 * DAY })];
    expect(mayRestore(caseOf(facts), GOVERNANCE, now)).toEqual({
      ok: true,
      value: FACTS.restoreIntended({ waiverUntil: NOW + 3 * DAY }),
    });
  });

  test('ends no later than the governance allows', () => {
    const governance = governanceWith({ waiver: { defaultDays: 1, maxDays: 1, noticeDays: 3 } });
    expect(mayRestore(caseOf(APPROVED), governance, now)).toMatchObject({ value: { waiverUntil: now + DAY } });
  });

  test('calls nothing where nothing was taken away', () => {
    const facts = [FACTS.raised(), FACTS.signed(SASHA), FACTS.signed(PLATO)];
    expect(mayRestore(caseOf(facts), GOVERNANCE, now)).toMatchObject({ ok: true, value: { calls: [] } });
  });

  test('is what the fold takes for a restore, also after one that failed and was signed again', () => {
    const first = mayRestore(caseOf(APPROVED), GOVERNANCE, now);
    if (!first.ok) throw new Error('the quorum is complete');
    const failed = [...APPROVED, first.value, FACTS.restoreFailed()];
    expect(mayRestore(caseOf(failed), GOVERNANCE, now)).toMatchObject({ error: { code: 'QUORUM_INCOMPLETE' } });
    failed.push(FACTS.signed(SASHA), FACTS.signed(PLATO));
    const again = mayRestore(caseOf(failed), GOVERNANCE, now);
    if (!again.ok) throw new Error('the quorum is still complete');
    expect(caseOf([...failed, again.value])).toMatchObject({ status: 'restoring', irregularities: [] });
  });

  const swapped = { ...FINDING, principal: `${ROLE}-2` };
  test.each([
    [
      'without a quorum',
      [...HELD, FACTS.signed(SASHA)],
      now,
      { code: 'QUORUM_INCOMPLETE', missing: [{ group: 'platform', count: 1 }] },
    ],
    ['of a rejected finding', [...APPROVED, FACTS.rejected(SASHA)], now, { code: 'REJECTED' }],
    [
      'while it is unknown whether the hold was done',
      [...HELD.slice(0, 2), FACTS.signed(SASHA), FACTS.signed(PLATO)],
      now,
      { code: 'NOT_RESTORABLE', status: 'hold-pending' },
    ],
    ['a second time', [...APPROVED, FACTS.restoreIntended()], now, { code: 'NOT_RESTORABLE', status: 'restoring' }],
    ['after the request lapsed', APPROVED, NOW + 72 * HOUR, { code: 'EXPIRED' }],
    [
      'of a finding that is not what its digest says',
      [FACTS.raised(swapped), ...APPROVED.slice(1)],
      now,
      { code: 'DIGEST_CHANGED', signed: FINDING.digest },
    ],
    [
      'with the signatures of a waiver that ended',
      [...APPROVED, FACTS.restoreIntended(), FACTS.restoreConfirmed(), FACTS.waiverEnded(now)],
      now,
      { code: 'QUORUM_INCOMPLETE' },
    ],
  ] as const)('%s is refused', (_, facts, at, error) => {
    expect(mayRestore(caseOf(facts), GOVERNANCE, at)).toMatchObject({ ok: false, error });
  });
});
