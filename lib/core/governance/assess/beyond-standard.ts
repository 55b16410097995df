import type { PolicySet } from '../../access/policy-set.ts';
import type { AccountState } from '../../account/state.ts';
import type { Instant } from '../../instant.ts';
import type { Finding } from '../finding.ts';
import type { Governance } from '../standards/standards.ts';
import { assessAccess } from './assess.ts';

/** By what a state is measured. */
export interface Measure {
  readonly governance: Governance;
  readonly now: Instant;
  /** What counts as little as the standard: those with a resource limit trust, the others access. */
  readonly limits: readonly PolicySet[];
}

/** What a principal (ARN) has in a state beyond its standard and these limits, whatever call it came by, as findings that nobody raises. */
export function beyondStandard(
  state: AccountState,
  principalArn: string,
  { governance, now, limits }: Measure,
): readonly Finding[] {
  const pair = { before: state, after: state };
  return assessAccess({ pair, principalArn, call: undefined, governance, waivers: limits, now, actorClass: undefined });
}
