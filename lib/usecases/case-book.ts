import { type Bookmark, bookmarkText, readBookmark } from '../core/governance/cases/bookmark.ts';
import { type CaseCard, cardOf } from '../core/governance/cases/case-card.ts';
import { type Case, foldCase } from '../core/governance/cases/case.ts';
import type { LedgerEntry } from '../core/governance/ledger/fact.ts';
import type { Cursors } from '../ports/cursors.ts';
import type { Ledger } from '../ports/ledger.ts';

/** All cases, as cards of which each leads to its case; each question reads what was appended since the last one. */
export interface CaseBook {
  /**
   * A card of every case as the ledger has it now, in the order in which the findings were raised. With `since`: as it was at that
   * entry or later, so that nothing is read where the book had come so far.
   */
  cards(since?: number): Promise<readonly CaseCard[]>;
  /** The cases of these cards, in their order; what was not read before is read. */
  these(cards: readonly Pick<CaseCard, 'id'>[]): Promise<readonly Case[]>;
  /** Every case. It reads as much as there are findings: where some are enough, ask for these. */
  cases(): Promise<readonly Case[]>;
  /** Leaves a bookmark for who opens the ledger next; nothing where little came since the last one. */
  bookmark(): Promise<void>;
}

/** So many findings are read at once. */
const AT_ONCE = 16;
/** A new bookmark is worth its writing after so many entries: so many are read in a moment. */
const FAR = 500;
/** The reader whose place the bookmark is. */
const NAME = 'case-book';

/** What a book of cases is opened on. */
export type BookLedger = Pick<Ledger, 'head' | 'findings' | 'about' | 'entries'>;

/**
 * A book of the cases of this ledger. The first question reads the bookmark and what was appended since; what there is about
 * a finding is read where it changed or is asked for. So neither the calls that led to no finding nor the findings that are
 * over keep the one waiting who opens a ledger of years. Without a bookmark all findings are read once.
 */
export function openCaseBook(ledger: BookLedger, bookmarks: Cursors): CaseBook {
  const book = new Book(ledger, bookmarks);
  let turn: Promise<unknown> = Promise.resolve();
  let next: Promise<readonly CaseCard[]> | undefined;
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  const readOn = () => {
    next = undefined;
    return book.readOn();
  };
  // one reading after the other: all who ask before it begins have the same
  const now = () => (next ??= inTurn(readOn));
  const cards: CaseBook['cards'] = async (since) => {
    const known = since === undefined ? undefined : await inTurn(async () => book.cardsSince(since));
    return known ?? now();
  };
  const these: CaseBook['these'] = (some) => inTurn(() => book.these(some));
  return { cards, these, cases: async () => these(await cards()), bookmark: () => inTurn(() => book.bookmark()) };
}

/** A book of these cases and no others, as they are. */
export function bookOf(cases: readonly Case[]): CaseBook {
  return {
    cards: async () => cases.map(cardOf),
    these: async (cards) => cards.flatMap(({ id }) => cases.find(({ finding }) => finding.id === id) ?? []),
    cases: async () => cases,
    bookmark: async () => undefined,
  };
}

/** The cases of one principal, by its ARN; `since` as the book takes it. */
export async function casesOf(
  book: Pick<CaseBook, 'cards' | 'these'>,
  principal: string,
  since?: number,
): Promise<readonly Case[]> {
  return book.these((await book.cards(since)).filter((card) => card.principal === principal));
}

class Book {
  readonly #ledger: BookLedger;
  readonly #bookmarks: Cursors;
  readonly #cards = new Map<string, CaseCard>();
  /** Entries about the findings that were read, by their ids, and what they come to. */
  readonly #entries = new Map<string, LedgerEntry[]>();
  readonly #folded = new Map<string, Case>();
  /** Ids of findings about which something was appended that their cards do not say yet. */
  readonly #changed = new Set<string>();
  /** The first entry that was not read; undefined: nothing was. */
  #next: number | undefined;
  /** Where the last bookmark is. */
  #marked = 0;

  constructor(ledger: BookLedger, bookmarks: Cursors) {
    this.#ledger = ledger;
    this.#bookmarks = bookmarks;
  }

  async readOn(): Promise<readonly CaseCard[]> {
    if (this.#next === undefined) await this.#open();
    else await this.#readFrom(this.#next);
    return [...this.#cards.values()];
  }

  /** The cards as they are known; undefined where the book has not come to that entry, or a reading that failed left some behind. */
  cardsSince(entry: number): readonly CaseCard[] | undefined {
    const isThere = this.#next !== undefined && this.#next > entry && this.#changed.size === 0;
    return isThere ? [...this.#cards.values()] : undefined;
  }

  async these(cards: readonly Pick<CaseCard, 'id'>[]): Promise<readonly Case[]> {
    if (this.#next === undefined) await this.readOn();
    await this.#load(cards.map(({ id }) => id).filter((id) => !this.#folded.has(id)));
    return cards.flatMap(({ id }) => this.#folded.get(id) ?? []);
  }

  async bookmark(): Promise<void> {
    const cards = await this.readOn();
    const until = (this.#next ?? 1) - 1;
    if (until < this.#marked + FAR) return;
    await this.#bookmarks.keep(NAME, bookmarkText({ until, cards }));
    this.#marked = until;
  }

  /** What is appended meanwhile is left to the next question, so that no entry counts twice. */
  async #open(): Promise<void> {
    const head = await this.#ledger.head();
    const mark = await this.#lastBookmark();
    if (mark !== undefined && mark.until <= head) {
      for (const card of mark.cards) this.#cards.set(card.id, card);
      this.#marked = mark.until;
      this.#next = mark.until + 1;
      return this.#readFrom(this.#next);
    }
    const known = await this.#read(await this.#ledger.findings(), head);
    for (const entries of known.toSorted((one, other) => raisedAt(one) - raisedAt(other))) this.#fold(entries);
    this.#next = head + 1;
  }

  async #readFrom(next: number): Promise<void> {
    for await (const entry of this.#ledger.entries(next)) this.#take(entry);
    await this.#load([...this.#changed]);
  }

  async #lastBookmark(): Promise<Bookmark | undefined> {
    const text = await this.#bookmarks.place(NAME);
    return text === undefined ? undefined : readBookmark(text);
  }

  #take(entry: LedgerEntry): void {
    const { subject, fact, sequence } = entry;
    const known = this.#entries.get(subject);
    const isRaised = fact.kind === 'finding-raised' && !this.#cards.has(subject);
    known?.push(entry);
    if (known === undefined && isRaised) this.#entries.set(subject, [entry]);
    if (known !== undefined || isRaised || this.#cards.has(subject)) this.#changed.add(subject);
    this.#next = sequence + 1;
  }

  /** Brings cases up to what was read of the ledger so far, and their cards. */
  async #load(ids: readonly string[]): Promise<void> {
    const unread = ids.filter((id) => !this.#entries.has(id));
    const known = ids.flatMap((id) => [this.#entries.get(id) ?? []]);
    const read = await this.#read(unread, (this.#next ?? 1) - 1);
    for (const entries of [...known, ...read]) this.#fold(entries);
  }

  /** What there is about findings until an entry. */
  async #read(ids: readonly string[], until: number): Promise<readonly LedgerEntry[][]> {
    const found: LedgerEntry[][] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const some = ids.slice(at, at + AT_ONCE).map((id) => this.#ledger.about(id));
      for (const entries of await Promise.all(some)) found.push(entries.filter(({ sequence }) => sequence <= until));
    }
    return found;
  }

  #fold(entries: LedgerEntry[]): void {
    const found = foldCase(entries);
    if (found === undefined) return;
    const { id } = found.finding;
    this.#entries.set(id, entries);
    this.#folded.set(id, found);
    this.#cards.set(id, cardOf(found));
    this.#changed.delete(id);
  }
}

function raisedAt(entries: readonly LedgerEntry[]): number {
  return entries.find(({ fact }) => fact.kind === 'finding-raised')?.sequence ?? Infinity;
}
