import type { IamCall } from '../call.ts';

type Calls = { readonly [C in IamCall as C['name']]: C };
type Named<N extends keyof Calls> = (call: Calls[N]) => string | undefined;

const inlineOfRole = (call: Calls['PutRolePolicy' | 'DeleteRolePolicy']) =>
  `inline policy ${call.policyName} of role/${call.roleName}`;
const inlineOfUser = (call: Calls['PutUserPolicy' | 'DeleteUserPolicy']) =>
  `inline policy ${call.policyName} of user/${call.userName}`;
const inlineOfGroup = (call: Calls['PutGroupPolicy' | 'DeleteGroupPolicy']) =>
  `inline policy ${call.policyName} of group/${call.groupName}`;
const boundaryOfRole = (call: { readonly roleName: string }) => `permissions boundary of role/${call.roleName}`;
const boundaryOfUser = (call: { readonly userName: string }) => `permissions boundary of user/${call.userName}`;
const tagsOfRole = (call: { readonly roleName: string }) => `tags of role/${call.roleName}`;
const tagsOfUser = (call: { readonly userName: string }) => `tags of user/${call.userName}`;
const versions = (call: { readonly policyArn: string }) => `versions of ${call.policyArn}`;
const allOfRole = (call: { readonly roleName: string }) => `all of role/${call.roleName}`;

/** Calls that only the state before could tell back, and what of it. All others tell themselves what was before them. */
const UNTOLD: { readonly [N in keyof Calls]?: Named<N> } = {
  UpdateAssumeRolePolicy: (call) => `trust policy of role/${call.roleName}`,
  PutRolePolicy: inlineOfRole,
  DeleteRolePolicy: inlineOfRole,
  PutUserPolicy: inlineOfUser,
  DeleteUserPolicy: inlineOfUser,
  PutGroupPolicy: inlineOfGroup,
  DeleteGroupPolicy: inlineOfGroup,
  PutRolePermissionsBoundary: boundaryOfRole,
  DeleteRolePermissionsBoundary: boundaryOfRole,
  PutUserPermissionsBoundary: boundaryOfUser,
  DeleteUserPermissionsBoundary: boundaryOfUser,
  TagRole: tagsOfRole,
  UntagRole: tagsOfRole,
  TagUser: tagsOfUser,
  UntagUser: tagsOfUser,
  CreatePolicyVersion: versions,
  DeletePolicyVersion: versions,
  SetDefaultPolicyVersion: versions,
  DeleteRole: allOfRole,
  DeleteServiceLinkedRole: allOfRole,
  DeleteUser: (call) => `all of user/${call.userName}`,
  DeleteGroup: (call) => `all of group/${call.groupName}`,
  DeletePolicy: (call) => `all of ${call.policyArn}`,
  UpdateUser: (call) => (call.newPath === undefined ? undefined : `path of user/${call.userName}`),
  UpdateGroup: (call) => (call.newPath === undefined ? undefined : `path of group/${call.groupName}`),
};

/**
 * What a call leaves unknown of the state before it, and that nothing but that state tells: `trust policy of role/deployer`.
 * Undefined: the call alone tells what was before it.
 */
export function untoldBy(call: IamCall): string | undefined {
  return untold(call.name, call);
}

function untold<N extends keyof Calls>(name: N, call: Calls[N]): string | undefined {
  return UNTOLD[name]?.(call);
}

/** What a call makes, as `untoldBy` names it: nothing of it was there before. */
export function madeBy(call: IamCall): string | undefined {
  if (call.name === 'CreateRole' || call.name === 'CreateServiceLinkedRole') return `role/${call.roleName}`;
  if (call.name === 'CreateUser') return `user/${call.userName}`;
  return call.name === 'CreateGroup' ? `group/${call.groupName}` : undefined;
}
