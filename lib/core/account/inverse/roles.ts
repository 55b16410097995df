import type { IamCall, RoleCall } from '../call.ts';
import { DENY_ALL, holdPolicyName } from '../hold-policy.ts';
import { namedIn } from '../named-in.ts';
import type { JsonValue } from '../../json.ts';
import type { AccountState } from '../state.ts';
import { undoTag, undoUntag } from './undo-tags.ts';
import { undoTrust } from './trust.ts';
import { contain, exact, giveBack, type Inverse, isKnown, none, undoAttach, undoDelete, undoPut } from './undo.ts';
import type { Undos } from './undos.ts';

type CallNamed<N extends RoleCall['name']> = Extract<RoleCall, { readonly name: N }>;

/** How calls on roles and instance profiles are taken back. */
export const roleUndos: Undos<RoleCall> = {
  CreateRole: (call) =>
    contain('a role is never deleted: others may use it already', {
      name: 'PutRolePolicy',
      roleName: call.roleName,
      policyName: holdPolicyName('created'),
      policyDocument: DENY_ALL,
    }),
  CreateServiceLinkedRole: () => none('a service-linked role can be changed only by the AWS service it serves'),
  DeleteRole: () => none('a role created again has another id, and policies that named the old one do not name it'),
  DeleteServiceLinkedRole: () => none('a service-linked role is created again only by the AWS service it serves'),
  UpdateRole: undoUpdateRole,
  UpdateRoleDescription: ({ roleName }, state) => {
    const role = namedIn(state.roles, roleName);
    if (!isKnown(role)) return none('the description before is not known');
    return exact({ name: 'UpdateRoleDescription', roleName, description: role.description ?? '' });
  },
  UpdateAssumeRolePolicy: ({ roleName }, state) => {
    const role = namedIn(state.roles, roleName);
    return role === undefined ? none('the state before does not list the role') : undoTrust(role);
  },
  TagRole: ({ roleName, tags: written }, state) =>
    undoTag(
      namedIn(state.roles, roleName),
      written.map((tag) => tag.key),
      {
        tag: (tags) => ({ name: 'TagRole', roleName, tags }),
        untag: (tagKeys) => ({ name: 'UntagRole', roleName, tagKeys }),
      },
    ),
  UntagRole: ({ roleName, tagKeys }, state) =>
    undoUntag(namedIn(state.roles, roleName), tagKeys, (tags) => ({ name: 'TagRole', roleName, tags })),
  AttachRolePolicy: ({ roleName, policyArn }, state) =>
    undoAttach(namedIn(state.roles, roleName), policyArn, { name: 'DetachRolePolicy', roleName, policyArn }),
  DetachRolePolicy: ({ roleName, policyArn }, state) =>
    giveBack(namedIn(state.roles, roleName)?.attached, policyArn, { name: 'AttachRolePolicy', roleName, policyArn }),
  PutRolePolicy: ({ roleName, policyName }, state) =>
    undoPut(namedIn(state.roles, roleName), policyName, {
      put: putRolePolicy(roleName, policyName),
      remove: { name: 'DeleteRolePolicy', roleName, policyName },
    }),
  DeleteRolePolicy: ({ roleName, policyName }, state) =>
    undoDelete(namedIn(state.roles, roleName), policyName, putRolePolicy(roleName, policyName)),
  PutRolePermissionsBoundary: ({ roleName }, state) => {
    const role = namedIn(state.roles, roleName);
    if (role?.boundary !== undefined) return exact(putBoundary(roleName, role.boundary));
    if (!isKnown(role)) return none('the permissions boundary before is not known');
    return exact({ name: 'DeleteRolePermissionsBoundary', roleName });
  },
  DeleteRolePermissionsBoundary: ({ roleName }, state) => {
    const role = namedIn(state.roles, roleName);
    if (role?.boundary !== undefined) return exact(putBoundary(roleName, role.boundary));
    return isKnown(role) ? exact() : none('the permissions boundary before is not known');
  },
  CreateInstanceProfile: ({ instanceProfileName }) => exact({ name: 'DeleteInstanceProfile', instanceProfileName }),
  DeleteInstanceProfile: ({ instanceProfileName }, state) => {
    const profile = namedIn(state.instanceProfiles, instanceProfileName);
    if (profile === undefined) return none('the state before does not list the instance profile');
    return exact({ name: 'CreateInstanceProfile', instanceProfileName: profile.name, path: profile.path });
  },
  AddRoleToInstanceProfile: ({ instanceProfileName, roleName }) =>
    exact({ name: 'RemoveRoleFromInstanceProfile', instanceProfileName, roleName }),
  RemoveRoleFromInstanceProfile: ({ instanceProfileName, roleName }) =>
    exact({ name: 'AddRoleToInstanceProfile', instanceProfileName, roleName }),
};

function putBoundary(roleName: string, permissionsBoundary: string): IamCall {
  return { name: 'PutRolePermissionsBoundary', roleName, permissionsBoundary };
}

/** UpdateRole without a session length sets one hour, so the length before must be known to bring it back. */
function undoUpdateRole(call: CallNamed<'UpdateRole'>, state: AccountState): Inverse {
  const role = namedIn(state.roles, call.roleName);
  if (!isKnown(role)) return none('the role before is not known');
  if (role.maxSessionDuration === undefined) return none('the session length before is not known');
  return exact({
    name: 'UpdateRole',
    roleName: call.roleName,
    description: role.description ?? '',
    maxSessionDuration: role.maxSessionDuration,
  });
}

function putRolePolicy(roleName: string, policyName: string): (policyDocument: JsonValue) => IamCall {
  return (policyDocument) => ({ name: 'PutRolePolicy', roleName, policyName, policyDocument });
}
