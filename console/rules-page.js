// @ts-check
import { readRules, Refused } from './api.js';
import { DetailPane } from './detail-pane.js';
import { element } from './dom.js';
import { historySection } from './finding-page.js';
import { code, facts, nameOf, problem, section, statusBadge, time, value } from './pieces.js';
import { rulesDecisionSection } from './rules-decision.js';
import { adoptionText } from './words.js';
/** @import { Difference, LedgerEventWire, PersonWire, RulesDetailWire, RulesProposalJson, RulesVersionJson, Weakening } from '../lib/api/wire.ts' */
/** @import { Drawn, Session } from './detail-pane.js' */

/** @type {Drawn<RulesDetailWire>} */
const RULES = {
  name: 'Rules',
  above: (detail) => [inForceSection(detail), ...refusedSection(detail), ...proposalSection(detail)],
  below: (detail) => [...(detail.earlier.length === 0 ? [] : [earlierSection(detail)]), historySection(detail.history)],
  decision: rulesDecisionSection,
  decided: ({ proposal, approval, refused, askable }) => [proposal, approval, refused, askable],
};

/** Ambit's own rules: what is in force, what people are to sign, and a file that was refused. */
export class RulesPage {
  /** @type {DetailPane<RulesDetailWire>} */
  #pane;

  /** @param {Session} session */
  constructor(session) {
    this.#pane = new DetailPane(RULES, session, () => this.show());
    this.root = element('div', 'alone', this.#pane.root);
  }

  async open() {
    scrollTo(0, 0);
    await this.show();
  }

  /** Reads the rules again. */
  async show() {
    try {
      this.#pane.draw(await readRules());
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
      this.#pane.say(problem(fault));
    }
  }

  /** @param {readonly LedgerEventWire[]} events */
  async news(events) {
    if (events.some(({ subject }) => subject === 'rules')) await this.show();
  }
}

/** @param {RulesDetailWire} detail */
function inForceSection({ inForce, mode, people }) {
  const note = 'A change counts for functions within a minute, and for “ambit up” when it starts again.';
  return element(
    'div',
    {},
    element('h1', {}, inForce === null ? 'No rules are in force' : `Rules version ${inForce.version}`),
    ...(inForce === null ? [] : [versionFacts(inForce, people), element('p', 'quiet', note)]),
    mode === null
      ? null
      : facts([
          ['Mode of the deployment', element('span', {}, `${mode.inForce}, since `, time(mode.since))],
          [
            'Mode refused',
            mode.refused === null
              ? null
              : `${mode.refused} was deployed and is not in force: to do less, have accountModes signed`,
          ],
        ]),
  );
}

/**
 * @param {RulesVersionJson} version
 * @param {readonly PersonWire[]} people
 */
function versionFacts({ digest, by, at, weakens, signatures }, people) {
  const signed = signatures.map(({ person, groups, reason, at: when }) =>
    element('li', {}, nameOf(person, people), ` as ${groups.join(', ')}: “${reason}” `, time(when)),
  );
  return facts([
    ['In force since', time(at)],
    ['Because', element('span', by === 'first-use' ? 'caution' : '', adoptionText(by))],
    ['Digest', code(digest)],
    ['Signed', signed.length === 0 ? null : element('ul', 'plain', ...signed)],
    ['Weaker than before', weakens.length === 0 ? null : weakeningList(weakens)],
  ]);
}

/** @param {RulesDetailWire} detail */
function refusedSection({ refused, askable }) {
  if (refused === null || (refused.problem === '' && !askable)) return [];
  const isReadable = refused.problem === '';
  return [
    section(
      'A file that is not in force',
      facts([
        ['Found', time(refused.at)],
        ['Digest', code(refused.found)],
        ['Problem', isReadable ? null : element('span', 'bad', refused.problem)],
        ['Weaker', isReadable ? weakeningList(refused.weakens) : null],
        ['What to do', isReadable ? 'Put the file back, or ask below for signatures.' : 'Mend the file.'],
      ]),
    ),
  ];
}

/** @param {RulesDetailWire} detail */
function proposalSection({ proposal, approval, inForce, people }) {
  if (proposal === null || approval === null) return [];
  return [
    element(
      'section',
      {},
      element('h2', {}, `Weaker rules are to be signed: version ${proposal.version}`),
      element('p', 'badges', statusBadge(approval.open ? 'open' : 'lapsed')),
      proposalFacts(proposal, people),
    ),
    section('In what they are weaker', weakeningList(proposal.weakens)),
    section(
      'What the file says otherwise',
      element('p', 'quiet', `Every difference from version ${inForce?.version ?? 0}, stricter ones too.`),
      ...approval.differences.map(differenceCard),
    ),
  ];
}

/**
 * @param {RulesProposalJson} proposal
 * @param {readonly PersonWire[]} people
 */
function proposalFacts({ proposedBy, proposedAt, reason, standards }, people) {
  return facts([
    ['Asked by', element('span', {}, nameOf(proposedBy, people), ' ', time(proposedAt))],
    ['Reason', `“${reason}”`],
    ['Digest of the file', code(standards)],
  ]);
}

/** @param {readonly Weakening[]} weakens */
const weakeningList = (weakens) =>
  element('ol', 'weakenings', ...weakens.map((weakening) => element('li', {}, weakeningCard(weakening))));

/** @param {Weakening} weakening */
function weakeningCard({ place, detail, witness }) {
  return element(
    'div',
    {},
    code(place),
    ` ${detail}`,
    witness === undefined
      ? null
      : facts([
          ['New: allows', code(witness.action)],
          ['On', code(witness.resource)],
          ...Object.entries(witness.context).map(
            ([key, values]) => /** @type {const} */ ([key, code([values].flat().join(', '))]),
          ),
        ]),
  );
}

/** @param {Difference} difference */
function differenceCard({ place, before, after }) {
  return element(
    'div',
    'card',
    element('h3', {}, code(place)),
    facts([
      ['− Before', before === undefined ? 'nothing' : value(before)],
      ['+ Proposed', after === undefined ? 'nothing' : value(after)],
    ]),
  );
}

/** @param {RulesDetailWire} detail */
function earlierSection({ earlier, people }) {
  return section(
    'Versions before',
    ...earlier.map((version) =>
      element('details', 'more', element('summary', {}, `Version ${version.version}`), versionFacts(version, people)),
    ),
  );
}
