import type { IamCall } from '../../../account/call.ts';
import { iamCallsIn } from '../../../account/plan-call.ts';
import type { Call } from '../../../activity/call.ts';
import type { Case } from '../../cases/case.ts';

/** A deletion of a role or user: IAM's own call. */
export type Deletion = Extract<IamCall, { readonly name: 'DeleteRole' | 'DeleteUser' }>;

/**
 * The deletion that IAM refused as there are policies on the role or user, perhaps the deny of a hold; undefined: the call is none.
 * Source: IAM API reference, "DeleteRole", DeleteConflict: "Cannot delete entity, must delete policies first".
 */
export function refusedDeletion({ change, error }: Call): Deletion | undefined {
  if (error?.code !== 'DeleteConflict' || !/polic|^$/i.test(error.message)) return undefined;
  const iam = change.kind === 'access' ? change.iam : undefined;
  return iam?.name === 'DeleteRole' || iam?.name === 'DeleteUser' ? iam : undefined;
}

/** The name of whom a deletion is of, as the end of an ARN. */
export function endOfArn(deletion: Deletion): string {
  return `/${deletion.name === 'DeleteRole' ? deletion.roleName : deletion.userName}`;
}

/** Whether a hold is in effect, or begun, that has put a policy onto whom a deletion is of. */
export function isInTheWay({ hold }: Pick<Case, 'hold'>, deletion: Deletion): boolean {
  if (hold.kind !== 'pending' && hold.kind !== 'confirmed') return false;
  return iamCallsIn(hold.calls).some((call) => PUTS.test(call.name) && ownerIn(call) === ownerIn(deletion));
}

const PUTS = /^(?:Put|Attach)(?:Role|User)Policy$/;

function ownerIn(call: IamCall): string | undefined {
  if ('roleName' in call) return `role ${call.roleName}`;
  return 'userName' in call ? `user ${call.userName}` : undefined;
}
