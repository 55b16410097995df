import { principalsOf, sliceOf } from '../core/account/slice.ts';
import type { AccountState, Principal } from '../core/account/state.ts';
import { canonicalText } from '../core/digest.ts';
import type { Case } from '../core/governance/case.ts';
import type { Finding } from '../core/governance/finding.ts';
import { sameAccessState } from '../core/governance/same-access-state.ts';
import { jsonForm } from '../core/json.ts';
import type { AccountReader } from '../ports/account-reader.ts';
import type { Snapshots } from '../ports/snapshots.ts';
import { type AnnounceDeps, announceFinding } from './announce-finding.ts';
import { appendChosen } from './append-chosen.ts';
import { type StandingDeps, standingExcess } from './standing-excess.ts';

export interface SweepPageDeps extends AnnounceDeps, StandingDeps {
  readonly accounts: AccountReader;
  readonly snapshots: Snapshots;
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
 * excess and no open finding says yet is raised; only then is the state kept as the last assessed one, so that a change
 * that no event told is found here or by its late event, and never by neither.
 */
export async function sweepPage(page: SweepPage, deps: SweepPageDeps, mayGoOn: () => boolean): Promise<SweptPage> {
  const state = await deps.accounts.accountOf(page.account);
  if (state === undefined) throw new Error(`account ${page.account} cannot be read: no principal of it was measured`);
  const { after = '' } = page;
  const rest = [...principalsOf(state)].sort(byArn).filter(({ arn }) => arn > after);
  const findings: string[] = [];
  for (const [index, { arn }] of rest.entries()) {
    findings.push(...(await measure(arn, state, deps)));
    const isLast = index === rest.length - 1;
    if (!isLast && !mayGoOn()) {
      return { principals: index + 1, findings, next: { account: page.account, after: arn } };
    }
  }
  await forgetGone(state, deps.snapshots);
  return { principals: rest.length, findings, next: undefined };
}

function byArn(one: Principal, other: Principal): number {
  if (one.arn === other.arn) return 0;
  return one.arn < other.arn ? -1 : 1;
}

async function measure(arn: string, state: AccountState, deps: SweepPageDeps): Promise<readonly string[]> {
  const cases = await deps.cases.cases();
  const standing = await standingExcess(state, arn, deps);
  const news = standing.filter((finding) => !cases.some((known) => saysTheSame(known, finding)));
  for (const finding of news) await raise(finding, deps);
  const slice = sliceOf(state, arn);
  const last = await deps.snapshots.last(arn);
  if (last === undefined || slice === undefined || !sameAccessState(last, slice, arn)) {
    await deps.snapshots.keep(arn, slice);
  }
  return news.map(({ id }) => id);
}

/** Whether people know of this excess and it is still theirs to decide about. */
function saysTheSame({ finding, status }: Case, other: Finding): boolean {
  const isOpen = status === 'observed' || status === 'alerted' || status === 'open' || status === 'hold-failed';
  return (
    isOpen &&
    finding.principal === other.principal &&
    canonicalText(jsonForm(finding.excess)) === canonicalText(jsonForm(other.excess))
  );
}

async function raise(finding: Finding, deps: SweepPageDeps): Promise<void> {
  await appendChosen(deps.ledger, finding.id, (entries) => {
    const isRaised = entries.some(({ fact }) => fact.kind === 'finding-raised');
    const raised = { kind: 'finding-raised', finding, at: deps.clock.now() } as const;
    return { facts: isRaised ? [] : [raised], answer: undefined };
  });
  await announceFinding(finding.id, deps);
}

/** Who has the name of a principal that is gone is somebody else, of whom nothing is known. */
async function forgetGone(state: AccountState, snapshots: Snapshots): Promise<void> {
  const here = new Set(principalsOf(state).map(({ arn }) => arn));
  for (const arn of await snapshots.known(state.account)) if (!here.has(arn)) await snapshots.keep(arn, undefined);
}
