import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bookmarkText, readBookmark } from '../../../../lib/core/governance/cases/bookmark.ts';
import { cardOf } from '../../../../lib/core/governance/cases/case-card.ts';
import { foldCase } from '../../../../lib/core/governance/cases/case.ts';
import type { Fact } from '../../../../lib/core/governance/ledger/fact.ts';
import { mayRestore } from '../../../../lib/core/governance/cases/may-restore.ts';
import { digestOfText } from '../../../../lib/core/digest.ts';
import { isHoldDue } from '../../../../lib/core/governance/holds/hold-due.ts';
import { caseOf, entriesOf, FACTS, GOVERNANCE, HELD, NOW, PLATO, SASHA } from '../approval-fixtures.ts';

const SOME: readonly Fact[] = [
  FACTS.holdIntended(),
  FACTS.holdConfirmed(),
  FACTS.holdFailed(),
  FACTS.announced('console'),
  FACTS.signed(SASHA),
  FACTS.signed(PLATO),
  FACTS.rejected(PLATO),
  FACTS.restoreIntended(),
  FACTS.restoreConfirmed(),
  FACTS.restoreFailed(),
  FACTS.waiverEnded(),
];

describe('the card of a case', () => {
  test.each<[string, readonly Fact[], boolean]>([
    ['is to be held', [FACTS.raised()], false],
    ['is being held', [FACTS.raised(), FACTS.holdIntended()], false],
    ['is held', HELD, true],
    ['could not be held', [FACTS.raised(), FACTS.holdIntended(), FACTS.holdFailed()], false],
    ['has a signature', [...HELD, FACTS.signed(SASHA)], false],
    ['is held and rejected', [...HELD, FACTS.rejected(SASHA)], true],
    ['is rejected and was never held', [FACTS.raised(), FACTS.rejected(SASHA)], false],
  ])('says whether something is to be done about one that %s', (_, facts, isQuiet) => {
    expect(cardOf(caseOf(facts)).isQuiet).toBe(isQuiet);
  });

  test('calls nothing quiet that is to be held, restored or ended, however late it is', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...SOME), { maxLength: 12 }), (facts) => {
        const found = foldCase(entriesOf([FACTS.raised(), ...facts]));
        if (found === undefined || !cardOf(found).isQuiet) return;
        const late = NOW + 1e12;
        expect(isHoldDue(found, NOW) || isHoldDue(found, late)).toBe(false);
        expect(mayRestore(found, GOVERNANCE, NOW).ok).toBe(false);
        expect(found.waiver).toBeUndefined();
        expect(['pending', 'failed']).not.toContain(found.hold.kind);
        expect(found.restore.kind).not.toBe('pending');
      }),
    );
  });

  test('comes back from a bookmark as it was', () => {
    const cards = [HELD, [...HELD, FACTS.announced('sns'), FACTS.signed(SASHA)]].map((facts) => cardOf(caseOf(facts)));
    expect(readBookmark(bookmarkText({ until: 7, cards }))).toEqual({ until: 7, cards });
  });

  test('is of the form that its bookmarks name: with a change here, the form is to be raised', () => {
    const cards = SOME.map((_, index) => cardOf(caseOf([FACTS.raised(), ...SOME.slice(0, index + 1)])));
    const text = bookmarkText({ until: 1, cards });
    expect(text).toMatch(/^\{"form":2,/);
    expect(digestOfText(text)).toBe('sha256:bc27b3448e1b18c9b9c4a8613c32fd720220d67accbdd8c2b6216af760f17d8c');
  });
});
