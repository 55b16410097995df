import { describe, expect, test } from '@jest/globals';
import { askAgain, keptWaiver, revokeWaiver } from '../../../../lib/core/governance/cases/keep-or-revoke.ts';
import { brokeGlass, expiryOf, quorum } from '../../../../lib/core/governance/cases/quorum.ts';
import { activeWaivers, noticeAt } from '../../../../lib/core/governance/cases/waiver.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import type { Person } from '../../../../lib/core/governance/standards/standards.ts';
import {
  caseOf,
  DANA,
  DAY,
  FACTS,
  FINDING,
  GOVERNANCE,
  governanceWith,
  HELD,
  HOUR,
  MINUTE,
  NOW,
  OTHER_DIGEST,
  person,
  PLATO,
  ROBOT,
  ROLE,
  SASHA,
} from '../approval-fixtures.ts';
import { ALONE, GLASS, OLGA, refused, RESTORED, SIGNED, signing } from './waiver-fixtures.ts';

const ASKED = [...RESTORED, FACTS.waiverDue()];

const later = (by: Person, until = NOW + 14 * DAY) => FACTS.signed(by, { until, at: NOW + 5 * DAY });

describe('a waiver', () => {
  test('covers the frozen slice from the restore on, until its end', () => {
    expect(caseOf([...SIGNED, FACTS.restoreIntended()]).waiver).toEqual({
      findingId: FINDING.id,
      account: '111122223333',
      principal: ROLE,
      digest: FINDING.digest,
      frozen: FINDING.frozen,
      from: NOW + 2 * HOUR,
      until: NOW + 7 * DAY,
    });
  });

  test.each<readonly [string, string, number, number]>([
    ['runs while it lasts', ROLE, NOW + DAY, 1],
    ['has begun with the restore', ROLE, NOW + 2 * HOUR, 1],
    ['has not begun before the restore', ROLE, NOW + HOUR, 0],
    ['is over at its end', ROLE, NOW + 7 * DAY, 0],
    ['is for its principal only', `${ROLE}-2`, NOW + DAY, 0],
  ])('%s', (_, principal, now, count) => {
    expect(activeWaivers([caseOf(HELD), caseOf(RESTORED)], principal, now)).toHaveLength(count);
  });

  test('ends with a new hold, and its signatures are spent', () => {
    for (const facts of [
      [FACTS.holdIntended(NOW + DAY)],
      [FACTS.waiverEnded(NOW + DAY), FACTS.holdIntended(NOW + DAY)],
    ]) {
      expect(caseOf([...RESTORED, ...facts])).toMatchObject({
        status: 'hold-pending',
        waiver: undefined,
        signatures: [],
        requestedAt: NOW + DAY,
      });
    }
  });

  test('the earliest end comes first', () => {
    const later = caseOf([...SIGNED, FACTS.restoreIntended({ waiverUntil: NOW + 9 * DAY })]);
    const waivers = activeWaivers([later, caseOf(RESTORED)], ROLE, NOW + DAY);
    expect(waivers.map(({ until }) => until)).toEqual([NOW + 7 * DAY, NOW + 9 * DAY]);
  });
});

describe('people are asked whether a waiver is kept', () => {
  test.each([
    ['some days before its end', 30 * DAY, 27 * DAY],
    ['half way where it is short', 4 * DAY, 2 * DAY],
    ['at a whole millisecond', 5, 3],
  ])('%s', (_, length, notice) => {
    expect(noticeAt({ from: NOW, until: NOW + length }, GOVERNANCE)).toBe(NOW + notice);
  });

  test('and sign for it like for a restore, until it ends', () => {
    expect(signing(ASKED).ok).toBe(true);
    const late = { now: NOW + 7 * DAY, signedInAt: NOW + 7 * DAY };
    expect(signing(ASKED, late)).toEqual({ ok: false, error: { code: 'EXPIRED', expiredAt: NOW + 7 * DAY } });
  });

  test('and sign for nothing before they are', () => {
    expect(expiryOf(caseOf(RESTORED), GLASS)).toBe(NOW + 3 * DAY);
    const early = { now: NOW + 3 * DAY, signedInAt: NOW + 3 * DAY };
    expect(signing(RESTORED, early)).toEqual({ ok: false, error: { code: 'NOT_SIGNABLE', status: 'restored' } });
  });

  test('and sign for no end that it has already', () => {
    const short = (until: number) => signing(ASKED, { until });
    expect(short(NOW + 7 * DAY)).toEqual({ ok: false, error: { code: 'WAIVER_TOO_SHORT', now: NOW + 7 * DAY } });
    expect(short(NOW + 7 * DAY + 1).ok).toBe(true);
  });

  test('and countersign what one took alone for any time, though not that one, under whatever name', () => {
    const soon = { now: NOW + 90 * MINUTE, signedInAt: NOW + 90 * MINUTE };
    expect(signing(ALONE, { ...soon, until: NOW + 100 * MINUTE }).ok).toBe(true);
    expect(signing(ALONE, { ...soon, until: NOW + 90 * MINUTE })).toEqual(refused('WAIVER_TOO_SHORT'));
    expect(signing(ALONE, { ...soon, signer: OLGA })).toEqual(refused('SIGNED_OWN_REQUEST'));
    const alias = person('o2', ['security'], ['AROAX:olga@example.com']);
    const governance = { ...GLASS, people: [...GLASS.people, alias] };
    expect(signing(ALONE, { ...soon, signer: alias, governance })).toEqual(refused('SIGNED_OWN_REQUEST'));
    const forgotten = { ...GLASS, people: [SASHA, person('o3', ['security'], ['*:olga'])] };
    const [, o3 = OLGA] = forgotten.people;
    expect(brokeGlass(o3, caseOf(ALONE).glass, forgotten)).toBe(true);
    expect(brokeGlass(SASHA, caseOf(ALONE).glass, forgotten)).toBe(false);
    const both = [...ALONE, later(OLGA), later(PLATO)];
    expect(quorum(caseOf(both), GLASS, NOW + 90 * MINUTE).counted).toMatchObject([{ personId: 'plato' }]);
  });
});

describe('a waiver is kept', () => {
  const now = NOW + 6 * DAY;
  const KEPT = [...ASKED, later(SASHA), later(PLATO, NOW + 12 * DAY)];

  test('by a new quorum, until the earliest end that it accepts', () => {
    expect(keptWaiver(caseOf(KEPT), GOVERNANCE, now)).toEqual(
      FACTS.waiverKept({ waiverUntil: NOW + 12 * DAY, at: now }),
    );
  });

  test('for no longer than a waiver may be', () => {
    const governance = governanceWith({ waiver: { defaultDays: 1, maxDays: 2, noticeDays: 1 } });
    expect(keptWaiver(caseOf(KEPT), governance, now)?.waiverUntil).toBe(now + 2 * DAY);
  });

  test.each<[string, readonly Fact[], number]>([
    ['by one of two', [...ASKED, later(SASHA)], now],
    ['by those who signed for the term before', ASKED, now],
    ['before anybody was asked', [...RESTORED, later(SASHA), later(PLATO)], now],
    ['once it has ended', KEPT, NOW + 7 * DAY],
    ['after it was revoked', [...KEPT, FACTS.waiverRevoked(SASHA, now)], now],
    ['while its hold is under way', [...KEPT, FACTS.holdIntended(now)], now],
  ])('not %s', (_, facts, at) => {
    expect(keptWaiver(caseOf(facts), GOVERNANCE, at)).toBeUndefined();
  });

  test('from then on to its new end, with nothing left of the asking', () => {
    const kept = caseOf([...KEPT, FACTS.waiverKept()]);
    expect(kept).toMatchObject({ status: 'restored', review: undefined, signatures: [], irregularities: [] });
    expect(kept.waiver).toEqual({ ...caseOf(ASKED).waiver, until: NOW + 14 * DAY });
  });

  test('as the waiver of all who signed where one had taken it alone', () => {
    const kept = caseOf([...ALONE, later(SASHA), later(PLATO), FACTS.waiverKept()]);
    expect(kept).toMatchObject({ glass: undefined, review: undefined, irregularities: [] });
    expect(kept.waiver).not.toHaveProperty('alone');
  });

  test.each<[string, readonly Fact[], string]>([
    ['of another digest', [...KEPT, FACTS.waiverKept({ digest: OTHER_DIGEST })], 'another digest was approved'],
    ['that nobody was asked for', [...RESTORED, FACTS.waiverKept()], 'nobody was asked whether it is kept'],
    [
      'that one person signed',
      [...ASKED, later(SASHA), later(SASHA), FACTS.waiverKept()],
      'fewer than two people signed',
    ],
  ])('by no entry %s', (_, facts, detail) => {
    const found = caseOf(facts);
    expect(found.irregularities).toMatchObject([{ kind: 'waiver-kept', detail }]);
    expect(found.waiver?.until).toBe(NOW + 7 * DAY);
  });

  test('by a request that runs from when people were asked', () => {
    expect(caseOf(ASKED)).toMatchObject({ review: NOW + 5 * DAY, requestedAt: NOW + 5 * DAY, signatures: [] });
  });
});

describe('a waiver is revoked', () => {
  const revoke = (facts: readonly Fact[], signer: Person) =>
    revokeWaiver({
      case: caseOf(facts),
      signer,
      reason: 'not needed any more',
      now: NOW + DAY,
      governance: GOVERNANCE,
    });

  test('by one approver, also by who asked for it', () => {
    for (const signer of [PLATO, DANA]) {
      expect(revoke(RESTORED, signer)).toEqual({ ok: true, value: FACTS.waiverRevoked(signer) });
    }
  });

  test.each<[string, readonly Fact[], Person, object]>([
    ['by an agent', RESTORED, ROBOT, { code: 'IS_AGENT' }],
    [
      'by a stranger',
      RESTORED,
      person('gina', ['security']),
      { code: 'NOT_AN_APPROVER', groups: ['security', 'platform'] },
    ],
    ['where there is none', HELD, PLATO, { code: 'NOT_WAIVED', status: 'held' }],
  ])('not %s', (_, facts, signer, error) => {
    expect(revoke(facts, signer)).toEqual({ ok: false, error });
  });

  test('and is then to be held again, by a new request', () => {
    expect(caseOf([...RESTORED, FACTS.waiverRevoked(PLATO)])).toMatchObject({
      status: 'waiver-ended',
      waiver: undefined,
      restore: { kind: 'none' },
      hold: { kind: 'none' },
      requestedAt: NOW + DAY,
    });
  });
});

describe('approval is asked for again', () => {
  const ask = (facts: readonly Fact[], at: number) =>
    askAgain({ case: caseOf(facts), signer: DANA, reason: 'still needed', now: at, governance: GOVERNANCE });

  test('once a request has lapsed, also by who wants the access', () => {
    const at = NOW + 3 * DAY;
    expect(ask(HELD, at)).toEqual({ ok: true, value: FACTS.approvalRequested(DANA, at) });
  });

  test.each<[string, readonly Fact[], number, object]>([
    ['while one runs', HELD, NOW + 3 * DAY - 1, { code: 'NOT_LAPSED', expiresAt: NOW + 3 * DAY }],
    ['after a rejection', [...HELD, FACTS.rejected(SASHA)], NOW + 4 * DAY, { code: 'REJECTED', by: 'sasha', at: NOW }],
  ])('not %s', (_, facts, at, error) => {
    expect(ask(facts, at)).toEqual({ ok: false, error });
  });

  test('and what was signed before counts no more', () => {
    const asked = caseOf([...HELD, FACTS.signed(SASHA), FACTS.approvalRequested(DANA)]);
    expect(asked).toMatchObject({ status: 'held', signatures: [], requestedAt: NOW + 4 * DAY, irregularities: [] });
  });
});
