// @ts-check
import { proposeRules, signRules } from './api.js';
import { element } from './dom.js';
import { code, facts, missingGroups, nameOf, refusalLine, section, time } from './pieces.js';
import { sendDecision } from './send-decision.js';
/** @import { RulesDetailWire, RulesProposalJson, SessionWire } from '../lib/api/wire.ts' */

/** What was typed and not sent, by the digest that it is about: news must not wipe it. @type {Map<string, string>} */
const drafts = new Map();

/**
 * Who signed the rules that are proposed, what is missing, and the forms to sign them or to ask for a file that was refused.
 * @param {RulesDetailWire} detail
 * @param {SessionWire} session
 * @param {(outcome: Node) => Promise<void>} changed is told what came of a decision
 */
export function rulesDecisionSection(detail, session, changed) {
  const { proposal, approval, refused, askable } = detail;
  if (proposal === null && !askable) return element('p', 'quiet', 'Nothing is to be signed.');
  if (session.person === null) {
    const caution = element('p', 'caution', 'Choose at the top who you are to ask or to sign.');
    return element('div', {}, approvalSection(detail), caution);
  }
  const forms = [
    ...(proposal !== null && approval?.open === true ? [signing(proposal)] : []),
    ...(refused !== null && askable ? [asking(refused)] : []),
  ];
  return element('div', {}, approvalSection(detail), ...forms.map((each) => decisionForm(each, session, changed)));
}

/**
 * @param {RulesProposalJson} proposal
 * @returns {Decision}
 */
const signing = ({ digest, version }) => ({
  about: digest,
  who: `You sign rules version ${version} as `,
  button: 'Sign this digest',
  send: (reason) => signRules({ digest, reason }),
  done: ({ inForce }) => (inForce?.digest === digest ? 'Signed: they are in force.' : 'Signed.'),
});

/**
 * @param {NonNullable<RulesDetailWire['refused']>} refused
 * @returns {Decision}
 */
const asking = ({ found }) => ({
  about: found,
  who: 'You ask for the file that is not in force as ',
  button: 'Ask for signatures',
  send: (reason) => proposeRules({ standards: found, reason }),
  done: () => 'Asked: at least two other people must sign.',
});

/** @param {RulesDetailWire} detail */
function approvalSection({ proposal, approval, people }) {
  if (proposal === null || approval === null) return null;
  const { digest, signatures, signableUntil } = proposal;
  const { needs, counted, refusals, open } = approval;
  const signed = signatures.map(({ person, groups, reason, at }) => {
    const word = counted.includes(person) ? '' : ' (does not count)';
    return element('li', {}, nameOf(person, people), ` as ${groups.join(', ')}${word}: “${reason}” `, time(at));
  });
  return section(
    'Approval',
    facts([
      [
        'Digest',
        element(
          'span',
          {},
          code(digest),
          element('small', {}, ' what a signature is on: these rules, in the place of those in force'),
        ),
      ],
      ['Needs', needs.map(({ group, count }) => `${count} of ${group}`).join(', ')],
      ['Signed', signed.length === 0 ? 'nobody yet' : element('ul', 'plain', ...signed)],
      [
        'Missing',
        approval.missing.length === 0
          ? 'nobody; whether one of the signers gains is looked at again before they come in force'
          : missingGroups(approval),
      ],
      ['Refused', refusals.length === 0 ? null : element('ul', 'plain', ...refusals.map(refusalLine))],
      [
        'Signable',
        open ? element('span', {}, 'until ', time(signableUntil)) : 'no longer: they have to be asked for again',
      ],
    ]),
  );
}

/**
 * What a form is for.
 * @typedef {object} Decision
 * @property {string} about the digest that it is about
 * @property {string} who what is said before the person's name
 * @property {string} button
 * @property {(reason: string) => Promise<RulesDetailWire>} send
 * @property {(after: RulesDetailWire) => string} done what is said once it was taken
 */

/**
 * @param {Decision} decision
 * @param {SessionWire} session
 * @param {(outcome: Node) => Promise<void>} changed
 */
function decisionForm({ about, who, button, send, done }, session, changed) {
  const id = `reason-${about.slice('sha256:'.length, 'sha256:'.length + 8)}`;
  const reason = element('textarea', { id, rows: '2', maxlength: '1000', required: true });
  reason.value = drafts.get(about) ?? '';
  const keep = () => drafts.set(about, reason.value);
  const taken = (/** @type {RulesDetailWire} */ after) => {
    drafts.delete(about);
    return done(after);
  };
  const submit = (/** @type {Event} */ event) => {
    event.preventDefault();
    void sendDecision(form, send(reason.value), { taken, changed });
  };
  const groups = session.person?.groups.join(', ') || 'in no approver group';
  const form = element(
    'form',
    { class: 'decide', submit, input: keep },
    element('p', 'who', who, element('strong', {}, session.person?.name ?? ''), ` (${groups})`),
    element('label', { for: id }, 'Reason'),
    reason,
    element('div', 'buttons', element('button', { type: 'submit' }, button)),
  );
  return form;
}
