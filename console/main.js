// @ts-check
import { readFinding, readSession, Refused } from './api.js';
import { decisionSection } from './decision.js';
import { byId, element, fill } from './dom.js';
import { FindingList } from './finding-list.js';
import { excessSection, findingFacts, historySection, holdSection } from './finding-page.js';
import { LedgerPage } from './ledger-page.js';
import { live } from './live.js';
import { problem, renewDistances } from './pieces.js';
import { drawProviderSession, drawSession } from './session-bar.js';
import { bearer, completeSignIn, provider } from './sign-in.js';
/** @import { FindingDetailWire, LedgerEventWire, SessionWire } from '../lib/api/wire.ts' */

const main = byId('main');
const list = new FindingList();
const detailPane = element('article', { class: 'detail', 'aria-label': 'Finding' });
const decisionPane = element('div');
const split = element('div', 'split', list.root, detailPane);

/** @type {SessionWire} */
let session;
/** @type {LedgerPage | undefined} */
let ledger;
/** The finding that is shown. @type {string | undefined} */
let shown;
/** What the form shows: while that is the same, it is left alone. */
let decisionKey = '';

/** The place in the page that the address names. */
function place() {
  const [, section = 'findings', id] = location.hash.split('/');
  return { section, id: id === '' ? undefined : id };
}

async function navigate() {
  // the skip link only moves the focus
  if (location.hash === '#main') return;
  const { section, id } = place();
  const isLedger = section === 'ledger';
  mark('nav-findings', !isLedger);
  mark('nav-ledger', isLedger);
  document.title = isLedger ? 'Ledger · Ambit' : `${id ?? 'Findings'} · Ambit`;
  if (isLedger) {
    shown = undefined;
    ledger = new LedgerPage();
    fill(main, ledger.root);
    await ledger.open();
    return;
  }
  ledger = undefined;
  if (split.parentNode !== main) fill(main, split);
  split.classList.toggle('has-detail', id !== undefined);
  list.select(id);
  if (shown !== id) {
    decisionKey = '';
    scrollTo(0, 0);
  }
  shown = id;
  await Promise.all([list.refresh(), showFinding()]);
}

async function showFinding() {
  const id = shown;
  if (id === undefined)
    return fill(detailPane, element('p', 'empty', 'Choose a finding to see what is in excess and who must sign.'));
  try {
    const detail = await readFinding(id);
    if (shown === id) drawFinding(detail);
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    if (shown === id) fill(detailPane, problem(fault));
  }
}

/** @param {FindingDetailWire} detail */
function drawFinding(detail) {
  const open = openParts();
  const key = JSON.stringify([
    detail.finding.id,
    detail.finding.status,
    detail.approval,
    detail.signatures,
    detail.refusals,
    session.person,
  ]);
  if (key !== decisionKey) fill(decisionPane, decisionSection(detail, session, afterDecision));
  decisionKey = key;
  const back = element('a', { class: 'back', href: '#/findings' }, '← All findings');
  const parts = [back, findingFacts(detail), excessSection(detail), holdSection(detail)];
  // the form keeps its place and its focus: only what is around it is drawn anew
  if (decisionPane.parentNode === detailPane) {
    for (const child of Array.from(detailPane.childNodes)) if (child !== decisionPane) child.remove();
    decisionPane.before(...parts);
    decisionPane.after(historySection(detail.history));
  } else {
    fill(detailPane, ...parts, decisionPane, historySection(detail.history));
  }
  for (const [index, part] of detailPane.querySelectorAll('details').entries()) part.open = open[index] ?? false;
}

/** Which folded parts are open, in their order. */
const openParts = () => [...detailPane.querySelectorAll('details')].map(({ open }) => open);

/**
 * What came of a decision stays to be read.
 * @param {Node} outcome
 */
async function afterDecision(outcome) {
  session = await readSession();
  showSession();
  await Promise.all([list.refresh(), showFinding()]);
  (decisionPane.querySelector('form') ?? decisionPane).append(outcome);
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
  await showFinding();
}

function showSession() {
  if (provider === undefined) drawSession(session, (changed) => void changeSession(changed));
  else drawProviderSession(session, showFault);
}

/** @param {readonly LedgerEventWire[]} events */
async function onNews(events) {
  for (const event of events) ledger?.add(event);
  if (ledger !== undefined) return;
  const concernsShown = events.some(({ findingId }) => findingId === shown);
  await Promise.all([list.refresh(), ...(concernsShown ? [showFinding()] : [])]);
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
