import type { AssignmentCall, MembershipCall } from '../../../account/identity-center/identity-center-call.ts';
import type { AssignmentOrder, MembershipOrder } from '../../../account/plan-call.ts';
import type { Call } from '../../../activity/call.ts';
import { textAt } from '../../../activity/member.ts';
import type { HoldPlan } from '../../finding.ts';
import type { NoPlan } from '../respond.ts';

/** How an assignment is held: it is taken away, and nothing else of whom it was given to. */
export function assignmentPlan({ assignment }: AssignmentCall, { account, change }: Call): HoldPlan | NoPlan {
  const instanceArn = 'asked' in change ? textAt(change.asked, 'instanceArn') : undefined;
  if (instanceArn === undefined) return { none: 'the request does not name the instance of Identity Center' };
  const about = { service: 'sso', instanceArn, assignment } as const;
  const take: AssignmentOrder = { ...about, name: 'DeleteAccountAssignment' };
  const give: AssignmentOrder = { ...about, name: 'CreateAccountAssignment' };
  const summary = `takes the permission set away from the ${assignment.assignee.kind} in ${assignment.account}`;
  return { kind: 'exact-inverse', account, calls: [take], restore: [give], summary };
}

/** How a membership is held: the user is taken out of the group. */
export function membershipPlan(call: MembershipCall, { account, change }: Call): HoldPlan | NoPlan {
  const identityStoreId = 'asked' in change ? textAt(change.asked, 'identityStoreId') : undefined;
  if (identityStoreId === undefined) return { none: 'the request does not name the identity store' };
  if (!('groupId' in call)) return { none: 'the request does not say of whom' };
  const { groupId, userId } = call;
  const about = { service: 'identitystore', identityStoreId, groupId, userId } as const;
  const take: MembershipOrder = { ...about, name: 'DeleteGroupMembership' };
  const give: MembershipOrder = { ...about, name: 'CreateGroupMembership' };
  const summary = `takes the user ${userId} out of the group ${groupId}`;
  return { kind: 'exact-inverse', account, calls: [take], restore: [give], summary };
}
