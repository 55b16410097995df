import { newHolderIn } from '../../core/account/identity-center/set-holder.ts';
import type { AssignmentOrder, MembershipOrder, PermissionSetOrder } from '../../core/account/plan-call.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { byHand } from '../../core/governance/undo/by-hand.ts';
import type { IdentityCenter } from '../../ports/identity-center.ts';
import { holdersOfSet } from '../assess/identity-center/holders-of-set.ts';

/** What is given in Identity Center, and what says by itself only that, not how much, nor to whom. */
export type Giving =
  | Exclude<PermissionSetOrder, { readonly name: 'ProvisionPermissionSet' }>
  | AssignmentOrder
  | MembershipOrder;

/**
 * Who would gain by a restore and did not when people signed it, for people; undefined: nobody. Who came into the group of an
 * assignment, or was assigned a permission set while it was held, gained nothing by that, and no finding said so.
 */
export async function newPeople(
  finding: Finding,
  giving: readonly Giving[],
  center: IdentityCenter,
): Promise<string | undefined> {
  for (const call of giving) {
    const people = await newPeopleOf(call, finding, center);
    if (people !== undefined) return people;
  }
  return undefined;
}

async function newPeopleOf(call: Giving, finding: Finding, center: IdentityCenter): Promise<string | undefined> {
  if (call.service === 'identitystore') return undefined;
  if ('assignment' in call) return newMembersOf(call, finding, center);
  return newHoldersOf(call.permissionSetArn, finding, center);
}

async function newMembersOf(
  { assignment: { assignee } }: AssignmentOrder,
  { beneficiaries }: Finding,
  center: IdentityCenter,
): Promise<string | undefined> {
  if (assignee.kind !== 'group') return undefined;
  if (beneficiaries === undefined) return `who was in the group ${assignee.id} when it was signed is not known`;
  const came = (await center.usersBehind(assignee)).find(({ id }) => !beneficiaries.includes(id));
  if (came === undefined) return undefined;
  return `the user ${came.userName ?? came.id} came into the group ${assignee.id} since, and nobody signed that`;
}

async function newHoldersOf(
  arn: string,
  { heldBy, resources: [name = arn], response }: Finding,
  center: IdentityCenter,
): Promise<string | undefined> {
  const instead = byHand('plan' in response ? response.plan.restore : []);
  if (heldBy === undefined) {
    return `who had the permission set ${name} when it was signed is not known; ${instead}`;
  }
  const now = await holdersOfSet(arn, center);
  if (!now.ok) return `who has the permission set ${name} is not known: ${now.error}; ${instead}`;
  const came = newHolderIn(now.value, heldBy);
  if (came === undefined) return undefined;
  const { user, account } = came;
  return `the user ${user.userName ?? user.id} got the permission set ${name} in ${account} since, and nobody signed that`;
}
