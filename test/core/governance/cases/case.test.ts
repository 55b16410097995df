import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import type { CaseStatus } from '../../../../lib/core/governance/cases/case-status.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import { activeWaivers, earliestEnd } from '../../../../lib/core/governance/cases/waiver.ts';
import { DAY, entriesOf, FACTS, FINDING, findingWith, HOUR, NOW, PLATO, ROLE, SASHA } from '../approval-fixtures.ts';

const HELD = [FACTS.raised(), FACTS.holdIntended(), FACTS.holdConfirmed()];
const SIGNED = [...HELD, FACTS.signed(SASHA), FACTS.signed(PLATO)];
const RESTORED = [...SIGNED, FACTS.restoreIntended(), FACTS.restoreConfirmed()];
const ALERTED = findingWith({ response: { kind: 'alert', why: 'class "agent" only alerts' } });
const OBSERVED = findingWith({ response: { kind: 'observe', why: 'class "agent" is in observe mode' } });

function caseOf(facts: readonly Fact[]) {
  const folded = foldCase(entriesOf(facts));
  if (folded === undefined) throw new Error('these facts raise no finding');
  return folded;
}

describe('the status of a finding follows from its entries', () => {
  const cases: readonly (readonly [string, readonly Fact[], CaseStatus])[] = [
    ['raised, to be held', [FACTS.raised()], 'open'],
    ['raised, to be alerted', [FACTS.raised(ALERTED)], 'alerted'],
    ['raised, to be observed', [FACTS.raised(OBSERVED)], 'observed'],
    ['a hold begun', [FACTS.raised(), FACTS.holdIntended()], 'hold-pending'],
    ['a hold done', HELD, 'held'],
    ['a hold that failed', [FACTS.raised(), FACTS.holdIntended(), FACTS.holdFailed()], 'hold-failed'],
    [
      'a hold tried again',
      [FACTS.raised(), FACTS.holdIntended(), FACTS.holdFailed(), FACTS.holdIntended()],
      'hold-pending',
    ],
    ['signed', SIGNED, 'held'],
    ['announced', [...HELD, FACTS.announced('console')], 'held'],
    ['rejected', [...SIGNED, FACTS.rejected(SASHA)], 'rejected'],
    ['a restore begun', [...SIGNED, FACTS.restoreIntended()], 'restoring'],
    ['a restore done', RESTORED, 'restored'],
    ['a restore that failed', [...SIGNED, FACTS.restoreIntended(), FACTS.restoreFailed()], 'restore-failed'],
    ['its waiver ended', [...RESTORED, FACTS.waiverEnded()], 'waiver-ended'],
    ['held again', [...RESTORED, FACTS.waiverEnded(), FACTS.holdIntended(), FACTS.holdConfirmed()], 'held'],
  ];
  test.each(cases)('%s', (_, facts, status) => {
    expect(caseOf(facts)).toMatchObject({ status, irregularities: [], entries: facts.length });
  });

  test('nothing is folded where no finding was raised', () => {
    expect(foldCase([])).toBeUndefined();
    expect(foldCase(entriesOf([FACTS.assessed('call-1'), FACTS.signed(SASHA)]))).toBeUndefined();
  });

  test('a drill is nothing that happens to a finding', () => {
    const folded = caseOf([...HELD, FACTS.drillPassed()]);
    expect(folded).toMatchObject({ status: 'held', irregularities: [{ kind: 'drill-passed' }] });
  });

  test('a rejected finding stays rejected, and its hold goes on', () => {
    const rejected = caseOf([FACTS.raised(), FACTS.rejected(SASHA), FACTS.holdIntended(), FACTS.holdConfirmed()]);
    expect(rejected).toMatchObject({ status: 'rejected', hold: { kind: 'confirmed' }, irregularities: [] });
  });

  test('an intention without an outcome is pending, with the calls that are to be repeated', () => {
    expect(caseOf([FACTS.raised(), FACTS.holdIntended()]).hold).toMatchObject({
      kind: 'pending',
      calls: [{ name: 'DetachRolePolicy' }],
    });
    expect(caseOf([...SIGNED, FACTS.restoreIntended()]).restore).toMatchObject({
      kind: 'pending',
      calls: [{ name: 'AttachRolePolicy' }],
    });
  });

  test('after a restore that failed the hold is no longer known to stand, and who still wants it asks again', () => {
    const failed = caseOf([...SIGNED, FACTS.restoreIntended(), FACTS.restoreFailed()]);
    expect(failed).toMatchObject({ hold: { kind: 'failed' }, waiver: undefined, signatures: [] });
    expect(failed.requestedAt).toBe(NOW + 2 * HOUR);
  });
});

describe('what is out of turn has no effect and is shown', () => {
  const cases: readonly (readonly [string, readonly Fact[], CaseStatus])[] = [
    ['an outcome without an intention', [FACTS.raised(), FACTS.holdConfirmed()], 'open'],
    ['the same outcome twice', [...HELD, FACTS.holdConfirmed()], 'held'],
    ['a second finding under one id', [...HELD, FACTS.raised(ALERTED)], 'held'],
    ['a signature on another digest', [...HELD, FACTS.signed(SASHA, { digest: `sha256:${'a'.repeat(64)}` })], 'held'],
    ['a restore that nobody signed', [...HELD, FACTS.restoreIntended()], 'held'],
    [
      'a restore that one person signed twice',
      [...HELD, FACTS.signed(SASHA), FACTS.signed(SASHA), FACTS.restoreIntended()],
      'held',
    ],
    ['a restore of another digest', [...SIGNED, FACTS.restoreIntended({ digest: `sha256:${'b'.repeat(64)}` })], 'held'],
    [
      'a restore of other calls',
      [...SIGNED, FACTS.restoreIntended({ calls: [{ name: 'DeleteRole', roleName: 'r' }] })],
      'held',
    ],
    ['a restore after a rejection', [...SIGNED, FACTS.rejected(SASHA), FACTS.restoreIntended()], 'rejected'],
    ['a signature after the restore', [...RESTORED, FACTS.signed(SASHA)], 'restored'],
    ['a hold while a restore is under way', [...SIGNED, FACTS.restoreIntended(), FACTS.holdIntended()], 'restoring'],
    ['the end of no waiver', [...HELD, FACTS.waiverEnded()], 'held'],
  ];
  test.each(cases)('%s', (_, facts, status) => {
    const folded = caseOf(facts);
    expect(folded.status).toBe(status);
    expect(folded.irregularities).toMatchObject([{ sequence: facts.length, kind: facts.at(-1)?.kind, status }]);
  });

  test('no sequence of facts crashes the fold, or gives a waiver without two different signers', () => {
    const any = fc.constantFrom(
      FACTS.raised(),
      FACTS.holdIntended(),
      FACTS.holdConfirmed(),
      FACTS.holdFailed(),
      FACTS.signed(SASHA),
      FACTS.signed(PLATO),
      FACTS.rejected(SASHA),
      FACTS.restoreIntended(),
      FACTS.restoreIntended({ calls: [] }),
      FACTS.restoreConfirmed(),
      FACTS.restoreFailed(),
      FACTS.waiverEnded(),
      FACTS.assessed('call-1'),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 25 }), (facts) => {
        const { waiver, signatures, status } = caseOf([FACTS.raised(), ...facts]);
        const signers = new Set(signatures.map(({ personId }) => personId)).size;
        expect(waiver !== undefined && signers < 2).toBe(false);
        expect(waiver !== undefined).toBe(status === 'restoring' || status === 'restored');
      }),
      { numRuns: 300 },
    );
  });
});

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
    ['has not begun before the restore', ROLE, NOW + HOUR, 0],
    ['is over at its end', ROLE, NOW + 7 * DAY, 0],
    ['is for its principal only', `${ROLE}-2`, NOW + DAY, 0],
  ])('%s', (_, principal, now, count) => {
    expect(activeWaivers([caseOf(RESTORED)], principal, now)).toHaveLength(count);
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
    expect(earliestEnd(waivers)).toBe(NOW + 7 * DAY);
    expect(earliestEnd([])).toBeUndefined();
  });
});
