// @ts-check
import { signIn, signOut } from './api.js';
import { byId, element, fill, readable } from './dom.js';
/** @import { SessionWire } from '../lib/api/wire.ts' */

/**
 * Who is signed in, and the choice of somebody else.
 * @param {SessionWire} session
 * @param {(session: Promise<SessionWire>) => void} changed
 */
export function drawSession({ person, people, notice }, changed) {
  const hint = byId('notice');
  hint.hidden = false;
  fill(hint, `${notice.charAt(0).toUpperCase()}${notice.slice(1)}.`);
  const choice = element(
    'select',
    { id: 'person', change: () => changed(choice.value === '' ? signOut() : signIn(choice.value)) },
    element('option', { value: '' }, 'nobody'),
    ...people.map(({ id, name, groups }) =>
      element('option', { value: id }, `${name} (${groups.join(', ') || 'no approver'})`),
    ),
  );
  choice.value = person?.id ?? '';
  choice.title = readable(notice);
  fill(byId('session'), element('label', { for: 'person' }, 'Signed in as'), choice);
}
