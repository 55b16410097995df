import { ok, type Result } from '../../result.ts';
import type { ManagedPolicyCall } from '../call.ts';
import { holdersOf } from '../holders.ts';
import { iamArn } from '../iam-arn.ts';
import { withEntry, withoutEntry } from '../maps.ts';
import type { AccountState, ManagedPolicy } from '../state.ts';
import { storedDocument } from '../stored-document.ts';
import { createdTags, policyTagKey, withoutTags, withTags } from '../tags.ts';
import { type CallRefusal, refuse, type Steps } from './step.ts';

type CallNamed<N extends ManagedPolicyCall['name']> = Extract<ManagedPolicyCall, { readonly name: N }>;

/** Cannot be raised (IAM user guide, "IAM and AWS STS quotas"). */
const MOST_VERSIONS = 5;

/** What the calls on managed policies and their versions do. */
export const managedPolicySteps: Steps<ManagedPolicyCall> = {
  CreatePolicy: createPolicy,
  DeletePolicy: deletePolicy,
  CreatePolicyVersion: createPolicyVersion,
  DeletePolicyVersion: deletePolicyVersion,
  SetDefaultPolicyVersion: setDefaultPolicyVersion,
  TagPolicy: (state, call) =>
    editPolicy(state, call.policyArn, (policy) =>
      ok({ ...policy, tags: withTags(policy.tags, call.tags, policyTagKey) }),
    ),
  UntagPolicy: (state, call) =>
    editPolicy(state, call.policyArn, (policy) =>
      ok({ ...policy, tags: withoutTags(policy.tags, call.tagKeys, policyTagKey) }),
    ),
};

/** The id that AWS gives to a policy's next version where no response told it: ids are counted and never used twice. */
function nextVersionId(policy: ManagedPolicy): string {
  const numbers = [...policy.versions.keys(), policy.defaultVersion].map((id) => Number(id.slice(1)));
  return `v${Math.max(0, ...numbers.filter(Number.isSafeInteger)) + 1}`;
}

function editPolicy(
  state: AccountState,
  arn: string,
  edit: (policy: ManagedPolicy) => Result<ManagedPolicy, CallRefusal>,
): Result<AccountState, CallRefusal> {
  const policy = state.policies.get(arn);
  if (policy === undefined) return refuse('NoSuchEntity', `the policy ${arn} does not exist`);
  const edited = edit(policy);
  return edited.ok ? ok({ ...state, policies: withEntry(state.policies, arn, edited.value) }) : edited;
}

/** A policy that calls were seen about before its creation keeps the versions that they made. */
function createPolicy(state: AccountState, call: CallNamed<'CreatePolicy'>): Result<AccountState, CallRefusal> {
  const arn = iamArn(state, { kind: 'policy', path: call.path, name: call.policyName });
  const same = customerPolicyNamed(state, call.policyName);
  if (same !== undefined && same.seenOnlyInCalls !== true) {
    return refuse('EntityAlreadyExists', `the policy ${same.arn} exists`);
  }
  const seen = state.policies.get(arn);
  const description = call.description ?? seen?.description ?? '';
  const created: ManagedPolicy = {
    arn,
    name: call.policyName,
    path: call.path,
    id: call.policyId ?? seen?.id ?? '',
    defaultVersion: seen === undefined || seen.defaultVersion === '' ? 'v1' : seen.defaultVersion,
    versions: new Map([['v1', storedDocument(call.policyDocument)], ...(seen?.versions ?? [])]),
    tags: createdTags(call.tags, seen?.tags, policyTagKey),
    ...(description === '' ? {} : { description }),
  };
  return ok({ ...state, policies: withEntry(state.policies, arn, created) });
}

/** Names of a customer's policies are unique in the account whatever their paths. */
function customerPolicyNamed(state: AccountState, name: string): ManagedPolicy | undefined {
  const folded = name.toLowerCase();
  const owner = `:iam::${state.account}:policy/`;
  return [...state.policies.values()].find(
    (policy) => policy.name.toLowerCase() === folded && policy.arn.includes(owner),
  );
}

/** Source: IAM API reference, "DeletePolicy": attached nowhere, and no version but the default one. */
function deletePolicy(state: AccountState, call: CallNamed<'DeletePolicy'>): Result<AccountState, CallRefusal> {
  const policy = state.policies.get(call.policyArn);
  if (policy === undefined) return refuse('NoSuchEntity', `the policy ${call.policyArn} does not exist`);
  if (holdersOf(state, policy.arn).length > 0) {
    return refuse('DeleteConflict', `the policy ${policy.arn} is still attached, or still a boundary`);
  }
  if (policy.versions.size > 1) return refuse('DeleteConflict', `the policy ${policy.arn} still has several versions`);
  return ok({ ...state, policies: withoutEntry(state.policies, policy.arn) });
}

function createPolicyVersion(
  state: AccountState,
  call: CallNamed<'CreatePolicyVersion'>,
): Result<AccountState, CallRefusal> {
  return editPolicy(state, call.policyArn, (policy) => {
    const id = call.versionId ?? nextVersionId(policy);
    if (policy.versions.size >= MOST_VERSIONS && !policy.versions.has(id)) {
      return refuse('LimitExceeded', `the policy ${policy.arn} has ${MOST_VERSIONS} versions, the most AWS allows`);
    }
    const versions = withEntry(policy.versions, id, storedDocument(call.policyDocument));
    return ok({ ...policy, versions, defaultVersion: call.setAsDefault ? id : policy.defaultVersion });
  });
}

function deletePolicyVersion(
  state: AccountState,
  call: CallNamed<'DeletePolicyVersion'>,
): Result<AccountState, CallRefusal> {
  return editPolicy(state, call.policyArn, (policy) => {
    if (!policy.versions.has(call.versionId) && policy.seenOnlyInCalls !== true) {
      return refuse('NoSuchEntity', `the policy ${policy.arn} has no version "${call.versionId}"`);
    }
    if (policy.defaultVersion === call.versionId) {
      return refuse('DeleteConflict', `"${call.versionId}" is the default version of ${policy.arn}`);
    }
    return ok({ ...policy, versions: withoutEntry(policy.versions, call.versionId) });
  });
}

function setDefaultPolicyVersion(
  state: AccountState,
  call: CallNamed<'SetDefaultPolicyVersion'>,
): Result<AccountState, CallRefusal> {
  return editPolicy(state, call.policyArn, (policy) => {
    if (!policy.versions.has(call.versionId) && policy.seenOnlyInCalls !== true) {
      return refuse('NoSuchEntity', `the policy ${policy.arn} has no version "${call.versionId}"`);
    }
    return ok({ ...policy, defaultVersion: call.versionId });
  });
}
