import type { Call } from '../../../core/activity/call.ts';
import {
  accountsLimitedAnew,
  type OrganizationPair,
} from '../../../core/governance/assess/organization/guardrail-loss.ts';
import {
  type KeptBackPrincipal,
  noLongerKeptBack,
} from '../../../core/governance/assess/organization/no-longer-kept-back.ts';
import { isKeptBack } from '../../../core/governance/assess/organization/kept-back.ts';
import type { CaseStatus } from '../../../core/governance/cases/case-status.ts';
import type { Finding } from '../../../core/governance/finding.ts';
import type { Governance } from '../../../core/governance/standards/standards.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Snapshots } from '../../../ports/snapshots.ts';
import { type CaseBook, casesOf } from '../../case-book.ts';
import { waiversOf } from '../waivers-of.ts';

/** The cases that only a guardrail kept from being held. */
export interface UsableAgainDeps {
  readonly cases: CaseBook;
  readonly snapshots: Pick<Snapshots, 'last'>;
  readonly governance: Governance;
  readonly clock: Clock;
}

/** So many findings are looked at, and so many principals measured; the next sweep measures all. */
const MOST_CASES = 200;
const MOST_PRINCIPALS = 50;

/** Kept back is only what nobody holds. */
const TOLD: readonly CaseStatus[] = ['alerted', 'observed'];

/**
 * What principals can use of an excess that guardrails kept back when it was found, since a call of Organizations changed these.
 * They are measured as they were assessed last, which reads nothing.
 */
export async function usableAgain(
  call: Call,
  pair: OrganizationPair,
  deps: UsableAgainDeps,
): Promise<readonly Finding[]> {
  const accounts = new Set(accountsLimitedAnew(pair));
  if (accounts.size === 0) return [];
  const now = deps.clock.now();
  const cards = (await deps.cases.cards()).filter(
    ({ account, status }) => accounts.has(account) && TOLD.includes(status),
  );
  const cases = await deps.cases.these(cards.slice(-MOST_CASES));
  const kept = new Set(cases.filter(({ finding }) => isKeptBack(finding)).map(({ finding }) => finding.principal));
  const principals: KeptBackPrincipal[] = [];
  for (const principalArn of [...kept].slice(0, MOST_PRINCIPALS)) {
    const state = await deps.snapshots.last(principalArn);
    if (state === undefined) continue;
    const waivers = waiversOf(
      { principal: principalArn, current: state },
      await casesOf(deps.cases, principalArn),
      now,
    );
    principals.push({ principalArn, state, waivers });
  }
  return noLongerKeptBack(principals, { call, organization: pair.after, governance: deps.governance, now });
}
