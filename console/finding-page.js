// @ts-check
import { element } from './dom.js';
import { apiCall, chips, code, facts, section, severityBadge, statusBadge, time } from './pieces.js';
import { kindWord, shortArn, withoutCall } from './words.js';
/** @import { ActorJson, BoxJson, EffectWire, FindingDetailWire, LedgerEventWire, PlanJson, WitnessJson } from '../lib/api/wire.ts' */

/**
 * What is known of a finding: the heading, and what people need before they decide.
 * @param {FindingDetailWire} detail
 */
export function findingFacts({ finding, rejection, waiver }) {
  const { kind, severity, status, principal, actor, call, account, raisedAt } = finding;
  const by = element('span', {}, actor.name, ` (${actor.class}, via ${actor.via}) `, code(actor.id));
  return element(
    'div',
    {},
    element('p', 'badges', severityBadge(severity), statusBadge(status), element('span', 'id', finding.id)),
    element('h1', {}, `${kindWord(kind)}: ${shortArn(principal)}`),
    facts([
      ['Principal', code(principal)],
      ['Class', `${finding.class}, in account ${account}`],
      ['Done by', call === null ? null : by],
      ['Person behind it', call === null ? null : personBehind(actor)],
      ['Signs of an agent', actor.agentHints.length === 0 ? null : chips(actor.agentHints)],
      [
        'Call',
        call === null
          ? withoutCall(finding.kind)
          : element('span', {}, code(`${call.source} ${call.name}`), ' ', time(call.time)),
      ],
      ['Raised', time(raisedAt)],
      ['Waived', waiver === null ? null : element('span', {}, 'until ', time(waiver.until), waiverNote(waiver))],
      [
        'Rejected',
        rejection === null
          ? null
          : element('span', {}, `by ${rejection.person.name}: ${rejection.reason} `, time(rejection.at)),
      ],
    ]),
  );
}

/** @param {NonNullable<FindingDetailWire['waiver']>} waiver */
function waiverNote({ alone, review }) {
  if (alone !== null) return `: ${alone.name} took it alone, and it is held again unless others countersign`;
  return review ? ': people are asked whether it is kept; else it is held again' : '';
}

/** @param {ActorJson} actor */
function personBehind({ person }) {
  if (person === null) return 'nobody can be named';
  return person.by === null ? person.id : `${person.id}, by ${person.by}`;
}

/** What the reasons name of a finding about Ambit's own rules. */
const ABOUT_RULES = ['weaker-rules', 'unreadable-rules'];

/**
 * The exact excess, with a request that shows it.
 * @param {FindingDetailWire} detail
 */
export function excessSection({ finding }) {
  const { excess, verdict, witness, reasons, resources } = finding;
  const undetermined = 'It could not be decided whether this is in excess. Taken as excess until somebody has looked.';
  return section(
    excess.length === 0 && resources.length > 0 ? 'What was touched' : 'What is in excess',
    verdict === 'undetermined' ? element('p', 'caution', undetermined) : null,
    ...excess.map(boxCard),
    excess.length === 0 && resources.length === 0 ? element('p', 'quiet', 'No access is in excess.') : null,
    resources.length === 0 ? null : facts([['Touched', chips(resources)]]),
    witness === null ? null : witnessCard(witness),
    reasons.length === 0
      ? null
      : element('ul', 'reasons', ...reasons.map(({ rule, detail }) => element('li', {}, code(rule), ' ', detail))),
    reasons.some(({ rule }) => ABOUT_RULES.includes(rule))
      ? element('p', {}, element('a', { href: '#/rules' }, 'The rules in force, and what is to be signed'))
      : null,
  );
}

/** @param {BoxJson} box */
function boxCard({ actions, accessLevels, resources, policy, statement }) {
  return element(
    'div',
    'card',
    facts([
      ['Actions', chips(actions)],
      [
        'Access levels',
        element('span', 'levels', ...accessLevels.map((level) => element('span', `badge ${levelClass(level)}`, level))),
      ],
      ['Resources', chips(resources)],
      ['Granted by', element('span', {}, code(policy), ', statement ', code(statement))],
    ]),
  );
}

/** @param {string} level */
const levelClass = (level) => (level === 'Permissions management' || level === 'Write' ? 'level-strong' : 'level');

/** @param {WitnessJson} witness */
function witnessCard({ action, resource, context, principal }) {
  return element(
    'div',
    'card',
    element('h3', {}, 'For example, this request was allowed and must not be'),
    facts([
      ['Action', code(action)],
      ['Resource', code(resource)],
      ['As', principal === undefined ? null : code(principal)],
      ...Object.entries(context).map(
        ([key, value]) => /** @type {const} */ ([key, chips(typeof value === 'string' ? [value] : value)]),
      ),
    ]),
  );
}

/**
 * What is held and what a restore would do.
 * @param {FindingDetailWire} detail
 */
export function holdSection({ finding, hold, restore }) {
  const { hold: plan, why, deadline, status } = finding;
  const isGivenBack = status === 'restored';
  if (plan === null) {
    return section('Hold', element('p', {}, `Nothing is held: ${why ?? 'the response is to alert'}.`));
  }
  return section(
    'Hold',
    facts([
      ['Plan', `${plan.summary} (${plan.kind === 'exact-inverse' ? 'exactly as before the call' : 'contained'})`],
      ['Passed over', passedOver(plan.proof)],
      [
        'Goes on all the same',
        plan.proof === null || plan.proof.leaves.length === 0 ? null : plan.proof.leaves.join('; '),
      ],
      ['Hold', effect(hold, isGivenBack ? 'lifted by the restore' : 'not begun')],
      ['Held unless signed by', deadline === undefined ? null : time(deadline)],
      ['Restore', effect(restore, 'not asked for')],
    ]),
    element('div', 'columns', callList('The hold does', plan.calls), callList('A restore would apply', plan.restore)),
  );
}

/**
 * What the principal did before the hold took effect; nothing where nobody looked yet.
 * @param {FindingDetailWire} detail
 */
export function gapSection({ gap }) {
  if (gap === null) return [];
  const { from, until, lookedAt, count, calls } = gap;
  const lines = calls.map((call) => element('li', {}, time(call.time), ' ', code(`${call.source} ${call.name}`)));
  const more = count > calls.length ? [element('li', {}, `and ${count - calls.length} more`)] : [];
  return [
    section(
      'Before it was held',
      element('p', 'quiet', 'From ', time(from), ' to ', time(until), ', of what was handled by ', time(lookedAt)),
      count === 0
        ? element('p', {}, 'No change by the principal was seen so far.')
        : element('ol', 'history', ...lines, ...more),
      element('p', 'quiet', 'Reads, and calls that Ambit does not watch, are in CloudTrail alone.'),
    ),
  ];
}

/**
 * The plans that would have taken less, and why they were not to be used.
 * @param {PlanJson['proof']} proof
 */
function passedOver(proof) {
  if (proof === null || proof.passedOver.length === 0) return null;
  return proof.passedOver.map(({ plan, why }) => `${plan}: ${why}`).join('; ');
}

/**
 * @param {string} title
 * @param {readonly unknown[]} calls
 */
function callList(title, calls) {
  const shown = calls.length === 0 ? [element('p', 'quiet', 'No call.')] : calls.map(apiCall);
  return element('div', 'card', element('h3', {}, title), ...shown);
}

/**
 * @param {EffectWire} effect
 * @param {string} none
 */
function effect({ kind, at, detail }, none) {
  if (at === null) return none;
  const word = { none, pending: 'under way since ', confirmed: 'done, seen in the account ', failed: 'FAILED ' }[kind];
  return element('span', kind === 'failed' ? 'bad' : '', word, time(at), detail === null ? null : `: ${detail}`);
}

/**
 * What happened to the finding, as the ledger has it.
 * @param {readonly LedgerEventWire[]} events
 */
export function historySection(events) {
  const lines = events.map(({ sequence, at, text, person }) =>
    element(
      'li',
      {},
      element('span', 'sequence', `#${sequence}`),
      time(at),
      ' ',
      person === null ? null : element('strong', {}, `${person.name} `),
      text,
    ),
  );
  return section('History', element('ol', 'history', ...lines));
}
