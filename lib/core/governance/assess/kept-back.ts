import type { Finding } from '../finding.ts';

/** Rules of the reasons which say that guardrails keep back all of an excess, or a part that is not among what is in excess. */
export const KEPT_BACK = 'kept-back';
export const PARTLY_KEPT_BACK = 'partly-kept-back';

/** Whether guardrails of the organization alone stand between a principal and all of the excess that a finding tells of. */
export function isKeptBack({ reasons }: Pick<Finding, 'reasons'>): boolean {
  return reasons.some(({ rule }) => rule === KEPT_BACK);
}

/** Whether a restore would also give what is not among the excess of a finding, since guardrails keep it back today. */
export function isPartlyKeptBack({ reasons }: Pick<Finding, 'reasons'>): boolean {
  return reasons.some(({ rule }) => rule === PARTLY_KEPT_BACK);
}
