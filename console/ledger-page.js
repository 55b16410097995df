// @ts-check
import { readLedger, verifyLedger } from './api.js';
import { element, fill } from './dom.js';
import { code, problem, time } from './pieces.js';
/** @import { LedgerEventWire, LedgerPageWire } from '../lib/api/wire.ts' */

const PAGE = 50;

/** The ledger, newest first, and its verification. */
export class LedgerPage {
  #verdict = element('p', { class: 'verdict', role: 'status' }, 'Verifying …');
  #body = element('tbody');
  /** The first entry shown. */
  #first = 1;
  #older = element('button', { type: 'button', class: 'quiet', click: () => void this.#showOlder() }, 'Show older');
  root = element(
    'section',
    { class: 'ledger', 'aria-label': 'Ledger' },
    element('h1', {}, 'Ledger'),
    element('p', {}, 'Everything Ambit found, decided and did. Each entry carries the hash of the one before it.'),
    element(
      'div',
      'buttons',
      this.#verdict,
      element('button', { type: 'button', class: 'quiet', click: () => void this.#verify() }, 'Verify again'),
    ),
    element(
      'div',
      'scroll',
      element(
        'table',
        {},
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...['#', 'When', 'What', 'About', 'Hash'].map((name) => element('th', { scope: 'col' }, name)),
          ),
        ),
        this.#body,
      ),
    ),
    this.#older,
  );

  /** Reads the last page and verifies. */
  async open() {
    const page = await readLedger(undefined);
    this.#first = page.entries[0]?.sequence ?? 1;
    fill(this.#body, ...rowsOf(page));
    this.#older.hidden = this.#first <= 1;
    await this.#verify();
  }

  /** @param {LedgerEventWire} event */
  add(event) {
    this.#body.prepend(row(event));
  }

  async #showOlder() {
    const from = Math.max(1, this.#first - PAGE);
    const page = await readLedger(from);
    this.#body.append(...rowsOf({ ...page, entries: page.entries.filter(({ sequence }) => sequence < this.#first) }));
    this.#first = from;
    this.#older.hidden = from <= 1;
  }

  async #verify() {
    fill(this.#verdict, 'Verifying …');
    try {
      const { from, until, last, fault, signedUntil, verifiedAt } = await verifyLedger();
      const signed = signedUntil === 0 ? 'no signed checkpoint yet' : `signed up to #${signedUntil}`;
      const whole = from === 1 ? '' : ' What was sealed before, “ambit ledger verify” verifies.';
      const rest = until < last ? ` ${last - until} entries more were not looked at.` : '';
      const good = `✓ The chain holds from entry #${from} to #${until}, ${signed}.${whole}${rest} `;
      this.#verdict.className = fault === null ? 'verdict good' : 'verdict bad';
      fill(this.#verdict, fault === null ? good : `✗ ${fault.code}: ${fault.text}. `, time(verifiedAt));
    } catch (fault) {
      fill(this.#verdict, problem(fault));
    }
  }
}

/**
 * The page of what an entry is about that is no finding.
 * @param {string} subject
 */
function pageOf(subject) {
  if (/^rules(:|$)/.test(subject)) return '#/rules';
  return /^P-[0-9a-f]{12}$/.test(subject) ? `#/permits/${encodeURIComponent(subject)}` : undefined;
}

/**
 * A subject with the first digits of its digest.
 * @param {string} subject
 */
const short = (subject) => subject.replace(/sha256:([0-9a-f]{12})[0-9a-f]+/, '$1');

/** @param {LedgerPageWire} page */
const rowsOf = ({ entries }) => entries.map(row).reverse();

/** @param {LedgerEventWire} event */
function row({ sequence, at, text, person, findingId, subject, hash }) {
  const page = findingId === null ? pageOf(subject) : `#/findings/${encodeURIComponent(findingId)}`;
  const about =
    page === undefined ? code(subject) : element('a', { href: page, title: subject }, findingId ?? short(subject));
  return element(
    'tr',
    {},
    element('td', 'sequence', String(sequence)),
    element('td', 'when', time(at)),
    element('td', {}, person === null ? null : element('strong', {}, `${person.name} `), text),
    element('td', {}, about),
    element('td', 'hash', element('code', { title: hash }, hash.slice(7, 19))),
  );
}
