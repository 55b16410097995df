import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../lib/core/governance/ledger/fact.ts';
import type { Cursors } from '../../lib/ports/cursors.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import { type BookLedger, casesOf, openCaseBook } from '../../lib/usecases/case-book.ts';
import { FACTS, FINDING, findingWith, NOW, PLATO, SASHA } from '../core/governance/approval-fixtures.ts';

/** An empty ledger, and where its bookmarks are kept. */
export interface BookParts {
  readonly ledger: Ledger;
  readonly bookmarks: Cursors;
}

/** Gives what a book of cases is opened with to a test. */
export type WithBookParts = (work: (parts: BookParts) => Promise<void>) => Promise<void>;

/** A finding of a principal of its own that was held and told of, and about which nothing is to be done. */
function overFacts(index: number): readonly Fact[] {
  const id = `F-over-${index}`;
  const finding = findingWith({ id, principal: `arn:aws:iam::111122223333:role/over-${index}` });
  return [
    FACTS.raised(finding),
    { kind: 'hold-intended', findingId: id, calls: [], at: NOW },
    { kind: 'hold-confirmed', findingId: id, at: NOW },
    { kind: 'announced', findingId: id, channel: 'sns', at: NOW },
  ];
}

const OVER = Array.from({ length: 20 }, (_, index) => overFacts(index)).flat();
const CALLS = Array.from({ length: 450 }, (_, index) => FACTS.assessed(`call-${index}`));

/** The ledger, and the findings that it was asked about. */
function watched(ledger: Ledger) {
  const asked: string[] = [];
  const told: BookLedger = {
    head: () => ledger.head(),
    findings: () => {
      asked.push('all');
      return ledger.findings();
    },
    about: (subject) => {
      asked.push(subject);
      return ledger.about(subject);
    },
    entries: (from) => ledger.entries(from),
  };
  return { told, asked };
}

const NONE: Cursors = { place: async () => undefined, keep: async () => undefined };

/** What a book of cases is on every ledger. */
export function caseBookContract(name: string, withParts: WithBookParts): void {
  /** A ledger with many findings that are over, and one that is open, bookmarked. */
  const withMark: WithBookParts = (work) =>
    withParts(async (parts) => {
      await parts.ledger.append([...OVER, ...CALLS, FACTS.raised()]);
      await openCaseBook(parts.ledger, parts.bookmarks).bookmark();
      await work(parts);
    });

  describe(`a book of the cases of ${name}`, () => {
    test('is opened by its bookmark, without a question about what is over', () =>
      withMark(async ({ ledger, bookmarks }) => {
        const { told, asked } = watched(ledger);
        const book = openCaseBook(told, bookmarks);
        const cards = await book.cards();
        expect(cards).toHaveLength(21);
        expect(asked).toEqual([]);
        const open = await book.these(cards.filter(({ isQuiet }) => !isQuiet));
        expect(open.map(({ finding }) => finding.id)).toEqual([FINDING.id]);
        expect(await casesOf(book, 'arn:aws:iam::111122223333:role/over-7')).toMatchObject([{ status: 'held' }]);
        expect(asked).toEqual([FINDING.id, 'F-over-7']);
      }));

    test('is the same by its bookmark as by all entries, whatever came since', () =>
      withMark(async ({ ledger, bookmarks }) => {
        const since: readonly Fact[] = [
          FACTS.holdIntended(),
          FACTS.assessed('call-1'),
          FACTS.raised(findingWith({ id: 'F-since' })),
          { kind: 'rejected', findingId: 'F-over-3', personId: PLATO.id, reason: 'no', at: NOW },
          { kind: 'hold-failed', findingId: 'F-since', detail: 'out of turn', at: NOW },
          FACTS.raised(findingWith({ id: 'F-over-5' })),
          FACTS.holdConfirmed(),
          FACTS.signed(SASHA),
        ];
        await ledger.append(since);
        const marked = openCaseBook(ledger, bookmarks);
        const whole = openCaseBook(ledger, NONE);
        expect(await marked.cards()).toEqual(await whole.cards());
        expect(await marked.cases()).toEqual(await whole.cases());
        await ledger.append([{ kind: 'waiver-ended', findingId: 'F-over-11', at: NOW }, FACTS.holdFailed()]);
        expect(await marked.cards()).toEqual(await whole.cards());
        expect(await marked.cases()).toEqual(await whole.cases());
      }));

    test('that has come to an entry is not read again for it, and is read for a later one', () =>
      withMark(async ({ ledger, bookmarks }) => {
        const book = openCaseBook(ledger, bookmarks);
        const known = await book.cards(await ledger.head());
        const head = await ledger.head();
        await ledger.append([FACTS.raised(findingWith({ id: 'F-since' }))]);
        expect(await book.cards(head)).toEqual(known);
        expect(await book.cards(head + 1)).toHaveLength(known.length + 1);
        expect(await book.cards()).toHaveLength(known.length + 1);
      }));

    test('of which a reading failed on the way is read again for what it did not come to know', () =>
      withMark(async ({ ledger, bookmarks }) => {
        let isBroken = true;
        const about: BookLedger['about'] = async (subject) => {
          if (isBroken) throw new Error('the table does not answer');
          return ledger.about(subject);
        };
        const { told } = watched(ledger);
        const book = openCaseBook({ ...told, about }, bookmarks);
        await book.cards();
        await ledger.append([{ kind: 'waiver-ended', findingId: 'F-over-11', at: NOW }]);
        await expect(book.cards()).rejects.toThrow('the table does not answer');
        isBroken = false;
        expect(await book.cards(await ledger.head())).toEqual(await openCaseBook(ledger, NONE).cards());
      }));

    test('leaves no bookmark where little came since the last one', () =>
      withParts(async ({ ledger, bookmarks }) => {
        await ledger.append([FACTS.raised()]);
        const book = openCaseBook(ledger, bookmarks);
        await book.bookmark();
        const { told, asked } = watched(ledger);
        await openCaseBook(told, bookmarks).cards();
        expect(asked).toEqual(['all', FINDING.id]);
      }));

    test('takes no bookmark of a ledger that went further, of another form, with a card that is none, or that is no JSON', () =>
      withMark(async ({ ledger, bookmarks }) => {
        const mark = (await bookmarks.place('case-book')) ?? '';
        const damaged = [
          mark.replace(/"until":\d+/, '"until":9999'),
          mark.replace('"form":2', '"form":0'),
          mark.replace('"held"', '"kept"'),
          mark.slice(1),
        ];
        for (const text of damaged) {
          expect(text).not.toBe(mark);
          await bookmarks.keep('case-book', text);
          const { told, asked } = watched(ledger);
          expect(await openCaseBook(told, bookmarks).cards()).toHaveLength(21);
          expect(asked).toContain('all');
        }
      }));

    test('goes on with what changed where reading it failed', () =>
      withMark(async ({ ledger, bookmarks }) => {
        await ledger.append([FACTS.holdIntended()]);
        let fails = 1;
        const about: Ledger['about'] = (subject) => {
          fails -= 1;
          return fails < 0 ? ledger.about(subject) : Promise.reject(new Error('the table is throttled'));
        };
        const book = openCaseBook({ ...watched(ledger).told, about }, bookmarks);
        await expect(book.cards()).rejects.toThrow('throttled');
        expect((await book.cards()).at(-1)).toMatchObject({ id: FINDING.id, status: 'hold-pending' });
      }));
  });
}
