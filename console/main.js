// @ts-check
import { readFinding, readPermit, readSession, Refused } from './api.js';
import { decisionSection } from './decision.js';
import { byId, fill } from './dom.js';
import { FindingList } from './finding-list.js';
import { excessSection, findingFacts, gapSection, historySection, holdSection } from './finding-page.js';
import { LedgerPage } from './ledger-page.js';
import { live } from './live.js';
import { permitDecisionSection } from './permit-decision.js';
import { PermitList } from './permit-list.js';
import { earlierSection, permitFacts, useSection } from './permit-page.js';
import { PermitRequest } from './permit-request.js';
import { problem, renewDistances } from './pieces.js';
import { RulesPage } from './rules-page.js';
import { drawProviderSession, drawSession } from './session-bar.js';
import { bearer, completeSignIn, provider } from './sign-in.js';
import { SplitPage } from './split-page.js';
/** @import { FindingDetailWire, LedgerEventWire, PermitDetailWire, SessionWire } from '../lib/api/wire.ts' */
/** @import { Shown } from './split-page.js' */

/** @type {Shown<FindingDetailWire>} */
const FINDING = {
  name: 'Finding',
  all: '#/findings',
  nothing: 'Choose a finding to see what is in excess and who must sign.',
  read: readFinding,
  above: (detail) => [findingFacts(detail), excessSection(detail), holdSection(detail), ...gapSection(detail)],
  below: ({ history }) => [historySection(history)],
  decision: decisionSection,
  decided: ({ finding: { id, status }, approval, signatures, refusals }) => [
    id,
    status,
    approval,
    signatures,
    refusals,
  ],
  about: ({ findingId }) => findingId,
};

/** @type {Shown<PermitDetailWire>} */
const PERMIT = {
  name: 'Permit',
  all: '#/permits',
  nothing: 'Choose a permit to see what it is for and who must sign.',
  read: readPermit,
  above: (detail) => [permitFacts(detail)],
  below: (detail) => [
    useSection(detail),
    ...(detail.earlier.length === 0 ? [] : [earlierSection(detail)]),
    historySection(detail.history),
  ],
  decision: permitDecisionSection,
  decided: ({ permit: { id, digest, status, signatures }, approval, refusals }) => [
    id,
    digest,
    status,
    signatures,
    approval,
    refusals,
  ],
  about: ({ subject }) => subject,
};

const SECTIONS = ['findings', 'permits', 'rules', 'ledger'];

const main = byId('main');
const sessions = {
  current: () => session,
  renew: async () => {
    session = await readSession();
    showSession();
  },
};
const findings = new SplitPage(new FindingList(), FINDING, sessions);
const permits = new SplitPage(new PermitList(), PERMIT, sessions);
const rules = new RulesPage(sessions);

/** @type {SessionWire} */
let session;
/** What is shown. @type {typeof findings | typeof permits | RulesPage | LedgerPage | PermitRequest} */
let page = findings;

/** The place in the page that the address names. */
function place() {
  const [, section = '', id] = location.hash.split('/');
  return { section: SECTIONS.includes(section) ? section : 'findings', id: id === '' ? undefined : id };
}

async function navigate() {
  // the skip link only moves the focus
  if (location.hash === '#main') return;
  const { section, id } = place();
  for (const each of SECTIONS) mark(`nav-${each}`, each === section);
  document.title = `${id ?? `${section.charAt(0).toUpperCase()}${section.slice(1)}`} · Ambit`;
  page = pageAt(section, id);
  if (page.root.parentNode !== main) fill(main, page.root);
  if (page instanceof SplitPage) await page.open(id);
  else if (page instanceof LedgerPage || page instanceof RulesPage) await page.open();
  else await page.open(session);
}

/**
 * @param {string} section
 * @param {string | undefined} id
 */
function pageAt(section, id) {
  if (section === 'ledger') return new LedgerPage();
  if (section === 'rules') return rules;
  if (section === 'permits') return id === 'ask' ? new PermitRequest() : permits;
  return findings;
}

/** @param {Promise<SessionWire>} changed */
async function changeSession(changed) {
  try {
    session = await changed;
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    session = await readSession();
  }
  showSession();
  if (page instanceof SplitPage || page instanceof RulesPage) await page.show();
  else if (page instanceof PermitRequest) await page.open(session);
}

function showSession() {
  if (provider === undefined) drawSession(session, (changed) => void changeSession(changed));
  else drawProviderSession(session, showFault);
}

/** @param {readonly LedgerEventWire[]} events */
async function onNews(events) {
  if (page instanceof SplitPage || page instanceof RulesPage) await page.news(events);
  else if (page instanceof LedgerPage) for (const event of events) page.add(event);
}

/**
 * @param {string} id
 * @param {boolean} isCurrent
 */
function mark(id, isCurrent) {
  if (isCurrent) byId(id).setAttribute('aria-current', 'page');
  else byId(id).removeAttribute('aria-current');
}

async function start() {
  if (provider !== undefined) {
    await completeSignIn().catch(showFault);
    if (bearer() === undefined) return drawProviderSession(undefined, showFault);
  }
  session = await readSession();
  showSession();
  addEventListener('hashchange', () => void navigate());
  addEventListener('unhandledrejection', ({ reason }) => showState(problem(reason).textContent ?? '', false));
  setInterval(renewDistances, 15_000);
  await navigate();
  live({ state: showState, news: onNews });
}

/**
 * @param {string} text
 * @param {boolean} isLive
 */
function showState(text, isLive) {
  if (!isLive && provider !== undefined && bearer() === undefined) drawProviderSession(undefined, showFault);
  fill(byId('live'), text);
  byId('live').classList.toggle('on', isLive);
}

/** @param {unknown} fault */
function showFault(fault) {
  fill(main, problem(fault));
}

start().catch(showFault);
