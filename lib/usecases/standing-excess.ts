import type { AccountState } from '../core/account/state.ts';
import { assessAccess } from '../core/governance/assess/assess.ts';
import type { Finding } from '../core/governance/finding.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import { type CaseBook, casesOf } from './case-book.ts';
import { type GuardrailDeps, underGuardrails } from './assess/under-guardrails.ts';
import { waiversOf } from './assess/waivers-of.ts';

export interface StandingDeps extends GuardrailDeps {
  readonly cases: CaseBook;
  readonly governance: Governance;
}

/**
 * What a principal holds beyond its standard and its waivers, whatever call it came by. The same excess is the same
 * finding on every `occasion` of one name.
 */
export async function standingExcess(
  state: AccountState,
  principalArn: string,
  deps: StandingDeps,
  occasion?: string,
): Promise<readonly Finding[]> {
  const { cases, clock, governance } = deps;
  const now = clock.now();
  const about = {
    pair: { before: state, after: state },
    principalArn,
    call: undefined,
    occasion,
    governance,
    waivers: waiversOf(principalArn, await casesOf(cases, principalArn), now, state),
    now,
    actorClass: undefined,
  };
  return underGuardrails(state.account, (guardrails) => assessAccess({ ...about, guardrails }), deps);
}
