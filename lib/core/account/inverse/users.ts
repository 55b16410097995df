import type { IamCall, UserCall } from '../call.ts';
import { DENY_ALL, holdPolicyName } from '../hold-policy.ts';
import { namedIn } from '../named-in.ts';
import type { JsonValue } from '../../json.ts';
import type { AccountState } from '../state.ts';
import { undoTag, undoUntag } from './undo-tags.ts';
import type { Undos } from './undos.ts';
import {
  contain,
  exact,
  exactIfKnown,
  giveBack,
  type Inverse,
  isKnown,
  none,
  undoAttach,
  undoDelete,
  undoPut,
} from './undo.ts';

type CallNamed<N extends UserCall['name']> = Extract<UserCall, { readonly name: N }>;

const CREDENTIAL_UNKNOWN: Inverse = none('what credentials of this kind the user has is not known');

/** How calls on users, their groups and their credentials are taken back. */
export const userUndos: Undos<UserCall> = {
  CreateUser: (call) =>
    contain('a user is never deleted: its keys and what it made would go with it', {
      name: 'PutUserPolicy',
      userName: call.userName,
      policyName: holdPolicyName('created'),
      policyDocument: DENY_ALL,
    }),
  DeleteUser: () => none('a user created again has another id, other keys and no password'),
  UpdateUser: undoUpdateUser,
  TagUser: ({ userName, tags: written }, state) =>
    undoTag(
      namedIn(state.users, userName),
      written.map((tag) => tag.key),
      {
        tag: (tags) => ({ name: 'TagUser', userName, tags }),
        untag: (tagKeys) => ({ name: 'UntagUser', userName, tagKeys }),
      },
    ),
  UntagUser: ({ userName, tagKeys }, state) =>
    undoUntag(namedIn(state.users, userName), tagKeys, (tags) => ({ name: 'TagUser', userName, tags })),
  AttachUserPolicy: ({ userName, policyArn }, state) =>
    undoAttach(namedIn(state.users, userName), policyArn, { name: 'DetachUserPolicy', userName, policyArn }),
  DetachUserPolicy: ({ userName, policyArn }, state) =>
    giveBack(namedIn(state.users, userName)?.attached, policyArn, { name: 'AttachUserPolicy', userName, policyArn }),
  PutUserPolicy: ({ userName, policyName }, state) =>
    undoPut(namedIn(state.users, userName), policyName, {
      put: putUserPolicy(userName, policyName),
      remove: { name: 'DeleteUserPolicy', userName, policyName },
    }),
  DeleteUserPolicy: ({ userName, policyName }, state) =>
    undoDelete(namedIn(state.users, userName), policyName, putUserPolicy(userName, policyName)),
  PutUserPermissionsBoundary: ({ userName }, state) => {
    const user = namedIn(state.users, userName);
    if (user?.boundary !== undefined) return exact(putBoundary(userName, user.boundary));
    if (!isKnown(user)) return none('the permissions boundary before is not known');
    return exact({ name: 'DeleteUserPermissionsBoundary', userName });
  },
  DeleteUserPermissionsBoundary: ({ userName }, state) => {
    const user = namedIn(state.users, userName);
    if (user?.boundary !== undefined) return exact(putBoundary(userName, user.boundary));
    return isKnown(user) ? exact() : none('the permissions boundary before is not known');
  },
  AddUserToGroup: ({ groupName, userName }, state) => {
    const user = namedIn(state.users, userName);
    const group = namedIn(state.groups, groupName)?.name ?? groupName;
    if (user?.groups.includes(group) === true) return exact();
    return exactIfKnown(user, { name: 'RemoveUserFromGroup', groupName, userName });
  },
  RemoveUserFromGroup: ({ groupName, userName }, state) => {
    const group = namedIn(state.groups, groupName)?.name ?? groupName;
    return giveBack(namedIn(state.users, userName)?.groups, group, { name: 'AddUserToGroup', groupName, userName });
  },
  CreateAccessKey: ({ userName, accessKeyId }) =>
    contain('a key is never deleted: it is made inactive', {
      name: 'UpdateAccessKey',
      userName,
      accessKeyId,
      status: 'Inactive',
    }),
  UpdateAccessKey: undoUpdateAccessKey,
  DeleteAccessKey: () => none('a deleted key does not come back'),
  CreateLoginProfile: ({ userName }) =>
    contain('the password goes: to give access back, a new one is set', { name: 'DeleteLoginProfile', userName }),
  UpdateLoginProfile: () => none('the password before is not known to anyone but its owner'),
  DeleteLoginProfile: () => none('the password before is not known to anyone but its owner'),
  CreateServiceSpecificCredential: () => CREDENTIAL_UNKNOWN,
  ResetServiceSpecificCredential: () => CREDENTIAL_UNKNOWN,
  UpdateServiceSpecificCredential: () => CREDENTIAL_UNKNOWN,
  UploadSSHPublicKey: () => CREDENTIAL_UNKNOWN,
  UpdateSSHPublicKey: () => CREDENTIAL_UNKNOWN,
  UploadSigningCertificate: () => CREDENTIAL_UNKNOWN,
  UpdateSigningCertificate: () => CREDENTIAL_UNKNOWN,
};

function putBoundary(userName: string, permissionsBoundary: string): IamCall {
  return { name: 'PutUserPermissionsBoundary', userName, permissionsBoundary };
}

function undoUpdateUser(call: CallNamed<'UpdateUser'>, state: AccountState): Inverse {
  const user = namedIn(state.users, call.userName);
  if (user === undefined) return none('the state before does not list the user');
  if (call.newPath !== undefined && !isKnown(user)) return none('the path before is not known');
  return exact({
    name: 'UpdateUser',
    userName: call.newUserName ?? user.name,
    ...(call.newPath === undefined ? {} : { newPath: user.path }),
    ...(call.newUserName === undefined ? {} : { newUserName: user.name }),
  });
}

function undoUpdateAccessKey(call: CallNamed<'UpdateAccessKey'>, state: AccountState): Inverse {
  const { name, userName, accessKeyId } = call;
  const status = namedIn(state.users, userName)?.accessKeys.get(accessKeyId);
  if (status !== undefined) return exact({ name, userName, accessKeyId, status });
  if (call.status === 'Inactive') return none('the status of the key before is not known');
  return contain('the status of the key before is not known', { name, userName, accessKeyId, status: 'Inactive' });
}

function putUserPolicy(userName: string, policyName: string): (policyDocument: JsonValue) => IamCall {
  return (policyDocument) => ({ name: 'PutUserPolicy', userName, policyName, policyDocument });
}
