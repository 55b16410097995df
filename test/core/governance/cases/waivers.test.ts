import { describe, expect, test } from '@jest/globals';
import { breakGlass, glassOf, type GlassRequest } from '../../../../lib/core/governance/cases/break-glass.ts';
import { type Case, foldCase } from '../../../../lib/core/governance/cases/case.ts';
import { askAgain, keptWaiver, revokeWaiver } from '../../../../lib/core/governance/cases/keep-or-revoke.ts';
import { mayRestore } from '../../../../lib/core/governance/cases/may-restore.ts';
import { brokeGlass, expiryOf, quorum } from '../../../../lib/core/governance/cases/quorum.ts';
import { sign, type SigningRequest } from '../../../../lib/core/governance/cases/sign.ts';
import { noticeAt } from '../../../../lib/core/governance/cases/waiver.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import type { Person } from '../../../../lib/core/governance/standards/standards.ts';
import {
  DANA,
  DAY,
  entriesOf,
  FACTS,
  FINDING,
  GOVERNANCE,
  governanceWith,
  HOUR,
  NOW,
  person,
  PLATO,
  ROBOT,
  SASHA,
} from '../approval-fixtures.ts';

const MINUTE = HOUR / 60;
const OTHER_DIGEST = `sha256:${'a'.repeat(64)}` as const;
const OLGA = person('olga', ['on-call', 'security'], ['*:olga@example.com']);
const GLASS = governanceWith({
  people: [...GOVERNANCE.people, OLGA],
  approval: { ...GOVERNANCE.approval, breakGlass: { groups: ['on-call'], longestMinutes: 60 } },
});

const HELD = [FACTS.raised(), FACTS.holdIntended(), FACTS.holdConfirmed()];
const RESTORED = [...HELD, FACTS.signed(SASHA), FACTS.signed(PLATO), FACTS.restoreIntended(), FACTS.restoreConfirmed()];
const ASKED = [...RESTORED, FACTS.waiverDue()];
const BROKEN = [...HELD, FACTS.glassBroken(OLGA)];
const ALONE = [
  ...BROKEN,
  FACTS.restoreIntended({ alone: 'olga', waiverUntil: NOW + 2 * HOUR, at: NOW + HOUR }),
  FACTS.restoreConfirmed(),
];

const later = (by: Person, until = NOW + 14 * DAY) => FACTS.signed(by, { until, at: NOW + 5 * DAY });

function caseOf(facts: readonly Fact[]): Case {
  const folded = foldCase(entriesOf(facts));
  if (folded === undefined) throw new Error('these facts raise no finding');
  return folded;
}

function signing(facts: readonly Fact[], parts: Partial<SigningRequest> = {}) {
  return sign({
    case: caseOf(facts),
    signer: SASHA,
    digest: FINDING.digest,
    reason: 'needed for the release',
    until: NOW + 14 * DAY,
    now: NOW + 5 * DAY,
    governance: GLASS,
    signedInAt: NOW + 5 * DAY,
    gains: undefined,
    ...parts,
  });
}

const refused = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) });

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

describe('break-glass', () => {
  function breaking(facts: readonly Fact[], parts: Partial<GlassRequest> = {}) {
    const now = NOW + HOUR;
    return breakGlass({
      case: caseOf(facts),
      person: OLGA,
      digest: FINDING.digest,
      reason: 'production is down',
      until: NOW + 2 * HOUR,
      now,
      governance: GLASS,
      signedInAt: now,
      others: [],
      ...parts,
    });
  }

  test('is one person’s consent to what was frozen, for as long as the rule says', () => {
    expect(breaking(HELD)).toEqual({ ok: true, value: FACTS.glassBroken(OLGA, { signedInAt: NOW + HOUR }) });
  });

  const robot = { ...ROBOT, groups: ['on-call'] };
  const lapsed = NOW + 3 * DAY;
  test.each<[string, readonly Fact[], Partial<GlassRequest>, object]>([
    ['where no rule has it', HELD, { governance: GOVERNANCE }, { code: 'NO_BREAK_GLASS' }],
    ['by an agent', HELD, { person: robot, governance: { ...GLASS, people: [robot] } }, { code: 'IS_AGENT' }],
    ['by who is in none of its groups', HELD, { person: SASHA }, { code: 'NOT_AN_APPROVER', groups: ['on-call'] }],
    ['in a session of which nobody knows when it began', HELD, { signedInAt: undefined }, { code: 'SESSION_UNKNOWN' }],
    ['after a rejection', [...HELD, FACTS.rejected(SASHA)], {}, { code: 'REJECTED', by: 'sasha', at: NOW }],
    ['twice', BROKEN, {}, { code: 'GLASS_BROKEN_BEFORE', by: 'olga', at: NOW + HOUR }],
    ['of what is given back already', RESTORED, {}, { code: 'NOT_SIGNABLE', status: 'restored' }],
    [
      'on another digest',
      HELD,
      { digest: OTHER_DIGEST },
      { code: 'DIGEST_CHANGED', signed: OTHER_DIGEST, current: FINDING.digest },
    ],
    [
      'of a request that has lapsed',
      HELD,
      { now: lapsed, signedInAt: lapsed, until: lapsed + HOUR },
      { code: 'EXPIRED', expiredAt: lapsed },
    ],
    ['for no time', HELD, { until: NOW + HOUR }, { code: 'WAIVER_TOO_SHORT', now: NOW + HOUR }],
    ['until no moment', HELD, { until: Number.NaN }, { code: 'WAIVER_TOO_SHORT', now: NOW + HOUR }],
    ['for longer', HELD, { until: NOW + 2 * HOUR + 1 }, { code: 'WAIVER_TOO_LONG', longest: NOW + 2 * HOUR }],
  ])('is refused %s', (_, facts, parts, error) => {
    expect(breaking(facts, parts)).toEqual({ ok: false, error });
  });

  test('is refused while the same principal has what somebody took alone, and nobody countersigned or rejected it', () => {
    const before = { code: 'GLASS_BROKEN_BEFORE', by: 'olga', at: NOW + HOUR };
    expect(breaking(HELD, { others: [caseOf(HELD), caseOf(ALONE)] })).toEqual({ ok: false, error: before });
    const spent = caseOf([...ALONE, FACTS.waiverEnded(NOW + 2 * HOUR)]);
    expect(breaking(HELD, { others: [spent] })).toEqual({ ok: false, error: before });
    const rejected = caseOf([...BROKEN, FACTS.rejected(SASHA)]);
    expect(breaking(HELD, { others: [caseOf(HELD), rejected] }).ok).toBe(true);
  });

  test('gives the access back to that person until then', () => {
    const intended = mayRestore(caseOf(BROKEN), GLASS, NOW + 90 * MINUTE);
    const alone = { alone: 'olga', waiverUntil: NOW + 2 * HOUR, at: NOW + 90 * MINUTE };
    expect(intended).toEqual({ ok: true, value: FACTS.restoreIntended(alone) });
  });

  test('of nobody gives nothing back', () => {
    expect(mayRestore(caseOf(HELD), GLASS, NOW + HOUR)).toEqual(refused('QUORUM_INCOMPLETE'));
  });

  test.each<[string, readonly Fact[], typeof GLASS, number]>([
    ['once it is over', BROKEN, GLASS, NOW + 2 * HOUR],
    [
      'for longer than the rule says, whatever was written down',
      [...HELD, FACTS.glassBroken(OLGA, { until: NOW + DAY })],
      GLASS,
      NOW + 2 * HOUR,
    ],
    ['where no rule has it', BROKEN, { ...GLASS, approval: GOVERNANCE.approval }, NOW + 90 * MINUTE],
    [
      'to who is not in its groups any more',
      BROKEN,
      { ...GLASS, people: [{ ...OLGA, groups: [] }] },
      NOW + 90 * MINUTE,
    ],
    ['to who is not known any more', BROKEN, { ...GLASS, people: [] }, NOW + 90 * MINUTE],
    [
      'to what is an agent by now',
      [...HELD, FACTS.glassBroken(robot)],
      { ...GLASS, people: [robot] },
      NOW + 90 * MINUTE,
    ],
    ['after what it gave has ended', [...ALONE, FACTS.waiverEnded(NOW + 90 * MINUTE)], GLASS, NOW + 91 * MINUTE],
  ])('gives nothing %s', (_, facts, governance, moment) => {
    expect(glassOf(caseOf(facts), governance, moment)).toBeUndefined();
  });

  test('gives nothing on another digest than that of the finding', () => {
    const broken = caseOf(BROKEN);
    const glass = broken.glass && { ...broken.glass, digest: OTHER_DIGEST };
    expect(glassOf({ ...broken, glass }, GLASS, NOW + 90 * MINUTE)).toBeUndefined();
  });

  test('is to be countersigned from the start', () => {
    expect(caseOf(ALONE)).toMatchObject({ status: 'restored', review: NOW + 2 * HOUR, waiver: { alone: 'olga' } });
  });

  test.each<[string, readonly Fact[], string]>([
    ['on another digest', [...HELD, FACTS.glassBroken(OLGA, { digest: OTHER_DIGEST })], 'another digest was approved'],
    ['twice', [...BROKEN, FACTS.glassBroken(SASHA)], 'what was taken alone before was not countersigned'],
    [
      'and then by another',
      [...BROKEN, FACTS.restoreIntended({ alone: 'sasha', waiverUntil: NOW + 2 * HOUR })],
      'nobody took it alone for so long',
    ],
    [
      'and then for longer',
      [...BROKEN, FACTS.restoreIntended({ alone: 'olga', waiverUntil: NOW + 2 * HOUR + 1 })],
      'nobody took it alone for so long',
    ],
    [
      'and then once more after it has ended',
      [
        ...ALONE,
        FACTS.waiverEnded(NOW + 2 * HOUR),
        FACTS.restoreIntended({ alone: 'olga', waiverUntil: NOW + 2 * HOUR }),
      ],
      'nobody took it alone for so long',
    ],
    [
      'where nobody broke it',
      [...HELD, FACTS.restoreIntended({ alone: 'olga', waiverUntil: NOW + 2 * HOUR })],
      'nobody took it alone for so long',
    ],
  ])('is irregular %s', (_, facts, detail) => {
    expect(caseOf(facts).irregularities).toMatchObject([{ detail }]);
  });

  test('is forgotten when the quorum has signed instead', () => {
    const both = [
      ...BROKEN,
      FACTS.signed(SASHA),
      FACTS.signed(PLATO),
      FACTS.restoreIntended(),
      FACTS.restoreConfirmed(),
    ];
    const found = caseOf(both);
    expect(found).toMatchObject({ status: 'restored', glass: undefined, review: undefined });
    expect(found.waiver).not.toHaveProperty('alone');
  });

  test('is remembered as spent when what it gave has ended', () => {
    expect(caseOf([...ALONE, FACTS.waiverEnded(NOW + 2 * HOUR)]).glass).toMatchObject({
      personId: 'olga',
      isSpent: true,
    });
  });
});
