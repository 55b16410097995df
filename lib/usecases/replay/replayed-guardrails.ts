import { type AccountGuardrails, accountGuardrailsOf } from '../../core/account/organization/account-guardrails.ts';
import type { Organization } from '../../core/account/organization/organization.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import {
  accountsLimitedAnew,
  type OrganizationPair,
} from '../../core/governance/assess/organization/guardrail-loss.ts';
import { noLongerKeptBack } from '../../core/governance/assess/organization/no-longer-kept-back.ts';
import { isKeptBack } from '../../core/governance/assess/organization/kept-back.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';

/** What the organization of a replay keeps back of its accounts' excess, and who has such an excess. */
export class ReplayedGuardrails {
  readonly #governance: Governance;
  /** The accounts of principals by their ARNs. */
  readonly #keptBack = new Map<string, string>();

  constructor(governance: Governance) {
    this.#governance = governance;
  }

  /** What is found in an account under its guardrails; it is asked again where something is found without them. */
  found(
    { account, organization }: { readonly account: string; readonly organization: Organization },
    assess: (guardrails: AccountGuardrails | undefined) => readonly Finding[],
  ): readonly Finding[] {
    const unlimited = assess(undefined);
    const guardrails = unlimited.length === 0 ? undefined : accountGuardrailsOf(organization, account);
    const findings = guardrails === undefined ? unlimited : assess(guardrails);
    for (const finding of findings) if (isKeptBack(finding)) this.#keptBack.set(finding.principal, account);
    return findings;
  }

  /** What can be used of it since a call changed what accounts are limited to. */
  usableAgain(
    call: Call,
    pair: OrganizationPair,
    stateOf: (account: string) => AccountState | undefined,
  ): readonly Finding[] {
    if (this.#keptBack.size === 0) return [];
    const accounts = new Set(accountsLimitedAnew(pair));
    const principals = [...this.#keptBack].flatMap(([principalArn, account]) => {
      const state = accounts.has(account) ? stateOf(account) : undefined;
      return state === undefined ? [] : [{ principalArn, state, waivers: [] }];
    });
    const about = { call, organization: pair.after, governance: this.#governance, now: call.time };
    const findings = noLongerKeptBack(principals, about);
    for (const { principal } of findings) this.#keptBack.delete(principal);
    return findings;
  }
}
