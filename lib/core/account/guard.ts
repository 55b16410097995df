import type { CallRefusal } from './apply/step.ts';
import type { IamCall } from './call.ts';
import { subjectsOf } from './call-subjects.ts';
import { isAwsManaged } from './iam-arn.ts';
import { namedIn } from './named-in.ts';
import type { AccountState } from './state.ts';

/**
 * Why AWS takes a call only from itself: what it changes is a service-linked role, a role of Identity Center, or one of AWS's own
 * managed policies. Asked before a call is made; `applyCall` does not ask, since AWS's own calls do change them.
 * Source: IAM user guide, "Using service-linked roles"; IAM Identity Center user guide, "Referencing permission sets".
 */
export function guardOf(call: IamCall, state: AccountState): CallRefusal | undefined {
  for (const role of changedRoles(call, state)) {
    if (!isReservedRole(role)) continue;
    const detail = `the role "${role.path ?? ''}${role.name}" belongs to AWS and cannot be changed from the account`;
    return { code: 'UnmodifiableEntity', detail };
  }
  const [first] = subjectsOf(call);
  if (call.name === 'CreateRole' || call.name === 'CreateUser') return undefined;
  if (first?.kind !== 'policy' || !isAwsManaged(first.name)) return undefined;
  return { code: 'UnmodifiableEntity', detail: `the policy ${first.name} belongs to AWS and cannot be changed` };
}

interface RoleName {
  /** Undefined: not known. */
  readonly path: string | undefined;
  readonly name: string;
}

function changedRoles(call: IamCall, state: AccountState): readonly RoleName[] {
  if (call.name === 'CreateRole' || call.name === 'CreateServiceLinkedRole') {
    return [{ path: call.path, name: call.roleName }];
  }
  return subjectsOf(call)
    .filter((subject) => subject.kind === 'role')
    .map((subject) => {
      const role = namedIn(state.roles, subject.name);
      // a stub stands at `/` because its path is not known
      const guessed = role?.seenOnlyInCalls === true && role.path === '/';
      return { path: guessed ? undefined : role?.path, name: subject.name };
    });
}

/** By the path that AWS reserves. The name alone says so only where the path is not known: anyone may choose a name. */
function isReservedRole({ path, name }: RoleName): boolean {
  if (path === undefined) return name.startsWith('AWSServiceRoleFor') || name.startsWith('AWSReservedSSO_');
  return path.startsWith('/aws-service-role/') || path.startsWith('/aws-reserved/');
}
