import type { IamCall } from '../../core/account/call.ts';
import { iamArn } from '../../core/account/iam-arn.ts';
import type { AccountState, ManagedPolicy } from '../../core/account/state.ts';
import { storedDocument } from '../../core/account/stored-document.ts';
import { canonicalText } from '../../core/digest.ts';
import type { JsonValue } from '../../core/json.ts';

/**
 * Whether what a call would create is there as the call would make it, so that making the call again after a crash adds
 * nothing. AWS itself answers EntityAlreadyExists, or makes a second policy version with the same text.
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
  return call.name === 'CreatePolicyVersion' && isVersionMade(state.policies.get(call.policyArn), call);
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
