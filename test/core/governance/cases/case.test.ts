import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import { callsOf } from '../../../../lib/core/governance/cases/case-parts.ts';
import type { CaseStatus } from '../../../../lib/core/governance/cases/case-status.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import { caseOf, entriesOf, FACTS, FINDING, findingWith, HELD, HOUR, NOW, PLATO, SASHA } from '../approval-fixtures.ts';
import { RESTORED, SIGNED } from './waiver-fixtures.ts';
import { ALERTED, planOf, WAITING } from './told-and-held.ts';

const OBSERVED = findingWith({ response: { kind: 'observe', why: 'class "agent" is in observe mode' } });

const WAITS: Fact = {
  kind: 'hold-waits',
  findingId: FINDING.id,
  stack: 'arn:aws:cloudformation:us-east-1:111122223333:stack/s/1',
  status: 'UPDATE_IN_PROGRESS',
  look: NOW + HOUR,
  until: NOW + 2 * HOUR,
  since: NOW,
  at: NOW,
};
const GONE: Fact = { kind: 'excess-gone', findingId: FINDING.id, why: 'rolled back', at: NOW + HOUR };

describe('the status of a finding follows from its entries', () => {
  const cases: readonly (readonly [string, readonly Fact[], CaseStatus])[] = [
    ['raised, to be held', [FACTS.raised()], 'open'],
    ['raised, to be held unless approved', [FACTS.raised(WAITING)], 'open'],
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
    ['taken away by the stack that its hold waited for', [FACTS.raised(), WAITS, GONE], 'alerted'],
    ['held again', [...RESTORED, FACTS.waiverEnded(), FACTS.holdIntended(), FACTS.holdConfirmed()], 'held'],
  ];
  test.each(cases)('%s', (_, facts, status) => {
    expect(caseOf(facts)).toMatchObject({ status, irregularities: [], entries: facts.length });
  });

  test('nothing is folded where no finding was raised', () => {
    expect(foldCase([])).toBeUndefined();
    expect(foldCase(entriesOf([FACTS.assessed('call-1'), FACTS.signed(SASHA)]))).toBeUndefined();
  });

  test('what its call was assessed on is known as far as the ledger says it', () => {
    const assessedOn = `sha256:${'a'.repeat(64)}` as const;
    expect(caseOf([{ kind: 'finding-raised', finding: FINDING, assessedOn, at: NOW }])).toMatchObject({ assessedOn });
    expect(caseOf([FACTS.raised()])).not.toHaveProperty('assessedOn');
  });

  test('a drill is nothing that happens to a finding', () => {
    const folded = caseOf([...HELD, FACTS.drillPassed()]);
    const detail = 'it is not about a finding';
    const sequence = HELD.length + 1;
    expect(folded).toMatchObject({ status: 'held', irregularities: [{ kind: 'drill-passed', sequence, detail }] });
  });

  test('what a hold gave way to is known until it is begun', () => {
    const gaveWay: Fact = { kind: 'hold-gave-way', findingId: FINDING.id, by: 'F-2', until: NOW + HOUR, at: NOW };
    const waiting = [FACTS.raised(), gaveWay];
    expect(caseOf(waiting)).toMatchObject({ status: 'open', gaveWay, irregularities: [] });
    expect(caseOf([...waiting, FACTS.holdIntended()]).gaveWay).toBeUndefined();
  });

  test.each<[string, readonly Fact[], boolean]>([
    ['before it is held', [FACTS.raised()], false],
    ['while it runs', RESTORED, false],
    ['once it has ended', [...RESTORED, FACTS.waiverEnded()], true],
    ['while it is held again', [...RESTORED, FACTS.waiverEnded(), FACTS.holdIntended()], true],
    ['where that failed', [...RESTORED, FACTS.waiverEnded(), FACTS.holdIntended(), FACTS.holdFailed()], true],
    ['once it is held again', [...RESTORED, FACTS.waiverEnded(), FACTS.holdIntended(), FACTS.holdConfirmed()], false],
  ])('what is held is what a waiver gave, or not, %s', (_, facts, isOver) => {
    expect(caseOf(facts)).toMatchObject({ isWaiverOver: isOver, irregularities: [] });
  });

  test('a rejected finding stays rejected, and its hold goes on', () => {
    const rejected = [FACTS.raised(), FACTS.rejected(SASHA), FACTS.holdIntended()];
    const goesOn = { status: 'rejected', irregularities: [] };
    expect(caseOf([...rejected, FACTS.holdConfirmed()])).toMatchObject({ ...goesOn, hold: { kind: 'confirmed' } });
    expect(caseOf([...rejected, FACTS.holdFailed()])).toMatchObject({ ...goesOn, hold: { kind: 'failed' } });
  });

  test('nothing has been done, signed or told about a finding that was only raised', () => {
    expect(caseOf([FACTS.raised()])).toMatchObject({
      hold: { kind: 'none' },
      restore: { kind: 'none' },
      signatures: [],
      announced: [],
      requestedAt: NOW,
    });
  });

  test('a look at what was done meanwhile, and a signature that was refused, change nothing of it', () => {
    const findingId = FINDING.id;
    const looked: Fact = {
      kind: 'gap-looked',
      findingId,
      from: NOW,
      until: NOW,
      calls: [],
      count: 0,
      seen: NOW,
      at: NOW,
    };
    const detail = 'an agent does not sign';
    const refused: Fact = {
      kind: 'signature-refused',
      findingId,
      personId: 'robot',
      code: 'IS_AGENT',
      detail,
      at: NOW,
    };
    const told = [...HELD, FACTS.announced('console')];
    const { entries: _entries, ...held } = caseOf(told);
    for (const fact of [looked, refused]) {
      expect(caseOf([...told, fact])).toMatchObject(held);
      expect(caseOf([...told, fact]).announced).toStrictEqual(['console']);
    }
  });

  test('channels are told once each, and of every news anew', () => {
    const told = [...HELD, FACTS.announced('console'), FACTS.announced('sns'), FACTS.announced('console')];
    expect(caseOf(told).announced).toEqual(['console', 'sns']);
    expect(caseOf([...told, FACTS.signed(SASHA)]).announced).toEqual(['console', 'sns']);
    expect(caseOf([...told, FACTS.holdIntended(), FACTS.holdFailed()]).announced).toEqual([]);
  });

  test('who signed before the hold has signed: only the hold of a waiver spends signatures', () => {
    const signed = [FACTS.raised(), FACTS.signed(SASHA), FACTS.signed(PLATO)];
    const { signatures, requestedAt } = caseOf(signed);
    expect(caseOf([...signed, FACTS.holdIntended()])).toMatchObject({ signatures, requestedAt });
    expect(caseOf([...RESTORED, FACTS.holdIntended()])).toMatchObject({
      signatures: [],
      waiver: undefined,
      restore: { kind: 'none' },
    });
  });

  test('what was not begun has no calls', () => {
    expect(callsOf(caseOf([FACTS.raised()]).hold)).toEqual([]);
    expect(callsOf(caseOf(HELD).hold)).toEqual(planOf(FINDING).calls);
  });

  test('what nobody knows the outcome of stands with its calls', () => {
    const { calls, restore } = planOf(FINDING);
    expect(caseOf([FACTS.raised(), FACTS.holdIntended(), FACTS.holdFailed(NOW + HOUR)]).hold).toEqual({
      kind: 'failed',
      calls,
      standIns: [],
      detail: 'AccessDenied',
      at: NOW + HOUR,
    });
    const failed = caseOf([...SIGNED, FACTS.restoreIntended(), FACTS.restoreFailed()]);
    expect(failed.restore).toEqual({ kind: 'failed', calls: restore, detail: 'AccessDenied', at: NOW + 2 * HOUR });
    const why = 'a restore may have given back a part of it';
    expect(failed.hold).toEqual({ kind: 'failed', calls, standIns: [], detail: why, at: NOW + 2 * HOUR });
    const again = caseOf([...SIGNED, FACTS.restoreIntended(), FACTS.restoreFailed(), FACTS.waiverEnded()]);
    expect(again.hold).toEqual(failed.hold);
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
  const another = `sha256:${'a'.repeat(64)}` as const;
  const rejected = [FACTS.raised(), FACTS.rejected(SASHA)];
  const cases: readonly (readonly [string, readonly Fact[], CaseStatus, string])[] = [
    ['an outcome without an intention', [FACTS.raised(), FACTS.holdConfirmed()], 'open', 'not lawful while open'],
    ['a success of no hold', [...rejected, FACTS.holdConfirmed()], 'rejected', 'no hold is pending'],
    ['a failure of no hold', [...rejected, FACTS.holdFailed()], 'rejected', 'no hold is pending'],
    ['a call that was assessed', [...HELD, FACTS.assessed('call-2')], 'held', 'not lawful while held'],
    ['the same outcome twice', [...HELD, FACTS.holdConfirmed()], 'held', 'not lawful while held'],
    ['a second finding under one id', [...HELD, FACTS.raised(ALERTED)], 'held', 'not lawful while held'],
    [
      'a signature on another digest',
      [...HELD, FACTS.signed(SASHA, { digest: another })],
      'held',
      'another digest was signed',
    ],
    ['a restore that nobody signed', [...HELD, FACTS.restoreIntended()], 'held', 'fewer than two people signed'],
    [
      'a restore that one person signed twice',
      [...HELD, FACTS.signed(SASHA), FACTS.signed(SASHA), FACTS.restoreIntended()],
      'held',
      'fewer than two people signed',
    ],
    [
      'a restore of another digest',
      [...SIGNED, FACTS.restoreIntended({ digest: another })],
      'held',
      'another digest was approved',
    ],
    [
      'a restore of other calls',
      [...SIGNED, FACTS.restoreIntended({ calls: [{ name: 'DeleteRole', roleName: 'r' }] })],
      'held',
      'the calls are not those that were signed',
    ],
    [
      'a restore after a rejection',
      [...SIGNED, FACTS.rejected(SASHA), FACTS.restoreIntended()],
      'rejected',
      'not lawful while rejected',
    ],
    ['a signature after the restore', [...RESTORED, FACTS.signed(SASHA)], 'restored', 'nobody asks for signatures'],
    [
      'a hold while a restore is under way',
      [...SIGNED, FACTS.restoreIntended(), FACTS.holdIntended()],
      'restoring',
      'not lawful while restoring',
    ],
    ['what a stack took away, of no hold that waited', [FACTS.raised(), GONE], 'open', 'no hold has waited'],
    ['the end of no waiver', [...HELD, FACTS.waiverEnded()], 'held', 'not lawful while held'],
  ];
  test.each(cases)('%s', (_, facts, status, detail) => {
    const folded = caseOf(facts);
    expect(folded.status).toBe(status);
    expect(folded.irregularities).toEqual([{ sequence: facts.length, kind: facts.at(-1)?.kind, status, detail }]);
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
