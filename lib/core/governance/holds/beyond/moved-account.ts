import { applyOrganizationCall } from '../../../account/organization/apply-organization-call.ts';
import type { Organization } from '../../../account/organization/organization.ts';
import type { MoveOrder } from '../../../account/plan-call.ts';
import { guardrailLosses } from '../../assess/organization/guardrail-loss.ts';

/**
 * Why a hold may not move an account now, for people; undefined: it may. It moves one only to where it is limited at least as it is
 * where it is now: what was there when the plan was made may be gone since.
 */
export function objectionToMove(order: MoveOrder, organization: Organization): string | undefined {
  const { account, to } = order;
  if (organization.parents.get(account) === to) return undefined;
  const [loss] = guardrailLosses({ before: organization, after: applyOrganizationCall(organization, order) });
  if (loss === undefined) return undefined;
  const less = loss.comparison.verdict === 'exceeds' ? 'is limited less' : 'may be limited less';
  return `in ${to} the account ${account} ${less} than where it is now: it is not moved there by a hold`;
}
