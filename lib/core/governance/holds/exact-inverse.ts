import { applyCall } from '../../account/apply.ts';
import type { IamCall } from '../../account/call.ts';
import { inverseOf } from '../../account/inverse.ts';
import { principalsOf, sliceOf } from '../../account/slice.ts';
import type { AccountState } from '../../account/state.ts';
import { err, ok, type Result } from '../../result.ts';
import { sameAccessState } from '../assess/same-access-state.ts';
import type { StatePair } from '../finding.ts';

/**
 * The calls that take a call back, where computing them shows that the principal (ARN) is then as it was before, and where they
 * touch nobody else; else why not, for people.
 */
export function exactInverse(iam: IamCall, pair: StatePair, principalArn: string): Result<readonly IamCall[], string> {
  const inverse = inverseOf(iam, pair.before);
  if (inverse.kind !== 'exact') return err(inverse.why);
  if (inverse.calls.length === 0) return err(`${iam.name} changed nothing that is known`);
  if (touchesOthers(iam, pair.after, principalArn)) return err('it would take from others what they have by the same');
  const undone = applyAll(pair.after, inverse.calls);
  if (undone === undefined || !sameAccessState(undone, pair.before, principalArn)) {
    return err('the principal would not be as it was before the call');
  }
  return ok(inverse.calls);
}

/** Without the whole account nobody can say who else holds a policy or belongs to a group. */
function touchesOthers(iam: IamCall, after: AccountState, principalArn: string): boolean {
  if ('roleName' in iam || 'userName' in iam) return false;
  if (after.coverage === 'partial') return true;
  return principalsOf(after).some(({ arn }) => arn !== principalArn && decidesAbout(iam, sliceOf(after, arn)));
}

function decidesAbout(iam: IamCall, slice: AccountState | undefined): boolean {
  if (slice === undefined) return false;
  if ('policyArn' in iam && slice.policies.has(iam.policyArn)) return true;
  return 'groupName' in iam && slice.groups.has(iam.groupName);
}

/** A state after calls in a row; undefined: AWS would refuse one. */
export function applyAll(state: AccountState, calls: readonly IamCall[]): AccountState | undefined {
  let current = state;
  for (const call of calls) {
    const next = applyCall(current, call);
    if (!next.ok) return undefined;
    current = next.value;
  }
  return current;
}
