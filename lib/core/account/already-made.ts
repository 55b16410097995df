import { canonicalText } from '../digest.ts';
import type { JsonValue } from '../json.ts';
import type { IamCall } from './call.ts';
import { iamArn } from './iam-arn.ts';
import type { AccountState, ManagedPolicy, PolicyHolder } from './state.ts';
import { storedDocument } from './stored-document.ts';

/**
 * Whether what a call would create is there as the call would make it, or what it would rename has its new name, so that
 * making the call again after a crash adds nothing. AWS itself answers EntityAlreadyExists, NoSuchEntity, or makes a second
 * policy version with the same text.
 */
export function isAlreadyMade(state: AccountState, call: IamCall): boolean {
  if (call.name === 'CreateRole') {
    const role = state.roles.get(call.roleName);
    if (role === undefined || role.path !== call.path || role.boundary !== call.permissionsBoundary) return false;
    return isSame(role.trust, call.assumeRolePolicyDocument);
  }
  if (call.name === 'CreateUser') {
    const user = state.users.get(call.userName);
    return user !== undefined && user.path === call.path && user.boundary === call.permissionsBoundary;
  }
  if (call.name === 'CreateGroup') return state.groups.get(call.groupName)?.path === call.path;
  if (call.name === 'CreateInstanceProfile') {
    return state.instanceProfiles.get(call.instanceProfileName)?.path === call.path;
  }
  if (call.name === 'CreatePolicy') {
    const policy = state.policies.get(iamArn(state, { kind: 'policy', path: call.path, name: call.policyName }));
    return isSame(policy?.versions.get(policy.defaultVersion), call.policyDocument);
  }
  if (call.name === 'UpdateUser') {
    return isRenamed(state.users, { from: call.userName, to: call.newUserName, path: call.newPath });
  }
  if (call.name === 'UpdateGroup') {
    return isRenamed(state.groups, { from: call.groupName, to: call.newGroupName, path: call.newPath });
  }
  return call.name === 'CreatePolicyVersion' && isVersionMade(state.policies.get(call.policyArn), call);
}

interface Renaming {
  readonly from: string;
  readonly to: string | undefined;
  readonly path: string | undefined;
}

function isRenamed(named: ReadonlyMap<string, PolicyHolder>, { from, to, path }: Renaming): boolean {
  const found = to === undefined || named.has(from) ? undefined : named.get(to);
  return found !== undefined && (path === undefined || found.path === path);
}

type NewVersion = Extract<IamCall, { readonly name: 'CreatePolicyVersion' }>;

function isVersionMade(policy: ManagedPolicy | undefined, { setAsDefault, policyDocument }: NewVersion): boolean {
  if (policy === undefined) return false;
  if (setAsDefault) return isSame(policy.versions.get(policy.defaultVersion), policyDocument);
  return [...policy.versions.values()].some((document) => isSame(document, policyDocument));
}

function isSame(stored: JsonValue | undefined, written: JsonValue): boolean {
  return stored !== undefined && canonicalText(stored) === canonicalText(storedDocument(written));
}
