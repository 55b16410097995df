// @ts-check
import { element, fill } from './dom.js';
import { distance, moment, refusalText, statusWord } from './words.js';
/** @import { MissingGroupWire, PersonWire, RefusedSignatureWire } from '../lib/api/wire.ts' */
/** @import { Child } from './dom.js' */

/** @param {string} status */
export const statusBadge = (status) => element('span', `badge status-${status}`, statusWord(status));

/** @param {string} severity */
export const severityBadge = (severity) => element('span', `badge severity-${severity}`, severity);

/**
 * A moment with how far it is.
 * @param {string} iso
 */
export const time = (iso) => element('time', { datetime: iso }, `${moment(iso)} (`, ago(iso), ')');

/**
 * How far a moment is; it is kept up to date.
 * @param {string} iso
 */
export const ago = (iso) => element('span', { 'data-moment': iso }, distance(iso));

/** Brings every shown distance up to date. */
export function renewDistances() {
  for (const shown of document.querySelectorAll('[data-moment]')) {
    fill(shown, distance(shown.getAttribute('data-moment') ?? ''));
  }
}

/** @param {string} text */
export const code = (text) => element('code', {}, text);

/**
 * A titled part of a page.
 * @param {string} title
 * @param {readonly Child[]} children
 */
export const section = (title, ...children) => element('section', {}, element('h2', {}, title), ...children);

/**
 * Names and what they are; nothing where a value is null.
 * @param {readonly (readonly [string, Child])[]} pairs
 */
export function facts(pairs) {
  const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return element(
    'dl',
    'facts',
    ...shown.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]),
  );
}

/**
 * Signatures that are missing, and who could give them.
 * @param {{ missing: readonly MissingGroupWire[], open: boolean }} approval
 */
export function missingGroups({ missing: groups, open }) {
  if (groups.length === 0) return 'nothing';
  const line = (/** @type {MissingGroupWire} */ { group, count, people }) => {
    const names =
      people.length === 0 ? 'nobody can: add people to the standards' : people.map(({ name }) => name).join('; ');
    return element('li', {}, element('strong', {}, `${count} of ${group}`), open ? `: ${names}` : '');
  };
  return element('ul', 'plain', ...groups.map(line));
}

/** @param {RefusedSignatureWire} refusal */
export const refusalLine = ({ person, code: name, at }) =>
  element('li', {}, element('strong', {}, person.name), `: ${refusalText(name)} `, code(name), ' ', time(at));

/**
 * The name of somebody who is mentioned by an id.
 * @param {string} id
 * @param {readonly PersonWire[]} people
 */
export const nameOf = (id, people) => element('strong', {}, people.find((person) => person.id === id)?.name ?? id);

/** So many names are shown before the rest is folded away. */
const FEW = 12;

/**
 * Names or patterns as a list that wraps; a long one can be opened.
 * @param {readonly string[]} names
 */
export function chips(names) {
  const list = element('span', 'chips', ...names.slice(0, FEW).map(code));
  const rest = names.slice(FEW);
  if (rest.length === 0) return list;
  const more = element('details', 'more', element('summary', {}, `${rest.length} more`));
  more.append(element('span', 'chips', ...rest.map(code)));
  return element('div', {}, list, more);
}

/**
 * An API call with its parameters.
 * @param {unknown} call
 */
export function apiCall(call) {
  if (typeof call !== 'object' || call === null) return element('pre', {}, JSON.stringify(call));
  const name = 'name' in call ? String(call.name) : 'a call without a name';
  const parameters = Object.entries(call).filter(([key]) => key !== 'name');
  const shown = parameters.map(([key, held]) => /** @type {const} */ ([key, value(held)]));
  return element('div', 'call', element('strong', {}, name), facts(shown));
}

/**
 * A value of JSON.
 * @param {unknown} json
 */
export function value(json) {
  if (typeof json === 'string') return code(json);
  // a long one scrolls: it takes the focus so that the keyboard reaches it
  const lines = element('pre', { tabindex: '0' });
  // line by line: a line break inside a text node would be escaped as what it is
  for (const line of JSON.stringify(json, null, 2).split('\n')) lines.append(element('span', 'line', line));
  return lines;
}

/**
 * What went wrong, where it is read at once.
 * @param {unknown} fault
 */
export function problem(fault) {
  const named = fault instanceof Error && 'code' in fault ? `${String(fault.code)}: ` : '';
  const text = fault instanceof Error ? fault.message : String(fault);
  return element('p', { class: 'problem', role: 'alert' }, element('strong', {}, named), text);
}
