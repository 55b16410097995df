// @ts-check
import { Refused } from './api.js';
import { element, fill } from './dom.js';
import { problem } from './pieces.js';
/** @import { LedgerEventWire, SessionWire } from '../lib/api/wire.ts' */

/**
 * The list of what can be chosen.
 * @typedef {{ root: Element, refresh: () => Promise<void>, select: (id: string | undefined) => void }} List
 */

/**
 * What is shown of one thing that was chosen.
 * @template Detail
 * @typedef {object} Shown
 * @property {string} name `Finding`
 * @property {string} all where all of them are: `#/findings`
 * @property {string} nothing what is said where none is chosen
 * @property {(id: string) => Promise<Detail>} read
 * @property {(detail: Detail) => readonly Node[]} above what is above the form
 * @property {(detail: Detail) => readonly Node[]} below
 * @property {(detail: Detail, session: SessionWire, changed: (outcome: Node) => Promise<void>) => Node} decision
 * @property {(detail: Detail) => unknown} decided what the form shows: while that is the same, it is left alone
 * @property {(event: LedgerEventWire) => string | null} about the id of what an event is about
 */

/**
 * Who is signed in, and reading it again.
 * @typedef {{ current: () => SessionWire, renew: () => Promise<void> }} Session
 */

/**
 * A list, and beside it what was chosen in it, with the form to decide about it.
 * @template Detail
 */
export class SplitPage {
  #decisionKey = '';
  /** What is shown. @type {string | undefined} */
  #id;
  #decisionPane = element('div');

  /**
   * @param {List} list
   * @param {Shown<Detail>} shown
   * @param {Session} session
   */
  constructor(list, shown, session) {
    this.list = list;
    this.shown = shown;
    this.session = session;
    this.detailPane = element('article', { class: 'detail', 'aria-label': shown.name });
    this.root = element('div', 'split', list.root, this.detailPane);
  }

  /** @param {string | undefined} id */
  async open(id) {
    this.root.classList.toggle('has-detail', id !== undefined);
    this.list.select(id);
    if (this.#id !== id) {
      this.#decisionKey = '';
      scrollTo(0, 0);
    }
    this.#id = id;
    await this.refresh();
  }

  /** Reads the list and what is shown again. */
  async refresh() {
    await Promise.all([this.list.refresh(), this.show()]);
  }

  /** Reads what is shown again. */
  async show() {
    const id = this.#id;
    if (id === undefined) return fill(this.detailPane, element('p', 'empty', this.shown.nothing));
    try {
      const detail = await this.shown.read(id);
      if (this.#id === id) this.#draw(detail);
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      if (this.#id === id) fill(this.detailPane, problem(fault));
    }
  }

  /** @param {readonly LedgerEventWire[]} events */
  async news(events) {
    const concernsShown = events.some((event) => this.shown.about(event) === this.#id);
    await Promise.all([this.list.refresh(), ...(concernsShown ? [this.show()] : [])]);
  }

  /** @param {Detail} detail */
  #draw(detail) {
    const { above, below, decided, decision, all, name } = this.shown;
    const { detailPane } = this;
    const open = this.#openParts();
    const key = JSON.stringify([decided(detail), this.session.current().person]);
    if (key !== this.#decisionKey) {
      fill(
        this.#decisionPane,
        decision(detail, this.session.current(), (outcome) => this.#afterDecision(outcome)),
      );
    }
    this.#decisionKey = key;
    const back = element('a', { class: 'back', href: all }, `← All ${name.toLowerCase()}s`);
    // the form keeps its place and its focus: only what is around it is drawn anew
    if (this.#decisionPane.parentNode === detailPane) {
      for (const child of Array.from(detailPane.childNodes)) if (child !== this.#decisionPane) child.remove();
      this.#decisionPane.before(back, ...above(detail));
      this.#decisionPane.after(...below(detail));
    } else {
      fill(detailPane, back, ...above(detail), this.#decisionPane, ...below(detail));
    }
    for (const [index, part] of detailPane.querySelectorAll('details').entries()) part.open = open[index] ?? false;
  }

  /** Which folded parts are open, in their order. */
  #openParts() {
    return [...this.detailPane.querySelectorAll('details')].map(({ open }) => open);
  }

  /**
   * What came of a decision stays to be read.
   * @param {Node} outcome
   */
  async #afterDecision(outcome) {
    await this.session.renew();
    await this.refresh();
    (this.#decisionPane.querySelector('form') ?? this.#decisionPane).append(outcome);
  }
}
