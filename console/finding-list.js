// @ts-check
import { readFindings } from './api.js';
import { element, fill, keepingFocus } from './dom.js';
import { ago, severityBadge, statusBadge } from './pieces.js';
import { FILTERS, kindWord, moment, shortArn, withoutCall } from './words.js';
/** @import { FindingJson, FindingListWire } from '../lib/api/wire.ts' */

/** How many findings the list shows; it grows by pages and stays so when news come. */
const PAGE = 50;
const MOST = 200;

/** The list of findings, newest first. */
export class FindingList {
  #limit = PAGE;
  #filter = '';
  /** @type {string | undefined} */
  #selected;
  /** @type {FindingListWire | undefined} */
  #list;
  #rows = element('ol', { class: 'rows', 'aria-label': 'Findings, newest first' });
  #count = element('p', 'count');
  #more = element('button', { type: 'button', class: 'quiet', click: () => void this.#showMore() }, 'Show more');
  #choice = element(
    'select',
    { change: () => void this.#choose() },
    ...FILTERS.map(([value, word]) => option(value, word)),
  );
  root = element(
    'aside',
    { class: 'list', 'aria-label': 'Findings' },
    element('div', 'filter', element('label', {}, 'Show ', this.#choice), this.#count),
    this.#rows,
    this.#more,
  );

  /** Reads the list again. */
  async refresh() {
    const status = this.#filter === '' ? '' : `&status=${encodeURIComponent(this.#filter)}`;
    this.#list = await readFindings(`limit=${this.#limit}${status}`);
    this.#draw();
  }

  /** @param {string | undefined} id */
  select(id) {
    this.#selected = id;
    this.#draw();
  }

  #draw() {
    if (this.#list === undefined) return;
    const { findings, total, next } = this.#list;
    const refocus = keepingFocus(this.#rows);
    fill(this.#count, total === 1 ? '1 finding' : `${total} findings`);
    fill(this.#rows, ...findings.map((finding) => row(finding, finding.id === this.#selected)));
    if (findings.length === 0)
      fill(this.#rows, element('li', 'empty', 'Nothing here. New findings appear by themselves.'));
    this.#more.hidden = next === null || this.#limit >= MOST;
    refocus();
  }

  async #showMore() {
    this.#limit = Math.min(this.#limit + PAGE, MOST);
    await this.refresh();
  }

  async #choose() {
    this.#filter = this.#choice.value;
    this.#limit = PAGE;
    await this.refresh();
  }
}

/**
 * @param {FindingJson} finding
 * @param {boolean} isSelected
 */
function row(finding, isSelected) {
  const { id, kind, severity, status, principal, actor, call, raisedAt } = finding;
  const at = call?.time ?? raisedAt;
  const who = call === null ? withoutCall(kind) : `${actor.name} · ${call.name}`;
  const link = element(
    'a',
    { href: `#/findings/${encodeURIComponent(id)}`, ...(isSelected ? { 'aria-current': 'true' } : {}) },
    element('span', 'top', severityBadge(severity), element('strong', {}, kindWord(kind)), statusBadge(status)),
    element('span', 'principal', shortArn(principal)),
    element('span', 'who', who, element('time', { datetime: at, title: moment(at) }, ago(at))),
  );
  return element('li', {}, link);
}

/**
 * @param {string} value
 * @param {string} word
 */
const option = (value, word) => element('option', { value }, word);
