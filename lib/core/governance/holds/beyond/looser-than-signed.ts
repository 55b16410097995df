import { boxOfPart } from '../../../access/excess.ts';
import { applyOrganizationCall } from '../../../account/organization/apply-organization-call.ts';
import type { Organization } from '../../../account/organization/organization.ts';
import type { OrganizationCall } from '../../../account/organization/organization-call.ts';
import type { OrganizationOrder } from '../../../account/plan-call.ts';
import { formText } from '../../../digest.ts';
import { MOST_LISTED } from '../../assess/organization/assess-organization.ts';
import { type GuardrailLoss, guardrailLosses } from '../../assess/organization/guardrail-loss.ts';
import type { Finding } from '../../finding.ts';

/** What people signed of a change of the organization. */
type Signed = Pick<Finding, 'excess' | 'resources' | 'verdict'>;

/**
 * Why calls of a restore would let accounts do more than people signed, as the organization is now, or undefined where they would
 * not: what denied the same beside them may be gone since. More is another excess than the signed one, to the letter, or one of other
 * accounts, as far as these are listed.
 */
export function looserThanSigned(
  orders: readonly OrganizationOrder[],
  organization: Organization,
  signed: Signed,
): string | undefined {
  const after = orders.map(callOf).reduce(applyOrganizationCall, organization);
  const [loss] = guardrailLosses({ before: organization, after }).filter((each) => !isWithin(each, signed));
  if (loss === undefined) return undefined;
  const { verdict, excess } = loss.comparison;
  const what = [...new Set(excess.flatMap(({ actions }) => actions))].slice(0, 3).join(', ');
  const where = loss.places.slice(0, 3).join(', ');
  return `accounts (${where}) would be let do more than what was signed (${verdict}${what === '' ? '' : `: ${what}`}): let it be called again, and sign what that gives`;
}

function isWithin({ places, comparison }: GuardrailLoss, { excess, resources, verdict }: Signed): boolean {
  if (comparison.verdict === 'undetermined' && verdict === 'exceeds') return false;
  const texts = new Set(excess.map((box) => formText(box)));
  const isSigned = comparison.excess.every((part) => texts.has(formText(boxOfPart(part))));
  const areAllListed = resources.length < MOST_LISTED;
  return isSigned && (!areAllListed || places.every((place) => resources.includes(place)));
}

function callOf(order: OrganizationOrder): OrganizationCall {
  if (order.name !== 'UpdatePolicy') return order;
  const { name, policyId, document } = order;
  return { name, policyId, change: { document } };
}
