import type { PolicySet } from '../../core/access/policy-set.ts';
import type { AccountGuardrails } from '../../core/account/organization/account-guardrails.ts';
import type { AccountState } from '../../core/account/state.ts';
import { assessAccess } from '../../core/governance/assess/assess.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Clock } from '../../ports/clock.ts';
import { type CaseBook, casesOf } from '../case-book.ts';
import type { KnownGuardrails } from '../assess/organization/known-guardrails.ts';
import { waiversOf } from '../assess/waivers-of.ts';

/** What a principal's access is measured by: standards, waivers and guardrails. */
export interface StandingDeps {
  readonly cases: CaseBook;
  readonly clock: Clock;
  readonly governance: Governance;
  /** Absent: nothing is known of what the organization limits accounts to. */
  readonly guardrails?: KnownGuardrails;
  /** What counts as little as its standard: what it had before. */
  readonly had?: readonly PolicySet[];
}

/** A principal that is measured. */
export interface MeasuredPrincipal {
  /** Its ARN. */
  readonly principal: string;
  readonly state: AccountState;
}

/**
 * What a principal holds beyond its standard and its waivers, whatever call it came by. The same excess is the same
 * finding on every `occasion` of one name.
 */
export async function standingExcess(
  { principal, state }: MeasuredPrincipal,
  deps: StandingDeps,
  occasion?: string,
): Promise<readonly Finding[]> {
  const { cases, clock, governance, guardrails: known, had = [] } = deps;
  const now = clock.now();
  const about = {
    pair: { before: state, after: state },
    principalArn: principal,
    call: undefined,
    occasion,
    governance,
    waivers: [...waiversOf({ principal, current: state }, await casesOf(cases, principal), now), ...had],
    now,
    actorClass: undefined,
  };
  const assess = (guardrails: AccountGuardrails | undefined) => assessAccess({ ...about, guardrails });
  return known === undefined ? assess(undefined) : known.under(state.account, assess);
}
