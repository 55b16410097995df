// @ts-check
import { Refused } from './api.js';
import { DetailPane } from './detail-pane.js';
import { element } from './dom.js';
import { problem } from './pieces.js';
/** @import { LedgerEventWire } from '../lib/api/wire.ts' */
/** @import { Drawn, Session } from './detail-pane.js' */

/**
 * The list of what can be chosen.
 * @typedef {{ root: Element, refresh: () => Promise<void>, select: (id: string | undefined) => void }} List
 */

/**
 * What is shown of one thing that was chosen.
 * @template Detail
 * @typedef {object} Chosen
 * @property {string} all where all of them are: `#/findings`
 * @property {string} nothing what is said where none is chosen
 * @property {(id: string) => Promise<Detail>} read
 * @property {(event: LedgerEventWire) => string | null} about the id of what an event is about
 */

/**
 * @template Detail
 * @typedef {Chosen<Detail> & Drawn<Detail>} Shown
 */

/**
 * A list, and beside it what was chosen in it, with the form to decide about it.
 * @template Detail
 */
export class SplitPage {
  /** What is shown. @type {string | undefined} */
  #id;
  /** @type {DetailPane<Detail>} */
  #pane;

  /**
   * @param {List} list
   * @param {Shown<Detail>} shown
   * @param {Session} session
   */
  constructor(list, shown, session) {
    this.list = list;
    this.shown = shown;
    this.#pane = new DetailPane(shown, session, () => this.refresh());
    this.root = element('div', 'split', list.root, this.#pane.root);
  }

  /** @param {string | undefined} id */
  async open(id) {
    this.root.classList.toggle('has-detail', id !== undefined);
    this.list.select(id);
    if (this.#id !== id) {
      this.#pane.forget();
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
    const { nothing, read, all, name } = this.shown;
    if (id === undefined) return this.#pane.say(element('p', 'empty', nothing));
    try {
      const detail = await read(id);
      if (this.#id !== id) return;
      this.#pane.draw(detail, element('a', { class: 'back', href: all }, `← All ${name.toLowerCase()}s`));
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      if (this.#id === id) this.#pane.say(problem(fault));
    }
  }

  /** @param {readonly LedgerEventWire[]} events */
  async news(events) {
    const concernsShown = events.some((event) => this.shown.about(event) === this.#id);
    await Promise.all([this.list.refresh(), ...(concernsShown ? [this.show()] : [])]);
  }
}
