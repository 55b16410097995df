// @ts-check
import { readPermits } from './api.js';
import { element, fill, keepingFocus } from './dom.js';
import { ago, statusBadge } from './pieces.js';
import { moment, operationWord, PERMIT_FILTERS, shortArn } from './words.js';
/** @import { PermitJson, PermitListWire } from '../lib/api/wire.ts' */

/** The list of permits, those that were asked for last first. */
export class PermitList {
  /** @type {string | undefined} */
  #selected;
  /** @type {PermitListWire | undefined} */
  #list;
  #rows = element('ol', { class: 'rows', 'aria-label': 'Permits, newest first' });
  #count = element('p', 'count');
  #choice = element(
    'select',
    { change: () => this.#draw() },
    ...PERMIT_FILTERS.map(([value, word]) => element('option', { value }, word)),
  );
  root = element(
    'aside',
    { class: 'list', 'aria-label': 'Permits' },
    element('div', 'filter', element('label', {}, 'Show ', this.#choice), this.#count),
    element('p', 'filter', element('a', { href: '#/permits/ask' }, 'Ask for a permit')),
    this.#rows,
  );

  /** Reads the list again. */
  async refresh() {
    this.#list = await readPermits();
    this.#draw();
  }

  /** @param {string | undefined} id */
  select(id) {
    this.#selected = id;
    this.#draw();
  }

  #draw() {
    if (this.#list === undefined) return;
    const wanted = this.#choice.value.split(',');
    const permits = this.#list.permits.filter(({ status }) => this.#choice.value === '' || wanted.includes(status));
    const refocus = keepingFocus(this.#rows);
    fill(this.#count, permits.length === 1 ? '1 permit' : `${permits.length} permits`);
    fill(this.#rows, ...permits.map((permit) => row(permit, permit.id === this.#selected)));
    if (permits.length === 0)
      fill(this.#rows, element('li', 'empty', 'Nothing here. New permits appear by themselves.'));
    refocus();
  }
}

/**
 * @param {PermitJson} permit
 * @param {boolean} isSelected
 */
function row(permit, isSelected) {
  const { id, status, operation, environment, target, actor, requestedAt } = permit;
  const link = element(
    'a',
    { href: `#/permits/${encodeURIComponent(id)}`, ...(isSelected ? { 'aria-current': 'true' } : {}) },
    element('span', 'top', element('strong', {}, operationWord(operation)), statusBadge(status)),
    element('span', 'principal', `${shortArn(target)} in ${environment}`),
    element(
      'span',
      'who',
      shortArn(actor),
      element('time', { datetime: requestedAt, title: moment(requestedAt) }, ago(requestedAt)),
    ),
  );
  return element('li', {}, link);
}
