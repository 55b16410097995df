import { describe, expect, test } from '@jest/globals';
import { type Case, foldCase } from '../../../../lib/core/governance/cases/case.ts';
import type { Finding, Response } from '../../../../lib/core/governance/finding.ts';
import { flapping, type HoldLimits, openBreaker } from '../../../../lib/core/governance/holds/hold-limits.ts';
import { isHoldDue, planOf } from '../../../../lib/core/governance/holds/hold-due.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import {
  entriesOf,
  FACTS,
  FINDING,
  findingWith,
  governanceWith,
  NOW,
  PLATO,
  ROLE,
  SASHA,
} from '../approval-fixtures.ts';

const MINUTE = 60_000;
const BREAKER = { holds: 4, withinMinutes: 10 } as const;
const SHARE = { ...BREAKER, holds: 100, sharePercent: 30 } as const;

function caseOf(finding: Finding, ...facts: readonly Fact[]): Case {
  const folded = foldCase(entriesOf([FACTS.raised(finding), ...facts]));
  if (folded === undefined) throw new Error('the finding was raised');
  return folded;
}

const numbered = (id: number, parts: Partial<Finding> = {}) =>
  findingWith({ id: `F-${id}`, principal: `${ROLE}-${id}`, ...parts });

/** A finding that was held so long ago. */
function held(id: number, parts: Partial<Finding> = {}, ago = MINUTE): Case {
  return caseOf(numbered(id, parts), FACTS.holdIntended(NOW - ago), FACTS.holdConfirmed(NOW - ago));
}

const first = numbered(0);
const limits = (breaker: HoldLimits['governance']['breaker'], principals?: number): HoldLimits => ({
  governance: governanceWith({ breaker }),
  now: NOW,
  ...(principals === undefined ? {} : { principals }),
});

describe('the breaker', () => {
  const three = [held(1), held(2), held(3)];
  const why = 'the breaker is open: 4 holds in account 111122223333 within 10 minutes; look at them now';

  test.each<[string, readonly Case[], string | undefined]>([
    ['is open after as many holds as the limit', [...three, held(4)], why],
    ['is open with one that is being made', [...three, caseOf(numbered(4), FACTS.holdIntended(NOW))], why],
    ['is closed after fewer', three, undefined],
    ['counts none of another account', [...three, held(4, { account: '444455556666' })], undefined],
    ['counts none that came before the window', [...three, held(4, {}, 10 * MINUTE)], undefined],
    ['counts the first of the window', [...three, held(4, {}, 10 * MINUTE - 1)], why],
    ['counts none that failed', [...three, caseOf(numbered(4), FACTS.holdIntended(), FACTS.holdFailed())], undefined],
    ['counts none of the finding itself', [...three, held(0)], undefined],
  ])('%s', (_, cases, expected) => {
    expect(openBreaker(caseOf(first), cases, limits(BREAKER))).toBe(expected);
  });

  test.each<[string, readonly Fact[], boolean]>([
    ['the first hold of a finding', [], true],
    ['a hold that is tried again', [FACTS.holdIntended(), FACTS.holdFailed()], true],
    ['no hold that was begun', [FACTS.holdIntended()], false],
    ['no hold after a rejection', [FACTS.rejected({ id: 'sam', name: 'Sam', groups: [], actsAs: [] })], false],
  ])('stops %s', (_, facts, expected) => {
    expect(openBreaker(caseOf(first, ...facts), [...three, held(4)], limits(BREAKER)) !== undefined).toBe(expected);
  });

  const share =
    'the breaker is open: 3 of 9 principals held in account 111122223333 within 10 minutes; look at them now';
  test.each<[string, readonly Case[], number | undefined, string | undefined]>([
    ['is open where more than the share of principals is held', three, 9, share],
    ['is closed at the share', three, 10, undefined],
    ['is closed where fewer than three are, however few there are', three.slice(1), 2, undefined],
    ['counts a principal once', [held(1), held(2), held(3, { principal: `${ROLE}-2` })], 3, undefined],
    ['is closed where nobody knows how many there are', three, undefined, undefined],
  ])('by share %s', (_, cases, principals, expected) => {
    expect(openBreaker(caseOf(first), cases, limits(SHARE, principals))).toBe(expected);
  });

  test('without a share stops no share', () => {
    expect(openBreaker(caseOf(first), three, limits(BREAKER, 3))).toBeUndefined();
  });
});

describe('an excess that somebody puts back again and again', () => {
  const again = (id: number, parts: Partial<Finding> = {}, ago = MINUTE) =>
    held(id, { principal: ROLE, ...parts }, ago);
  const back = numbered(0, { principal: ROLE });
  const twice = [again(1), again(2)];
  const most = { governance: governanceWith({ flapping: { holds: 3, withinMinutes: 60 } }), now: NOW };
  const why = 'quarantined: the same excess came back after 3 holds within 60 minutes; find out who puts it back';

  test.each<[string, readonly Case[], string | undefined]>([
    ['is quarantined after as many holds as the limit', [...twice, again(3)], why],
    ['is not after fewer', twice, undefined],
    ['is not after holds of another principal', [...twice, held(3)], undefined],
    ['is not after holds of another excess', [...twice, again(3, { excess: [] })], undefined],
    ['is not after holds before the window', [...twice, again(3, {}, 60 * MINUTE)], undefined],
    ['is not after its own hold', [...twice, again(0)], undefined],
  ])('%s', (_, cases, expected) => {
    expect(flapping(back, cases, most)).toBe(expected);
  });
});

describe('a hold', () => {
  const signed = [FACTS.signed(SASHA), FACTS.signed(PLATO)];
  const done = [FACTS.holdIntended(), FACTS.holdConfirmed()];
  const undone = [FACTS.holdIntended(), FACTS.holdFailed()];
  const given = [...done, ...signed, FACTS.restoreIntended()];
  const released = [...signed, FACTS.restoreIntended({ calls: [] })];

  test.each<[string, readonly Fact[], boolean]>([
    ['that nobody began', [], true],
    ['that was begun', [FACTS.holdIntended()], true],
    ['that was begun before people rejected it', [FACTS.holdIntended(), FACTS.rejected(SASHA)], true],
    ['that nobody began before people rejected it', [FACTS.rejected(SASHA)], true],
    ['that failed before people rejected it', [...undone, FACTS.rejected(SASHA)], false],
    ['that is done', done, false],
    ['that is done, and rejected', [...done, FACTS.rejected(SASHA)], false],
    ['that failed, and is tried again later', undone, false],
    ['that is being given back', given, false],
    ['that was given back', [...given, FACTS.restoreConfirmed()], false],
    ['of which a part may have been given back', [...given, FACTS.restoreFailed()], true],
    ['whose waiver has ended', [...given, FACTS.restoreConfirmed(), FACTS.waiverEnded()], true],
    ['that was given back before it was begun', [...released, FACTS.restoreConfirmed()], false],
    ['that may have been given back in part before it was begun', [...released, FACTS.restoreFailed()], true],
    [
      'that was begun anew after its waiver',
      [...given, FACTS.restoreConfirmed(), FACTS.waiverEnded(), FACTS.holdIntended(), FACTS.holdFailed()],
      false,
    ],
  ])('%s is due, or not', (_, facts, expected) => {
    const found = caseOf(FINDING, ...facts);
    expect([isHoldDue(found, NOW), found.irregularities]).toEqual([expected, []]);
  });

  const { response } = FINDING;
  const plan = planOf(response);
  const waiting = (deadline: number): Response => {
    if (plan === undefined) throw new Error('the finding is held');
    return { kind: 'hold-unless-approved', plan, deadline };
  };
  const alert: Response = { kind: 'alert', why: 'it only alerts' };
  const observe: Response = { kind: 'observe', why: 'it only observes' };

  test.each<[string, Response, readonly Fact[], boolean]>([
    ['before the deadline', waiting(NOW + 1), [], false],
    ['at the deadline', waiting(NOW), [], true],
    ['whose class alerts', alert, [], false],
    ['whose class observes', observe, [], false],
    ['whose class alerts, and people rejected it', alert, [FACTS.rejected(SASHA)], false],
  ])('of an excess %s is due, or not', (_, answer, facts, expected) => {
    const finding = findingWith({ response: answer });
    expect(isHoldDue(caseOf(finding, ...facts), NOW)).toBe(expected);
    expect(planOf(answer)).toEqual('plan' in answer ? plan : undefined);
  });

  test.each<[string, readonly Fact[]]>([
    ['after its waiver', [...given, FACTS.restoreConfirmed(), FACTS.waiverEnded()]],
    ['after a restore that failed', [...released, FACTS.restoreFailed()]],
  ])('of an excess that is only told of is not due %s', (_, facts) => {
    const found = caseOf(FINDING, ...facts);
    expect(isHoldDue({ ...found, finding: { ...FINDING, response: alert } }, NOW)).toBe(false);
  });
});
