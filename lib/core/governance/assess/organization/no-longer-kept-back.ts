import type { PolicySet } from '../../../access/policy-set.ts';
import { accountGuardrailsOf } from '../../../account/organization/account-guardrails.ts';
import type { Organization } from '../../../account/organization/organization.ts';
import type { AccountState } from '../../../account/state.ts';
import type { Call } from '../../../activity/call.ts';
import type { Instant } from '../../../instant.ts';
import type { Finding } from '../../finding.ts';
import type { Governance } from '../../standards/standards.ts';
import { assessAccess } from '../assess.ts';
import { isKeptBack } from './kept-back.ts';

/** A principal with an excess that guardrails kept back, as its account was known last. */
export interface KeptBackPrincipal {
  readonly principalArn: string;
  readonly state: AccountState;
  readonly waivers: readonly PolicySet[];
}

/** A call that changed the guardrails of accounts, and the organization as it left it. */
export interface Loosening {
  readonly call: Call;
  /** As the call left it. */
  readonly organization: Organization;
  readonly governance: Governance;
  readonly now: Instant;
}

/** What these principals can use of their excess since a call changed what their accounts are limited to. */
export function noLongerKeptBack(
  principals: readonly KeptBackPrincipal[],
  { call, organization, governance, now }: Loosening,
): readonly Finding[] {
  const reason = { rule: 'guardrail', detail: `${call.name} loosened what kept it back` };
  return principals.flatMap(({ principalArn, state, waivers }) =>
    assessAccess({
      pair: { before: state, after: state },
      principalArn,
      call: undefined,
      // what was found before can be used again
      occasion: `after call ${call.id}`,
      governance,
      waivers,
      now,
      actorClass: undefined,
      guardrails: accountGuardrailsOf(organization, state.account),
    })
      .filter((finding) => finding.kind === 'standing-excess' && !isKeptBack(finding))
      .map((finding) => ({ ...finding, reasons: [reason, ...finding.reasons] })),
  );
}
