import { canonicalText } from '../digest.ts';
import type { JsonValue } from '../json.ts';
import type { IamCall } from './call.ts';
import { isCredentialCall } from './credential-call.ts';
import { iamArn } from './iam-arn.ts';
import { namedIn } from './named-in.ts';
import { groupsOf, principalsOf } from './slice.ts';
import type { AccountState, Principal, Role } from './state.ts';

/**
 * ARNs of the roles and users whose ambit, or whose assumability, a call may have moved, in this state: through groups,
 * attachments and boundaries, sorted. Ask with the state before and with the state after, and take both: a rename has an ARN in
 * each. A call on something that the state does not list affects nobody here: ask `missingFor` first.
 */
export function affectedBy(call: IamCall, state: AccountState): readonly string[] {
  const arns = new Set(affectedPrincipals(call, state).map((principal) => principal.arn));
  // a creation names the path, so the ARN is known even where the state does not have it yet
  if (call.name === 'CreateRole' || call.name === 'CreateServiceLinkedRole') {
    arns.add(iamArn(state, { kind: 'role', path: call.path, name: call.roleName }));
  }
  if (call.name === 'CreateUser') arns.add(iamArn(state, { kind: 'user', path: call.path, name: call.userName }));
  return [...arns].sort();
}

function affectedPrincipals(call: IamCall, state: AccountState): readonly Principal[] {
  if (isCredentialCall(call)) return present(namedIn(state.users, call.userName));
  switch (call.name) {
    case 'CreateRole':
    case 'CreateServiceLinkedRole':
    case 'DeleteRole':
    case 'DeleteServiceLinkedRole':
    case 'UpdateAssumeRolePolicy':
    case 'AttachRolePolicy':
    case 'DetachRolePolicy':
    case 'PutRolePolicy':
    case 'DeleteRolePolicy':
    case 'PutRolePermissionsBoundary':
    case 'DeleteRolePermissionsBoundary':
    case 'AddRoleToInstanceProfile':
    case 'RemoveRoleFromInstanceProfile':
      return present(namedIn(state.roles, call.roleName));
    case 'TagRole':
    case 'UntagRole':
      return [...present(namedIn(state.roles, call.roleName)), ...trustingByAttribute(state)];
    case 'CreateUser':
    case 'DeleteUser':
    case 'AttachUserPolicy':
    case 'DetachUserPolicy':
    case 'PutUserPolicy':
    case 'DeleteUserPolicy':
    case 'PutUserPermissionsBoundary':
    case 'DeleteUserPermissionsBoundary':
    case 'AddUserToGroup':
    case 'RemoveUserFromGroup':
      return present(namedIn(state.users, call.userName));
    case 'TagUser':
    case 'UntagUser':
      return [...present(namedIn(state.users, call.userName)), ...trustingByAttribute(state)];
    case 'UpdateUser': {
      const user = namedIn(state.users, call.userName) ?? namedIn(state.users, call.newUserName ?? call.userName);
      return [...present(user), ...trustingByAttribute(state)];
    }
    case 'CreateGroup':
    case 'DeleteGroup':
    case 'AttachGroupPolicy':
    case 'DetachGroupPolicy':
    case 'PutGroupPolicy':
    case 'DeleteGroupPolicy':
      return membersOf(state, call.groupName);
    case 'UpdateGroup':
      return [...membersOf(state, call.groupName), ...membersOf(state, call.newGroupName ?? call.groupName)];
    case 'CreatePolicy':
      return reachedBy(state, iamArn(state, { kind: 'policy', path: call.path, name: call.policyName }));
    case 'DeletePolicy':
    case 'SetDefaultPolicyVersion':
      return reachedBy(state, call.policyArn);
    case 'DeletePolicyVersion':
      // AWS deletes no default version: where the state has it as one, another decides by now
      return state.policies.get(call.policyArn)?.defaultVersion === call.versionId
        ? reachedBy(state, call.policyArn)
        : [];
    case 'CreatePolicyVersion':
      // a version whose number was guessed wrongly before is written over, and may be the default
      return call.setAsDefault || state.policies.get(call.policyArn)?.defaultVersion === call.versionId
        ? reachedBy(state, call.policyArn)
        : [];
    case 'UpdateRole':
    case 'UpdateRoleDescription':
    case 'CreateInstanceProfile':
    case 'DeleteInstanceProfile':
    case 'TagPolicy':
    case 'UntagPolicy':
      return [];
  }
}

function present(principal: Principal | undefined): readonly Principal[] {
  return principal === undefined ? [] : [principal];
}

function membersOf(state: AccountState, groupName: string): readonly Principal[] {
  const name = namedIn(state.groups, groupName)?.name ?? groupName;
  return [...state.users.values()].filter((user) => user.groups.includes(name));
}

/** Everyone whose access a managed policy decides: attached to it, to one of its groups, or as its boundary. */
function reachedBy(state: AccountState, policyArn: string): readonly Principal[] {
  return principalsOf(state).filter(
    (principal) =>
      principal.boundary === policyArn ||
      principal.attached.includes(policyArn) ||
      groupsOf(state, principal).some((group) => group.attached.includes(policyArn)),
  );
}

/** Roles that trust by what a principal is called or tagged with: another principal's tags or name can open them. */
export function trustingByAttribute(state: AccountState): readonly Role[] {
  return [...state.roles.values()].filter((role) => asksForAttributes(role.trust));
}

/** Answers by document: each is asked about with every call that tags, and none changes. */
const askedFor = new WeakMap<object, boolean>();

/** Whether a trust policy asks what a principal is called or tagged with. */
export function asksForAttributes(trust: JsonValue): boolean {
  if (typeof trust !== 'object' || trust === null) return namesAttributes(trust);
  const known = askedFor.get(trust) ?? namesAttributes(trust);
  askedFor.set(trust, known);
  return known;
}

function namesAttributes(trust: JsonValue): boolean {
  return /aws:(?:principaltag\/|principalarn|userid|username|requesttag\/)/i.test(canonicalText(trust));
}
