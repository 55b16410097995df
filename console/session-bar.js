// @ts-check
import { signIn, signOut } from './api.js';
import { byId, element, fill, readable } from './dom.js';
import { forgetToken, signInAtProvider } from './sign-in.js';
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

/**
 * Who is signed in at the identity provider; undefined: nobody yet.
 * @param {SessionWire | undefined} session
 * @param {(fault: unknown) => void} failed
 */
export function drawProviderSession(session, failed) {
  const hint = byId('notice');
  const notice = session?.notice ?? '';
  hint.hidden = notice === '';
  fill(hint, notice === '' ? '' : `${notice.charAt(0).toUpperCase()}${notice.slice(1)}.`);
  if (session === undefined) {
    const click = () => void signInAtProvider().catch(failed);
    fill(byId('session'), element('button', { type: 'button', click }, 'Sign in'));
    return;
  }
  const click = () => {
    forgetToken();
    location.reload();
  };
  const who = session.person === null ? 'Signed in' : `Signed in as ${session.person.name}`;
  fill(
    byId('session'),
    element('span', {}, who),
    element('button', { type: 'button', class: 'quiet', click }, 'Sign out'),
  );
}
