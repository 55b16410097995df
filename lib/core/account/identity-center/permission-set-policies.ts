import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import { parsedDocument } from '../parsed-document.ts';
import type { PolicyReference } from '../permission-set.ts';
import type { ManagedPolicy } from '../state.ts';
import { UNKNOWN_DOCUMENT } from '../stored-document.ts';
import type { KnownPermissionSet } from './identity-center-state.ts';

/** Managed policies by ARN, as far as they are known. */
export type PolicyOf = (arn: string) => Pick<ManagedPolicy, 'defaultVersion' | 'versions'> | undefined;

/**
 * What the roles of a permission set may do. `inlineName` names its inline policy: two that nobody has seen are taken for one
 * where they have one name. A customer managed policy is each account's own, so that what it says is not
 * known here: what needs it is undetermined.
 */
export function permissionSetPolicies(
  set: KnownPermissionSet,
  policyOf: PolicyOf,
  inlineName = `${idOf(set)}/inline`,
): PolicySet {
  const { inline, managed, customerManaged, boundary, seenOnlyInCalls } = set;
  const unseen =
    seenOnlyInCalls === true ? [unreadable(`${idOf(set)}/unseen`, 'the permission set is known only from calls')] : [];
  return {
    principal: {},
    identity: [
      ...(inline === undefined ? [] : [parsedDocument(inlineName, inline)]),
      ...managed.map((arn) => managedPolicy(arn, policyOf)),
      ...customerManaged.map(ownPolicy),
      ...unseen,
    ],
    ...(boundary === undefined ? {} : { boundary: [boundaryPolicy(boundary, set, policyOf)] }),
  };
}

function managedPolicy(arn: string, policyOf: PolicyOf): NamedPolicy {
  const policy = policyOf(arn);
  return parsedDocument(arn, policy?.versions.get(policy.defaultVersion) ?? UNKNOWN_DOCUMENT);
}

function ownPolicy({ path, name }: PolicyReference): NamedPolicy {
  return unreadable(`customer managed ${path}${name}`, 'each account has its own policy of this name');
}

function boundaryPolicy(
  boundary: NonNullable<KnownPermissionSet['boundary']>,
  set: KnownPermissionSet,
  policyOf: PolicyOf,
): NamedPolicy {
  if ('managed' in boundary) return managedPolicy(boundary.managed, policyOf);
  if ('customerManaged' in boundary) return ownPolicy(boundary.customerManaged);
  return unreadable(`${idOf(set)}/boundary`, 'what the boundary was is not known');
}

function unreadable(name: string, why: string): NamedPolicy {
  return { name, document: { unreadable: why } };
}

/** `ps-…`, which no two permission sets share. */
function idOf({ arn }: KnownPermissionSet): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
