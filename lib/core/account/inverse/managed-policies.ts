import type { IamCall, ManagedPolicyCall } from '../call.ts';
import { iamArn } from '../iam-arn.ts';
import type { AccountState } from '../state.ts';
import { keysWithoutTag, policyTagKey, tagsWithKeys } from '../tags.ts';
import { contain, exact, type Inverse, isKnown, none } from './undo.ts';
import type { Undos } from './undos.ts';

type CallNamed<N extends ManagedPolicyCall['name']> = Extract<ManagedPolicyCall, { readonly name: N }>;

/** How calls on managed policies are taken back. Policies and versions are no principals: they can go and come back. */
export const managedPolicyUndos: Undos<ManagedPolicyCall> = {
  CreatePolicy: ({ path, policyName }, state) => {
    const policyArn = iamArn(state, { kind: 'policy', path, name: policyName });
    if (state.policies.has(policyArn)) return none('calls on the policy were seen before its creation: it is in use');
    return exact({ name: 'DeletePolicy', policyArn });
  },
  DeletePolicy: undoDeletePolicy,
  CreatePolicyVersion: undoCreatePolicyVersion,
  DeletePolicyVersion: ({ policyArn, versionId }, state) => {
    const policyDocument = state.policies.get(policyArn)?.versions.get(versionId);
    if (policyDocument === undefined) return none('the document of the deleted version is not known');
    return exact({ name: 'CreatePolicyVersion', policyArn, policyDocument, setAsDefault: false });
  },
  SetDefaultPolicyVersion: ({ policyArn }, state) => {
    const versionId = defaultVersion(policyArn, state);
    if (versionId === undefined) return none('the default version before is not known');
    return exact({ name: 'SetDefaultPolicyVersion', policyArn, versionId });
  },
  TagPolicy: ({ policyArn, tags: written }, state) => {
    const policy = state.policies.get(policyArn);
    if (!isKnown(policy)) return none('the tags before are not all known');
    const keys = written.map((tag) => tag.key);
    const tags = tagsWithKeys(policy.tags, keys, policyTagKey);
    const tagKeys = keysWithoutTag(policy.tags, keys, policyTagKey);
    const back: IamCall = { name: 'TagPolicy', policyArn, tags };
    const removal: IamCall = { name: 'UntagPolicy', policyArn, tagKeys };
    return exact(...(tags.length > 0 ? [back] : []), ...(tagKeys.length > 0 ? [removal] : []));
  },
  UntagPolicy: ({ policyArn, tagKeys }, state) => {
    const policy = state.policies.get(policyArn);
    if (!isKnown(policy)) return none('the tags before are not all known');
    const tags = tagsWithKeys(policy.tags, tagKeys, policyTagKey);
    return tags.length === 0 ? exact() : exact({ name: 'TagPolicy', policyArn, tags });
  },
};

function defaultVersion(policyArn: string, state: AccountState): string | undefined {
  const version = state.policies.get(policyArn)?.defaultVersion;
  return version === '' ? undefined : version;
}

/** AWS deletes a policy only once it has no version but its default one. The ARN stays the same. */
function undoDeletePolicy(call: CallNamed<'DeletePolicy'>, state: AccountState): Inverse {
  const policy = state.policies.get(call.policyArn);
  const policyDocument = policy?.versions.get(policy.defaultVersion);
  if (!isKnown(policy) || policyDocument === undefined) return none('the policy before is not known');
  return exact({
    name: 'CreatePolicy',
    policyName: policy.name,
    path: policy.path,
    policyDocument,
    tags: [...policy.tags].map(([key, value]) => ({ key, value })),
    ...(policy.description === undefined ? {} : { description: policy.description }),
  });
}

/** The default goes back first: AWS does not delete the default version. A guessed version id is never deleted. */
function undoCreatePolicyVersion(call: CallNamed<'CreatePolicyVersion'>, state: AccountState): Inverse {
  const { policyArn, versionId } = call;
  const previous = defaultVersion(policyArn, state);
  const isThere = versionId !== undefined && state.policies.get(policyArn)?.versions.has(versionId) === true;
  // of a policy that is known only from calls, the default version may be known by its id alone
  if (isThere || (versionId !== undefined && versionId === previous)) {
    return none(`the state before already holds the version "${versionId}"`);
  }
  if (call.setAsDefault && previous === undefined) return none('the default version before is not known');
  const reset: readonly IamCall[] =
    call.setAsDefault && previous !== undefined
      ? [{ name: 'SetDefaultPolicyVersion', policyArn, versionId: previous }]
      : [];
  if (versionId !== undefined) return exact(...reset, { name: 'DeletePolicyVersion', policyArn, versionId });
  const why = 'the id of the new version is not known, so it stays as one that is not in use';
  return reset.length === 0 ? none(why) : contain(why, ...reset);
}
