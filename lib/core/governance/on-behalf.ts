import { trustPolicyOf } from '../account/effective.ts';
import { isServiceLinkedRole } from '../account/iam-arn.ts';
import { principalOf } from '../account/slice.ts';
import type { AccountState } from '../account/state.ts';
import type { Actor } from '../activity/actor.ts';

/** Whether AWS acted by itself: a service, or the role that belongs to one. */
export function isOfAws({ kind, principalArn }: Actor): boolean {
  return kind === 'service' || (principalArn !== undefined && isServiceLinkedRole(principalArn));
}

const CLOUDFORMATION = /^cloudformation\.amazonaws\.com(?:\.cn)?$/;

/**
 * Whether CloudFormation acted with a role that was handed to it for a stack, and that nobody else can act with: what it
 * does was given when the role was handed over. Without such a role it acts as who asked for it.
 * Source: CloudFormation user guide, "CloudFormation service role".
 */
export function isStackRole({ invokedBy = '', principalArn }: Actor, state: AccountState | undefined): boolean {
  if (!CLOUDFORMATION.test(invokedBy) || principalArn === undefined || state === undefined) return false;
  const role = principalOf(state, principalArn);
  if (role === undefined || role.kind === 'user') return false;
  const { document } = trustPolicyOf(role);
  if ('unreadable' in document) return false;
  return document.statements.every(
    ({ effect, principal }) =>
      effect === 'Deny' ||
      (principal !== undefined &&
        !principal.negated &&
        principal.service.every((service) => CLOUDFORMATION.test(service)) &&
        principal.aws.length + principal.federated.length + principal.canonicalUser.length === 0),
  );
}
