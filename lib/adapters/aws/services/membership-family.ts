import {
  CreateGroupMembershipCommand,
  DeleteGroupMembershipCommand,
  GetGroupMembershipIdCommand,
  type IdentitystoreClient,
} from '@aws-sdk/client-identitystore';
import type { MembershipOrder } from '../../../core/account/plan-call.ts';
import type { CallBudget } from '../call-budget.ts';
import { codeOf } from '../iam-fault.ts';
import type { Family } from './service-family.ts';

/** The directory of Identity Center: a membership has an id that is asked for. Source: Identity Store API reference. */
export function membershipFamily(store: IdentitystoreClient, budget: CallBudget): Family<MembershipOrder> {
  return {
    async look(call) {
      const isMember = (await membershipId(call, store, budget)) !== undefined;
      return isMember === (call.name === 'CreateGroupMembership') ? 'already' : 'as-expected';
    },
    async send(call) {
      const { identityStoreId: IdentityStoreId, groupId: GroupId, userId: UserId } = call;
      if (call.name === 'CreateGroupMembership') {
        const command = new CreateGroupMembershipCommand({ IdentityStoreId, GroupId, MemberId: { UserId } });
        await budget.spendOn(`${call.name} failed`, (options) => store.send(command, options));
        return;
      }
      const MembershipId = await membershipId(call, store, budget);
      if (MembershipId === undefined) return;
      const command = new DeleteGroupMembershipCommand({ IdentityStoreId, MembershipId });
      await budget.spendOn(`${call.name} failed`, (options) => store.send(command, options));
    },
  };
}

/** Undefined: the user is not in the group. */
async function membershipId(
  { identityStoreId: IdentityStoreId, groupId: GroupId, userId: UserId }: MembershipOrder,
  store: IdentitystoreClient,
  budget: CallBudget,
): Promise<string | undefined> {
  const command = new GetGroupMembershipIdCommand({ IdentityStoreId, GroupId, MemberId: { UserId } });
  try {
    const found = await budget.spendOn('a membership could not be read', (options) => store.send(command, options));
    return found.MembershipId;
  } catch (fault) {
    if (fault instanceof Error && codeOf(fault.cause) === 'ResourceNotFound') return undefined;
    throw fault;
  }
}
