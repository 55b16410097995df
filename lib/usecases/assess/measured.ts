import { principalOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Case } from '../../core/governance/cases/case.ts';
import { classOf } from '../../core/governance/standards/classify.ts';
import type { Measured } from '../../core/governance/ledger/fact.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import { activeWaivers } from '../../core/governance/cases/waiver.ts';
import type { Instant } from '../../core/instant.ts';

/** A principal that is measured. */
interface Subject {
  readonly principalArn: string;
  /** What is known of it, after the call where that can be read. */
  readonly state: AccountState;
  /** Its cases. */
  readonly cases: readonly Case[];
  readonly now: Instant;
}

/** By which standard and waivers a principal is measured, for the ledger. */
export function measuredBy({ principalArn, state, cases, now }: Subject, governance: Governance): Measured {
  const principal = principalOf(state, principalArn);
  const { name } = principal === undefined ? governance.unclassified : classOf(principal, governance);
  const waivers = activeWaivers(cases, principalArn, now).map(({ findingId }) => findingId);
  return { principal: principalArn, class: name, waivers };
}
