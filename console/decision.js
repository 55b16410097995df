// @ts-check
import { breakGlass, decideBesides, reject, Refused, sign } from './api.js';
import { element } from './dom.js';
import { code, facts, missingGroups, problem, refusalLine, section, time } from './pieces.js';
/** @import { DecisionWire, FindingDetailWire, SessionWire, SignatureWire } from '../lib/api/wire.ts' */

/** What was typed and not sent, by finding: news must not wipe it. @type {Map<string, { reason: string, days: string }>} */
const drafts = new Map();

/**
 * Who signed, what is missing, and the form to sign or reject.
 * @param {FindingDetailWire} detail
 * @param {SessionWire} session
 * @param {(outcome: Node) => Promise<void>} changed is told what came of a decision
 */
export function decisionSection(detail, session, changed) {
  const { approval, signatures, refusals, finding } = detail;
  return section(
    'Approval',
    facts([
      [
        'Digest',
        element(
          'span',
          {},
          code(finding.digest),
          element('small', {}, ' what a signature is on: the restore, the excess, and whose it is'),
        ),
      ],
      ['Needs', approval.needs.map(({ group, count }) => `${count} of ${group}`).join(', ')],
      ['Signed', signatures.length === 0 ? 'nobody yet' : element('ul', 'plain', ...signatures.map(signatureLine))],
      ['Missing', missingGroups(approval)],
      ['Refused', refusals.length === 0 ? null : element('ul', 'plain', ...refusals.map(refusalLine))],
      ['Lapses', approval.open ? time(approval.expiresAt) : null],
    ]),
    decisionForm(detail, session, changed),
  );
}

/** @param {SignatureWire} signature */
function signatureLine({ person, groups, reason, until, at, counts }) {
  const word = counts ? '' : ' (does not count any more)';
  return element(
    'li',
    {},
    element('strong', {}, person.name),
    ` as ${groups.join(', ')}${word}: “${reason}” `,
    time(at),
    ', accepts until ',
    time(until),
  );
}

/**
 * @param {FindingDetailWire} detail
 * @param {SessionWire} session
 * @param {(outcome: Node) => Promise<void>} changed
 */
function decisionForm(detail, session, changed) {
  const { approval, finding } = detail;
  const isWaived = finding.status === 'restored';
  const minutes = approval.breakGlassMinutes;
  if (!approval.open && !isWaived && !approval.lapsed && minutes === null) {
    return element('p', 'quiet', 'It takes no signatures now.');
  }
  if (session.person === null) return element('p', 'caution', 'Choose at the top who you are to sign or to reject.');
  const draft = drafts.get(finding.id) ?? { reason: '', days: String(approval.defaultDays) };
  const reason = element('textarea', { id: 'reason', rows: '2', maxlength: '1000', required: true });
  const days = element('input', {
    id: 'days',
    type: 'number',
    min: '1',
    max: String(approval.maxDays),
    step: '1',
    required: true,
  });
  reason.value = draft.reason;
  days.value = draft.days;
  const keep = () => drafts.set(finding.id, { reason: reason.value, days: days.value });
  const decided = async (/** @type {Promise<DecisionWire>} */ decision) => {
    for (const button of buttons.querySelectorAll('button')) button.disabled = true;
    try {
      const { outcome, message } = await decision;
      drafts.delete(finding.id);
      await changed(
        element('p', { class: outcome === 'restore-failed' ? 'problem' : 'done', role: 'status' }, message),
      );
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      form.querySelector('.problem')?.remove();
      await changed(problem(fault));
    } finally {
      for (const button of buttons.querySelectorAll('button')) button.disabled = false;
    }
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void decided(sign(finding.id, { digest: finding.digest, reason: reason.value, untilDays: Number(days.value) }));
  };
  const refuse = () => {
    if (reason.reportValidity() && confirm('Reject for good? Nothing of it will be given back.')) {
      void decided(reject(finding.id, reason.value));
    }
  };
  /** @param {'revocations' | 'requests'} what */
  const besides = (what) => () => {
    if (reason.reportValidity()) void decided(decideBesides(finding.id, what, reason.value));
  };
  const takeAlone = () => {
    const question = `Take it alone for ${minutes} minutes? Everybody is told, and others must countersign.`;
    if (minutes === null || !reason.reportValidity() || !confirm(question)) return;
    void decided(breakGlass(finding.id, { digest: finding.digest, reason: reason.value, untilMinutes: minutes }));
  };
  /** @param {string} text @param {() => void} click */
  const danger = (text, click) => element('button', { type: 'button', class: 'danger', click }, text);
  const buttons = element(
    'div',
    'buttons',
    approval.open ? element('button', { type: 'submit' }, 'Sign this digest') : null,
    approval.open && !isWaived ? danger('Reject', refuse) : null,
    isWaived ? danger('Revoke the waiver', besides('revocations')) : null,
    approval.lapsed ? element('button', { type: 'button', click: besides('requests') }, 'Ask again') : null,
    minutes === null ? null : danger('Break glass', takeAlone),
  );
  const groups = session.person.groups.join(', ') || 'in no approver group';
  const form = element(
    'form',
    { class: 'decide', submit, input: keep },
    element('p', 'who', 'You sign as ', element('strong', {}, session.person.name), ` (${groups})`),
    element('label', { for: 'reason' }, 'Reason'),
    reason,
    element('label', { for: 'days' }, `Accept for days (at most ${approval.maxDays})`),
    days,
    buttons,
  );
  return form;
}
