import { compare } from '../../access/compare.ts';
import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import { applyCall } from '../../account/apply.ts';
import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import { inverseOf } from '../../account/inverse.ts';
import { principalsOf, sliceOf } from '../../account/slice.ts';
import type { AccountState } from '../../account/state.ts';
import { err, ok, type Result } from '../../result.ts';
import { sameAccessState } from '../assess/same-access-state.ts';
import type { StatePair } from '../finding.ts';

/**
 * The calls that take a call back, where computing them shows that the principal (ARN) is then as it was before, where they
 * touch nobody else, and where none takes away what limits the principal: a hold gives nobody anything. Else why not, for people.
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
  const given = givenByRemoval(inverse.calls, { pair: { before: pair.after, after: undone }, principalArn });
  return given === undefined ? ok(inverse.calls) : err(given);
}

/** What a removal would give (a Deny that goes, a boundary, a group that denies): a hold gives nothing; undefined: it does not. */
function givenByRemoval(
  calls: readonly IamCall[],
  { pair, principalArn }: { readonly pair: StatePair; readonly principalArn: string },
): string | undefined {
  if (!calls.some(({ name }) => REMOVES.test(name))) return undefined;
  const [before, after] = [policySetOf(pair.before, principalArn), policySetOf(pair.after, principalArn)];
  if (before === undefined || after === undefined) return undefined;
  const gained = compare(after, [before]);
  if (gained.verdict === 'within') return undefined;
  if (gained.verdict === 'exceeds') return `taking it back would give ${gained.witness.action} again`;
  return limitsLess(before, after) ? 'taking it back would take away what limits as well' : undefined;
}

const REMOVES = /^(?:Delete|Detach|Remove)/;

/** Whether something that limits is in the one and not in the other, where nobody can say what that comes to. */
function limitsLess(one: PolicySet, other: PolicySet): boolean {
  const [names, boundary] = [other.identity.map(({ name }) => name), other.boundary?.map(({ name }) => name)];
  const lost = one.identity.filter(({ name }) => !names.includes(name));
  const isOtherBoundary = one.boundary?.some(({ name }) => boundary?.includes(name) !== true) === true;
  return isOtherBoundary || lost.some(({ document }) => denies(document));
}

/** What the call wrote and nobody can read is not kept for what it might deny: it was not there before. */
function denies(document: NamedPolicy['document']): boolean {
  return !('unreadable' in document) && document.statements.some(({ effect }) => effect === 'Deny');
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
