import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import { caseOf, FACTS, FINDING, NOW } from '../approval-fixtures.ts';
import { planOf } from './told-and-held.ts';

describe('what a case knows of attempts at its hold', () => {
  test.each([[{}], [{ by: 'refusal' }], [{ by: 'not-shown' }]] as const)(
    'what became of a hold that failed is known as far as it was told: %j',
    (told) => {
      const about = { detail: 'x', at: NOW, ...told };
      const failed: Fact = { kind: 'hold-failed', findingId: FINDING.id, ...about };
      const intended = FACTS.holdIntended();
      const { calls } = planOf(FINDING);
      const { hold } = caseOf([FACTS.raised(), intended, failed]);
      expect(hold).toStrictEqual({ kind: 'failed', calls, standIns: [], ...about });
    },
  );

  const twice = [...planOf(FINDING).calls, ...planOf(FINDING).calls];
  const INTENDED_TWO: Fact = { kind: 'hold-intended', findingId: FINDING.id, calls: twice, at: NOW };
  const REFUSED: Fact = { kind: 'hold-failed', findingId: FINDING.id, detail: 'x', by: 'refusal', at: NOW };

  test.each<[string, readonly Fact[], true | undefined]>([
    ['the first', [], undefined],
    ['one after another that nobody has ended', [FACTS.holdIntended()], true],
    ['one after another that failed, nobody knows how', [FACTS.holdIntended(), FACTS.holdFailed()], true],
    ['one after another that AWS refused', [FACTS.holdIntended(), REFUSED], undefined],
    ['one after several of which AWS refused the last', [FACTS.holdIntended(), FACTS.holdIntended(), REFUSED], true],
    ['one after another of two calls, of which AWS refused one', [INTENDED_TWO, REFUSED], true],
    ['one after a hold that somebody took back', [FACTS.holdIntended(), FACTS.holdConfirmed()], true],
  ])('whether an earlier attempt at a hold may have done something is known of %s', (_, earlier, isRepeated) => {
    const { hold } = caseOf([FACTS.raised(), ...earlier, FACTS.holdIntended()]);
    expect(hold.kind === 'none' ? 'none' : hold.isRepeated).toBe(isRepeated);
  });
});
