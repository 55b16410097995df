// @ts-check
import { element, fill } from './dom.js';
/** @import { SessionWire } from '../lib/api/wire.ts' */

/**
 * How one thing is shown, with the form to decide about it.
 * @template Detail
 * @typedef {object} Drawn
 * @property {string} name `Finding`
 * @property {(detail: Detail) => readonly Node[]} above what is above the form
 * @property {(detail: Detail) => readonly Node[]} below
 * @property {(detail: Detail, session: SessionWire, changed: (outcome: Node) => Promise<void>) => Node} decision
 * @property {(detail: Detail) => unknown} decided what the form shows: while that is the same, it is left alone
 */

/**
 * Who is signed in, and reading it again.
 * @typedef {{ current: () => SessionWire, renew: () => Promise<void> }} Session
 */

/**
 * One thing and the form to decide about it, which news leave alone as long as it shows the same.
 * @template Detail
 */
export class DetailPane {
  #decisionKey = '';
  #decisionPane = element('div');

  /**
   * @param {Drawn<Detail>} drawn
   * @param {Session} session
   * @param {() => Promise<void>} refresh reads again what is shown
   */
  constructor(drawn, session, refresh) {
    this.drawn = drawn;
    this.session = session;
    this.refresh = refresh;
    this.root = element('article', { class: 'detail', 'aria-label': drawn.name });
  }

  /** What is shown next is another thing: its form is a new one. */
  forget() {
    this.#decisionKey = '';
  }

  /**
   * Shows a text in place of the thing.
   * @param {Node} text
   */
  say(text) {
    fill(this.root, text);
  }

  /**
   * @param {Detail} detail
   * @param {readonly Node[]} top what is above all
   */
  draw(detail, ...top) {
    const { above, below, decided, decision } = this.drawn;
    const open = this.#openParts();
    const key = JSON.stringify([decided(detail), this.session.current().person]);
    if (key !== this.#decisionKey) {
      fill(
        this.#decisionPane,
        decision(detail, this.session.current(), (outcome) => this.#afterDecision(outcome)),
      );
    }
    this.#decisionKey = key;
    // the form keeps its place and its focus: only what is around it is drawn anew
    if (this.#decisionPane.parentNode === this.root) {
      for (const child of Array.from(this.root.childNodes)) if (child !== this.#decisionPane) child.remove();
      this.#decisionPane.before(...top, ...above(detail));
      this.#decisionPane.after(...below(detail));
    } else {
      fill(this.root, ...top, ...above(detail), this.#decisionPane, ...below(detail));
    }
    for (const [index, part] of this.root.querySelectorAll('details').entries()) part.open = open[index] ?? false;
  }

  /** Which folded parts are open, in their order. */
  #openParts() {
    return [...this.root.querySelectorAll('details')].map(({ open }) => open);
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
