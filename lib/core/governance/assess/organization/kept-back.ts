import type { Finding } from '../../finding.ts';

/** Rule of the reason which says that guardrails keep back all of an excess. */
export const KEPT_BACK = 'kept-back';
/** The same of a part, which is not among what is in excess. */
export const PARTLY_KEPT_BACK = 'partly-kept-back';

/** Whether guardrails of the organization alone stand between a principal and all of the excess that a finding tells of. */
export function isKeptBack({ reasons }: Pick<Finding, 'reasons'>): boolean {
  return reasons.some(({ rule }) => rule === KEPT_BACK);
}

/** Whether a restore would also give what is not among the excess of a finding, since guardrails keep it back today. */
export function isPartlyKeptBack({ reasons }: Pick<Finding, 'reasons'>): boolean {
  return reasons.some(({ rule }) => rule === PARTLY_KEPT_BACK);
}
