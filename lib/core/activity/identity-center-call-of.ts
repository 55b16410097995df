import type { IdentityCenterCall, MembershipCall } from '../account/identity-center/identity-center-call.ts';
import type { Call } from './call.ts';
import type { WatchedChange } from './changes.ts';
import { accountAt, textAt } from './member.ts';
import { permissionSetCallOf } from './permission-set-call-of.ts';

/**
 * The call of Identity Center, or of its directory, as the model has it; undefined for one that the model does not have, and
 * where the record lacks what it is about. The same act has different names by where it is done: `identitystore` is the public
 * API, `sso-directory` the console's. Parameters: IAM Identity Center and Identity Store API references; recorded logs.
 */
export function identityCenterCallOf({ source, name }: Call, change: WatchedChange): IdentityCenterCall | undefined {
  const [service = ''] = source.split('.');
  if (service === 'sso') return assignmentCallOf(name, change) ?? permissionSetCallOf(name, change);
  return DIRECTORIES.includes(service) ? membershipCallOf(name, change) : undefined;
}

/** Whether a call brings what a permission set holds to its roles, which gives nothing that the set did not have. */
export function isProvisioning({ source, name }: Pick<Call, 'source' | 'name'>): boolean {
  return source.startsWith('sso.') && name === 'ProvisionPermissionSet';
}

const DIRECTORIES: readonly string[] = ['identitystore', 'sso-directory'];

function assignmentCallOf(name: string, { asked }: WatchedChange): IdentityCenterCall | undefined {
  if (name !== 'CreateAccountAssignment' && name !== 'DeleteAccountAssignment') return undefined;
  const [account, permissionSetArn] = [accountAt(asked, 'targetId'), textAt(asked, 'permissionSetArn')];
  const [id, kind] = [textAt(asked, 'principalId'), textAt(asked, 'principalType')?.toLowerCase()];
  if (account === undefined || permissionSetArn === undefined || id === undefined) return undefined;
  if (kind !== 'user' && kind !== 'group') return undefined;
  return { name, assignment: { permissionSetArn, account, assignee: { kind, id } } };
}

function membershipCallOf(name: string, { asked, assigned }: WatchedChange): MembershipCall | undefined {
  const groupId = textAt(asked, 'groupId');
  const userId = textAt(asked, 'memberId.userId') ?? textAt(asked, 'member.memberId');
  switch (name) {
    case 'CreateGroupMembership':
    case 'AddMemberToGroup':
      return groupId === undefined || userId === undefined
        ? undefined
        : {
            name: 'CreateGroupMembership',
            groupId,
            userId,
            ...(assigned === undefined ? {} : { membershipId: assigned }),
          };
    case 'RemoveMemberFromGroup':
      return groupId === undefined || userId === undefined
        ? { name: 'DeleteGroupMembership' }
        : { name: 'RemoveMemberFromGroup', groupId, userId };
    case 'DeleteGroupMembership': {
      const membershipId = textAt(asked, 'membershipId');
      return { name, ...(membershipId === undefined ? {} : { membershipId }) };
    }
  }
  return undefined;
}
