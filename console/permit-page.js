// @ts-check
import { element } from './dom.js';
import { chips, code, facts, nameOf, section, statusBadge, time } from './pieces.js';
import { operationWord, permitStatusText, shortArn } from './words.js';
/** @import { PermitDetailWire, PermitJson, PersonWire } from '../lib/api/wire.ts' */

/**
 * What is asked for: all that people sign.
 * @param {PermitDetailWire} detail
 */
export function permitFacts({ permit, people }) {
  const { id, status, environment, account, operation, target, change, actor, from, until, reason } = permit;
  return element(
    'div',
    {},
    element('p', 'badges', statusBadge(status), element('span', 'id', id)),
    element('h1', {}, `${operationWord(operation)}: ${shortArn(target)}`),
    element('p', {}, permitStatusText(status)),
    facts([
      ['Environment', `${environment}, in account ${account}`],
      ['Operation', code(operation)],
      ['Target', code(target)],
      ['Change', element('span', {}, code(change), element('small', {}, ' exactly what is done to the target'))],
      ['Actor', code(actor)],
      ['From', time(from)],
      ['Until', time(until)],
      ['Reason', `“${reason}”`],
      ['Asked by', element('span', {}, nameOf(permit.requestedBy, people), ' ', time(permit.requestedAt))],
      ['Withdrawn', withdrawn(permit, people)],
    ]),
  );
}

/**
 * What the permit was good for.
 * @param {PermitDetailWire} detail
 */
export function useSection({ permit: { used, calls } }) {
  const by = { gate: 'request at the gate ', call: 'call ', part: 'call ' };
  return section(
    'Use',
    used === null
      ? element('p', 'quiet', 'It was not used.')
      : facts([
          ['Used by', element('span', {}, by[used.by], code(used.key), ' ', time(used.at))],
          ['Calls', calls.length === 0 ? 'none seen yet' : chips(calls)],
        ]),
  );
}

/**
 * What was asked for the same change before.
 * @param {PermitDetailWire} detail
 */
export function earlierSection({ earlier, people }) {
  const lines = earlier.map((permit) =>
    element(
      'li',
      {},
      statusBadge(permit.status),
      ` for ${shortArn(permit.actor)}, asked by `,
      nameOf(permit.requestedBy, people),
      ' ',
      time(permit.requestedAt),
    ),
  );
  return section('Asked for before', element('ul', 'plain', ...lines));
}

/**
 * @param {PermitJson} permit
 * @param {readonly PersonWire[]} people
 */
function withdrawn({ withdrawn: taken }, people) {
  if (taken === null) return null;
  return element('span', {}, 'by ', nameOf(taken.person, people), `: “${taken.reason}” `, time(taken.at));
}
