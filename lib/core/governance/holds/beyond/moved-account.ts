import { applyOrganizationCall } from '../../../account/organization/apply-organization-call.ts';
import { guardrailsOf } from '../../../account/organization/guardrails.ts';
import { GUARDRAIL_TYPES, type Organization } from '../../../account/organization/organization.ts';
import type { MoveOrder } from '../../../account/plan-call.ts';
import { type Digest, digestOf } from '../../../digest.ts';
import { jsonForm } from '../../../json.ts';
import { guardrailLosses } from '../../assess/guardrail-loss.ts';

/** What an account is limited to, from the root down to itself: ids, attachments and documents. */
export function limitsOfAccount(organization: Organization, account: string): Digest {
  const limits = GUARDRAIL_TYPES.map((type) => [type, guardrailsOf(organization, account, type) ?? null]);
  return digestOf(jsonForm(limits));
}

/**
 * Why an account may not be moved now, for people; undefined: it may. What is signed is moved to what limited it then, to the letter.
 * A hold moves an account only where it is limited at least as it is where it is now: what was there when the plan was made may be
 * gone since.
 */
export function objectionToMove(order: MoveOrder, organization: Organization): string | undefined {
  const { account, to, limitedBy } = order;
  const moved = applyOrganizationCall(organization, order);
  if (limitedBy !== undefined) {
    if (limitsOfAccount(moved, account) === limitedBy) return undefined;
    return `what limits accounts in ${to} has changed since it was signed: let the account be moved again, and sign what that gives`;
  }
  if (organization.parents.get(account) === to) return undefined;
  const [loss] = guardrailLosses({ before: organization, after: moved });
  if (loss === undefined) return undefined;
  const { verdict } = loss.comparison;
  const less = verdict === 'exceeds' ? 'is limited less' : 'may be limited less';
  return `in ${to} the account ${account} ${less} than where it is now: it is not moved there by a hold`;
}
