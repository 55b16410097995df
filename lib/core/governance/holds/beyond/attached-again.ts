import { applyOrganizationCall } from '../../../account/organization/apply-organization-call.ts';
import type { Organization } from '../../../account/organization/organization.ts';
import type { AttachmentOrder } from '../../../account/plan-call.ts';
import { guardrailLosses } from '../../assess/organization/guardrail-loss.ts';
import { cliOfCall } from '../../undo/cli-of-call.ts';

/**
 * Why a hold may not attach a policy of the organization again now, for people; undefined: it may, as far as is known. A policy that
 * allows adds to what its target may do: what was narrowed there since it was detached would be wide again.
 */
export function objectionToAttach(order: AttachmentOrder, organization: Organization): string | undefined {
  const { policyId, targetId } = order;
  const losses = guardrailLosses({ before: organization, after: applyOrganizationCall(organization, order) });
  const proven = losses.find(({ comparison }) => comparison.verdict === 'exceeds');
  if (proven === undefined) return undefined;
  const where = proven.places.slice(0, 3).join(', ');
  const what = [...new Set(proven.comparison.excess.flatMap(({ actions }) => actions))].slice(0, 3).join(', ');
  return `attached to ${targetId} again, ${policyId} would let accounts (${where}) do what is denied there now (${what}), so it is not attached by a hold: narrow what it allows, or attach it yourselves: ${cliOfCall({ service: 'organizations', ...order })}`;
}
