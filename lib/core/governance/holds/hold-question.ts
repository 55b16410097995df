import type { PolicySet } from '../../access/policy-set.ts';
import type { Call } from '../../activity/call.ts';
import type { Instant } from '../../instant.ts';
import type { FindingKind, StatePair } from '../finding.ts';

/** What a plan is made for: what a call gave one principal. */
export interface HoldQuestion {
  readonly call: Call;
  readonly pair: StatePair;
  /** ARN of the role or user whose access is in excess. */
  readonly principalArn: string;
  readonly kind: FindingKind;
  /**
   * What the principal's access is to be within: standard, waivers and what it held before. Undefined: the excess is not one of what
   * its own policies allow.
   */
  readonly limits: readonly PolicySet[] | undefined;
  readonly now: Instant;
}
