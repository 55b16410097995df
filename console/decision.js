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
  const { open, lapsed, breakGlassMinutes } = detail.approval;
  const takesNone = !open && !isWaived(detail) && !lapsed && breakGlassMinutes === null;
  if (takesNone) return element('p', 'quiet', 'It takes no signatures now.');
  if (session.person === null) return element('p', 'caution', 'Choose at the top who you are to sign or to reject.');
  return new DecisionForm(detail, session.person, changed).root;
}

/** @param {FindingDetailWire} detail */
const isWaived = ({ finding }) => finding.status === 'restored';

/** Reason, days, and a button for each decision that the finding takes now. */
class DecisionForm {
  #reason = element('textarea', { id: 'reason', rows: '2', maxlength: '1000', required: true });
  #days;
  #buttons;
  #detail;
  #changed;

  /**
   * @param {FindingDetailWire} detail
   * @param {NonNullable<SessionWire['person']>} person
   * @param {(outcome: Node) => Promise<void>} changed
   */
  constructor(detail, person, changed) {
    const { approval, finding } = detail;
    const limits = { min: '1', max: String(approval.maxDays), step: '1' };
    this.#detail = detail;
    this.#changed = changed;
    this.#days = element('input', { id: 'days', type: 'number', required: true, ...limits });
    const draft = drafts.get(finding.id) ?? { reason: '', days: String(approval.defaultDays) };
    this.#reason.value = draft.reason;
    this.#days.value = draft.days;
    this.#buttons = element('div', 'buttons', ...this.#choices());
    const groups = person.groups.join(', ') || 'in no approver group';
    this.root = element(
      'form',
      { class: 'decide', submit: this.#sign, input: this.#keep },
      element('p', 'who', 'You sign as ', element('strong', {}, person.name), ` (${groups})`),
      element('label', { for: 'reason' }, 'Reason'),
      this.#reason,
      element('label', { for: 'days' }, `Accept for days (at most ${approval.maxDays})`),
      this.#days,
      this.#buttons,
    );
  }

  #choices() {
    const { open, lapsed, breakGlassMinutes } = this.#detail.approval;
    const waived = isWaived(this.#detail);
    return [
      open ? element('button', { type: 'submit' }, 'Sign this digest') : null,
      open && !waived ? danger('Reject', this.#reject) : null,
      waived ? danger('Revoke the waiver', this.#revoke) : null,
      lapsed ? element('button', { type: 'button', click: this.#askAgain }, 'Ask again') : null,
      breakGlassMinutes === null ? null : danger('Break glass', this.#takeAlone),
    ];
  }

  #keep = () => drafts.set(this.#detail.finding.id, { reason: this.#reason.value, days: this.#days.value });

  /** @param {Event} event */
  #sign = (event) => {
    event.preventDefault();
    const { id, digest } = this.#detail.finding;
    void this.#send(sign(id, { digest, reason: this.#reason.value, untilDays: Number(this.#days.value) }));
  };

  #reject = () => {
    if (!this.#reason.reportValidity() || !confirm('Reject for good? Nothing of it will be given back.')) return;
    void this.#send(reject(this.#detail.finding.id, this.#reason.value));
  };

  #revoke = () => this.#decideBesides('revocations');
  #askAgain = () => this.#decideBesides('requests');

  /** @param {'revocations' | 'requests'} what */
  #decideBesides(what) {
    if (!this.#reason.reportValidity()) return;
    void this.#send(decideBesides(this.#detail.finding.id, what, this.#reason.value));
  }

  #takeAlone = () => {
    const { finding, approval } = this.#detail;
    const { breakGlassMinutes: untilMinutes } = approval;
    const question = `Take it alone for ${untilMinutes} minutes? Everybody is told, and others must countersign.`;
    if (untilMinutes === null || !this.#reason.reportValidity() || !confirm(question)) return;
    void this.#send(breakGlass(finding.id, { digest: finding.digest, reason: this.#reason.value, untilMinutes }));
  };

  /** @param {Promise<DecisionWire>} decision */
  async #send(decision) {
    for (const button of this.#buttons.querySelectorAll('button')) button.disabled = true;
    try {
      const { outcome, message } = await decision;
      drafts.delete(this.#detail.finding.id);
      const kind = outcome === 'restore-failed' ? 'problem' : 'done';
      await this.#changed(element('p', { class: kind, role: 'status' }, message));
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      this.root.querySelector('.problem')?.remove();
      await this.#changed(problem(fault));
    } finally {
      for (const button of this.#buttons.querySelectorAll('button')) button.disabled = false;
    }
  }
}

/**
 * @param {string} text
 * @param {() => void} click
 */
const danger = (text, click) => element('button', { type: 'button', class: 'danger', click }, text);
