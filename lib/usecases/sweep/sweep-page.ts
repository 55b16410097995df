import { principalsOf, sliceOf } from '../../core/account/slice.ts';
import type { AccountState, Principal } from '../../core/account/state.ts';
import { isSameForm } from '../../core/digest.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { sameAccessState } from '../../core/governance/assess/same-access-state.ts';
import { isKeptBack } from '../../core/governance/assess/organization/kept-back.ts';
import { tellsOfAccess } from '../../core/governance/tells-of-access.ts';
import type { Instant } from '../../core/instant.ts';
import type { AccountReader } from '../../ports/account-reader.ts';
import type { Snapshots } from '../../ports/snapshots.ts';
import { type AnnounceDeps, announceFinding } from '../announce-finding.ts';
import { appendChosen } from '../append-chosen.ts';
import { isSame as isSameState } from '../assess/snapshots/assessed-snapshots.ts';
import { casesOf } from '../case-book.ts';
import { findingsOfGone, holdsGone } from './holds-gone.ts';
import { type StandingDeps, standingExcess } from './standing-excess.ts';

/** What a sweep reads and measures, and where it writes what it found. */
export interface SweepPageDeps extends AnnounceDeps, StandingDeps {
  readonly accounts: AccountReader;
  readonly snapshots: Snapshots;
  /** Whether an earlier sweep measured the account to its end. */
  readonly wasMeasured: (account: string) => Promise<boolean>;
}

/** Where a sweep of an account goes on: after this principal, in the order of ARNs; undefined: at its beginning. */
export interface SweepPage {
  readonly account: string;
  readonly after: string | undefined;
}

/** What a page of a sweep came to. */
export interface SweptPage {
  readonly principals: number;
  /** Ids of the findings that it raised. */
  readonly findings: readonly string[];
  /** Undefined: the account is done. */
  readonly next: SweepPage | undefined;
}

/**
 * Measures the principals of an account from a place on, for as long as `mayGoOn` says, one at the least. What is in
 * excess and no open finding says yet is raised. The state is kept as the last assessed one, but for a change that was
 * news: its event may be under way, and can hold what a sweep only tells of. The next sweep keeps it, so that a change is
 * found here or by its event, and never by neither. Only the first sweep of an account takes all as it is.
 */
export async function sweepPage(page: SweepPage, deps: SweepPageDeps, mayGoOn: () => boolean): Promise<SweptPage> {
  const state = await deps.accounts.accountOf(page.account);
  if (state === undefined) throw new Error(`account ${page.account} cannot be read: no principal of it was measured`);
  const { after = '' } = page;
  const rest = [...principalsOf(state)].sort(byArn).filter(({ arn }) => arn > after);
  const findings: string[] = [];
  const measured: Measured = { state, wasMeasured: await deps.wasMeasured(page.account) };
  for (const [index, { arn }] of rest.entries()) {
    findings.push(...(await measure(arn, measured, deps)));
    const isLast = index === rest.length - 1;
    if (!isLast && !mayGoOn()) {
      return { principals: index + 1, findings, next: { account: page.account, after: arn } };
    }
  }
  await forgetGone(state, deps);
  return { principals: rest.length, findings, next: undefined };
}

function byArn(one: Principal, other: Principal): number {
  if (one.arn === other.arn) return 0;
  return one.arn < other.arn ? -1 : 1;
}

/** An account as it was read, and whether an earlier sweep measured it. */
interface Measured {
  readonly state: AccountState;
  readonly wasMeasured: boolean;
}

async function measure(arn: string, { state, wasMeasured }: Measured, deps: SweepPageDeps): Promise<readonly string[]> {
  const last = await deps.snapshots.last(arn);
  const swept = sliceOf(state, arn);
  const isSame = (slice: AccountState | undefined) =>
    slice !== undefined && last !== undefined && sameAccessState(last, slice, arn);
  // the account was read minutes ago: where an event was assessed since, its state is the newer one
  const slice = last === undefined || isSame(swept) ? swept : await deps.accounts.stateOf(arn);
  // gone since: the next sweep forgets it
  if (slice === undefined) return [];
  const news = await newsOf(arn, slice, deps);
  for (const finding of news) await raise(finding, deps);
  const gone = await goneFrom(arn, slice, deps);
  for (const finding of gone) await writeDown(finding, deps);
  const isWaiting = (last !== undefined || wasMeasured) && news.length > 0;
  // what an event kept meanwhile is newer
  if (!isWaiting && !isSame(slice)) await deps.snapshots.change(arn, (now) => (isSameState(now, last) ? slice : now));
  return [...news, ...gone].map(({ id }) => id);
}

/** What nobody measures of holds that are gone. One that was made since the account was read is there: who seems to have none is read anew. */
async function goneFrom(arn: string, slice: AccountState, deps: SweepPageDeps): Promise<readonly Finding[]> {
  const cases = await casesOf(deps.cases, arn);
  const now = deps.clock.now();
  if (findingsOfGone(cases, slice, now).length === 0) return [];
  const live = await deps.accounts.stateOf(arn);
  return live === undefined ? [] : findingsOfGone(cases, live, now);
}

/** Why an excess that has a finding has another one: that one was only observed, or is over, and the excess is there. */
const AGAIN = 'what was found before is not open';

/** What no open finding says yet. The same excess has one id, so what was found before is told under another, each time. */
async function newsOf(arn: string, state: AccountState, deps: SweepPageDeps): Promise<readonly Finding[]> {
  const cases = await casesOf(deps.cases, arn);
  const isNews = (finding: Finding) => !cases.some((known) => saysTheSame(known, finding));
  const gone = holdsGone(cases, state);
  const newsOn = async (occasion?: string): Promise<readonly Finding[]> =>
    (await standingExcess({ principal: arn, state }, deps, occasion))
      .filter(isNews)
      .map((finding) => ({ ...finding, reasons: [...finding.reasons, ...gone] }));
  const isOld = ({ id }: Finding) => cases.some(({ finding }) => finding.id === id);
  let news = await newsOn();
  for (let times = 1; news.some(isOld); times += 1) news = await newsOn(times === 1 ? AGAIN : `${AGAIN} (${times})`);
  return news;
}

/**
 * Whether this excess was said and is still people's to decide about, or is about to be held; what was only observed, nobody
 * was told.
 */
function saysTheSame(known: Case, found: Finding): boolean {
  const { finding, status } = known;
  const { excess, response, raisedAt } = found;
  if (!tellsOfAccess(finding)) return false;
  // what was kept back can be used now
  if (isKeptBack(finding) && !isKeptBack(found)) return false;
  const isOpen =
    status === 'alerted' ||
    status === 'open' ||
    status === 'hold-failed' ||
    (status === 'observed' && response.kind === 'observe') ||
    isAboutToBeHeld(known, raisedAt);
  return isOpen && isSameForm(finding.excess, excess);
}

/** So long after it began, or was due, a hold that is not there is people's business, in milliseconds. */
const HELD_WITHIN = 15 * 60_000;

function isAboutToBeHeld(known: Case, now: Instant): boolean {
  const since = dueSince(known, now);
  return since !== undefined && now - since <= HELD_WITHIN;
}

/** Since when a hold is under way or due that was decided before; undefined: there is none. */
function dueSince({ status, hold, waiver, requestedAt }: Case, now: Instant): Instant | undefined {
  if (status === 'hold-pending' && hold.kind === 'pending') return hold.at;
  if (status === 'waiver-ended') return requestedAt;
  return status === 'restored' && waiver !== undefined && waiver.until <= now ? waiver.until : undefined;
}

async function raise(finding: Finding, deps: SweepPageDeps): Promise<void> {
  await writeDown(finding, deps);
  await announceFinding(finding.id, deps);
}

/** What is not told yet is told by whoever does what else it asks for. */
async function writeDown(finding: Finding, deps: SweepPageDeps): Promise<void> {
  await appendChosen(deps.ledger, finding.id, (entries) => {
    const isRaised = entries.some(({ fact }) => fact.kind === 'finding-raised');
    const raised = { kind: 'finding-raised', finding, at: deps.clock.now() } as const;
    return { facts: isRaised ? [] : [raised], answer: undefined };
  });
}

/** Who has the name of a principal that is gone is somebody else, of whom nothing is known. */
async function forgetGone(state: AccountState, { accounts, snapshots }: SweepPageDeps): Promise<void> {
  const here = new Set(principalsOf(state).map(({ arn }) => arn));
  for (const arn of await snapshots.known(state.account)) {
    // it may have been made since the account was read
    if (!here.has(arn) && (await accounts.stateOf(arn)) === undefined) await snapshots.keep(arn, undefined);
  }
}
