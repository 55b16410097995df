// @ts-check
import { signPermit, withdrawPermit } from './api.js';
import { element } from './dom.js';
import { code, facts, missingGroups, nameOf, refusalLine, section, time } from './pieces.js';
import { sendDecision } from './send-decision.js';
/** @import { PermitDetailWire, SessionWire } from '../lib/api/wire.ts' */

/** What was typed and not sent, by permit: news must not wipe it. @type {Map<string, string>} */
const drafts = new Map();

/**
 * Who signed, what is missing, and the form to sign or to take it back.
 * @param {PermitDetailWire} detail
 * @param {SessionWire} session
 * @param {(outcome: Node) => Promise<void>} changed is told what came of a decision
 */
export function permitDecisionSection(detail, session, changed) {
  const { permit, approval, people, refusals } = detail;
  const { digest, signatures, signableUntil } = permit;
  const signed = signatures.map(({ person, groups, reason, at, counts }) => {
    const word = counts ? '' : ' (does not count)';
    return element('li', {}, nameOf(person, people), ` as ${groups.join(', ')}${word}: “${reason}” `, time(at));
  });
  return section(
    'Approval',
    facts([
      ['Digest', element('span', {}, code(digest), element('small', {}, ' what a signature is on: every term above'))],
      ['Needs', approval.needs.map(({ group, count }) => `${count} of ${group}`).join(', ')],
      ['Signed', signed.length === 0 ? 'nobody yet' : element('ul', 'plain', ...signed)],
      ['Missing', missingGroups(approval)],
      ['Refused', refusals.length === 0 ? null : element('ul', 'plain', ...refusals.map(refusalLine))],
      ['Signable', approval.open ? element('span', {}, 'until ', time(signableUntil)) : null],
    ]),
    decisionForm(detail, session, changed),
  );
}

/**
 * @param {PermitDetailWire} detail
 * @param {SessionWire} session
 * @param {(outcome: Node) => Promise<void>} changed
 */
function decisionForm({ permit, approval }, session, changed) {
  const { id, digest } = permit;
  if (!approval.open && !approval.withdrawable) return element('p', 'quiet', 'It takes no signatures now.');
  if (session.person === null) return element('p', 'caution', 'Choose at the top who you are to sign or to withdraw.');
  const reason = element('textarea', { id: 'reason', rows: '2', maxlength: '1000', required: true });
  reason.value = drafts.get(id) ?? '';
  const keep = () => drafts.set(id, reason.value);
  const decided = (/** @type {Promise<PermitDetailWire>} */ decision, /** @type {string} */ done) => {
    const taken = () => {
      drafts.delete(id);
      return done;
    };
    return sendDecision(form, decision, { taken, changed });
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    if (approval.open) void decided(signPermit(id, { digest, reason: reason.value }), 'Signed.');
  };
  const withdraw = () => {
    if (reason.reportValidity() && confirm('Withdraw for good? It has to be asked for and signed again.')) {
      void decided(withdrawPermit(id, { digest, reason: reason.value }), 'Withdrawn.');
    }
  };
  const groups = session.person.groups.join(', ') || 'in no approver group';
  const form = element(
    'form',
    { class: 'decide', submit, input: keep },
    element('p', 'who', 'You decide as ', element('strong', {}, session.person.name), ` (${groups})`),
    element('label', { for: 'reason' }, 'Reason'),
    reason,
    element(
      'div',
      'buttons',
      approval.open ? element('button', { type: 'submit' }, 'Sign this digest') : null,
      approval.withdrawable
        ? element('button', { type: 'button', class: 'danger', click: withdraw }, 'Withdraw')
        : null,
    ),
  );
  return form;
}
