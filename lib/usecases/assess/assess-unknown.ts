import { emptyAccount } from '../../core/account/empty-account.ts';
import { principalsOf, sliceOf } from '../../core/account/slice.ts';
import type { AccountState, Principal } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import { assessAccess } from '../../core/governance/assess/assess.ts';
import { classOfActor } from '../../core/governance/standards/classify.ts';
import type { Measured } from '../../core/governance/ledger/fact.ts';
import type { Finding, Response } from '../../core/governance/finding.ts';
import { sameAccessState } from '../../core/governance/assess/same-access-state.ts';
import type { AssessCallDeps, AssessedCall } from './assess-call.ts';
import { READ_DELAYS } from '../holds/carry-out.ts';
import { casesOf } from '../case-book.ts';
import { knownAccount } from './known-account.ts';
import { KnownGuardrails } from './organization/known-guardrails.ts';
import { measuredBy } from './measured.ts';
import { waiversOf } from './waivers-of.ts';
import { CHANGE_UNKNOWN } from './without-told.ts';

/** So many last states are read at once. */
const AT_ONCE = 32;

/** A principal that is not as it was when it was assessed last. */
interface Changed {
  readonly principalArn: string;
  /** The last state that is kept of it; undefined: none. */
  readonly last: AccountState | undefined;
  readonly before: AccountState;
  readonly slice: AccountState;
}

/**
 * Assesses a call whose record does not say what it changed (CloudTrail leaves parameters of more than 100 KB out, and
 * spaces fill a policy at will): every principal that is not as it was assessed last, and every one that came since the
 * account was measured. Of an account that was never measured nothing can be told apart: that is left to the sweep. Waits until
 * a change shows, or patience ends.
 */
export async function assessUnknown(call: Call, deps: AssessCallDeps): Promise<AssessedCall> {
  let whole = await knownAccount(call, deps.accounts);
  let changed = await changedIn(whole, deps);
  for (const delay of READ_DELAYS) {
    if (changed.length > 0) break;
    await deps.pause(delay);
    whole = await knownAccount(call, deps.accounts);
    changed = await changedIn(whole, deps);
  }
  const actorClass = classOfActor(call.actor, whole, deps.governance);
  const { governance } = deps;
  const now = deps.clock.now();
  const findings: Finding[] = [];
  const measured: Measured[] = [];
  const known = new KnownGuardrails(deps);
  for (const { principalArn, before, slice } of changed) {
    const cases = await casesOf(deps.cases, principalArn);
    const waivers = waiversOf({ principal: principalArn, current: slice }, cases, now);
    measured.push(measuredBy({ principalArn, state: slice, cases, now }, governance));
    const pair = { before, after: slice };
    const about = { pair, principalArn, call, governance, waivers, now, actorClass };
    const found = await known.under(call.account, (guardrails) => assessAccess({ ...about, guardrails }));
    findings.push(...found);
  }
  // what is only told here may be another call's, whose own event can hold it: to that event it must still be news
  const onlyTold = new Set(findings.flatMap(({ principal, response }) => (isHold(response) ? [] : [principal])));
  const settled = changed.filter(({ principalArn }) => !onlyTold.has(principalArn));
  const slices = new Map(settled.map(({ principalArn, slice, last }) => [principalArn, { slice, last }]));
  return { findings: findings.map(asUnknownChange), slices, measured, unshown: [] };
}

function isHold({ kind }: Response): boolean {
  return kind === 'hold' || kind === 'hold-unless-approved';
}

/** ARNs of the principals of a call's account that are not as they were assessed last. */
export async function changedNow(
  call: Call,
  deps: Pick<AssessCallDeps, 'accounts' | 'snapshots'>,
): Promise<readonly string[]> {
  const changed = await changedIn(await knownAccount(call, deps.accounts), deps);
  return changed.map(({ principalArn }) => principalArn);
}

async function changedIn(
  whole: AccountState,
  { snapshots }: Pick<AssessCallDeps, 'snapshots'>,
): Promise<readonly Changed[]> {
  const known = new Set(await snapshots.known(whole.account));
  if (known.size === 0) return [];
  const nothing = emptyAccount(whole.account, whole.partition);
  const changeOf = async ({ arn: principalArn }: Principal): Promise<readonly Changed[]> => {
    // a name without a state is left by a crash, and says no more than no name
    const last = known.has(principalArn) ? await snapshots.last(principalArn) : undefined;
    const before = last ?? nothing;
    const slice = sliceOf(whole, principalArn);
    if (slice === undefined || sameAccessState(before, slice, principalArn)) return [];
    return [{ principalArn, last, before, slice }];
  };
  const changed: Changed[] = [];
  const left = [...principalsOf(whole)];
  while (left.length > 0) changed.push(...(await Promise.all(left.splice(0, AT_ONCE).map(changeOf))).flat());
  return changed;
}

function asUnknownChange(finding: Finding): Finding {
  const detail =
    'the record does not say what the call changed: this is what the account shows since the last assessment';
  return { ...finding, reasons: [...finding.reasons, { rule: CHANGE_UNKNOWN, detail }] };
}
