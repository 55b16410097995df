import { describe, expect, test } from '@jest/globals';
import { breakGlass, glassOf, type GlassRequest } from '../../../../lib/core/governance/cases/break-glass.ts';
import { mayRestore } from '../../../../lib/core/governance/cases/may-restore.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import {
  caseOf,
  DAY,
  FACTS,
  FINDING,
  GOVERNANCE,
  HELD,
  HOUR,
  MINUTE,
  NOW,
  OTHER_DIGEST,
  PLATO,
  ROBOT,
  SASHA,
} from '../approval-fixtures.ts';
import { OLGA, GLASS, RESTORED, BROKEN, ALONE, refused } from './waiver-fixtures.ts';

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
