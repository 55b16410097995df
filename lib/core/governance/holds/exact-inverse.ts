import { compare } from '../../access/compare.ts';
import type { NamedPolicy, PolicySet } from '../../access/policy-set.ts';
import { applyAll } from '../../account/apply-all.ts';
import type { IamCall } from '../../account/call.ts';
import { policySetOf } from '../../account/effective.ts';
import { inverseOf } from '../../account/inverse.ts';
import { namedIn } from '../../account/named-in.ts';
import { parsedDocument } from '../../account/parsed-document.ts';
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
  const written = applyAll(pair.before, [iam]);
  // what writes what was there already is its own inverse, and what it is undone by would be what gives it back
  const isIdle = written !== undefined && sameAccessState(written, pair.before, principalArn);
  if (inverse.calls.length === 0 || isIdle) return err(`${iam.name} changed nothing that is known`);
  if (touchesOthers(iam, pair.after, principalArn)) return err('it would take from others what they have by the same');
  const undone = applyAll(pair.after, inverse.calls);
  if (undone === undefined || !sameAccessState(undone, pair.before, principalArn)) {
    return err('the principal would not be as it was before the call');
  }
  const given = givenByUndoing(inverse.calls, { pair: { before: pair.after, after: undone }, principalArn });
  return given === undefined ? ok(inverse.calls) : err(given);
}

/** What it would give (a Deny that goes or is written over, a boundary, a group that denies): a hold gives nothing; undefined: it does not. */
function givenByUndoing(
  calls: readonly IamCall[],
  { pair, principalArn }: { readonly pair: StatePair; readonly principalArn: string },
): string | undefined {
  const [before, after] = [policySetOf(pair.before, principalArn), policySetOf(pair.after, principalArn)];
  if (before === undefined || after === undefined) return 'the call gave the principal another name';
  if (!calls.some(({ name }) => REMOVES.test(name))) return allowedAgain(before, after);
  const gained = compare(after, [before]);
  // what only the policies of resources allow, no comparison of its own policies sees come back
  if (gained.verdict === 'within') return allowedAgain(before, after);
  if (gained.verdict === 'exceeds') return `taking it back would give ${gained.witness.action} again`;
  return limitsLess(before, after) ? 'taking it back would take away what limits as well' : undefined;
}

/** What overwriting would allow again that is denied in so many words; undefined: nothing. What is only not allowed may come back. */
function allowedAgain(before: PolicySet, after: PolicySet): string | undefined {
  const [denied, left] = [deniesIn(before), deniesIn(after)];
  const { verdict } = compare(leftBy(left, after), [leftBy(denied, before)]);
  return verdict === 'within' ? undefined : 'it would take back what the call denied as well';
}

function deniesIn({ identity, boundary = [] }: PolicySet): readonly NamedPolicy[] {
  return [...identity, ...boundary].filter(({ document }) => denies(document));
}

/** Everything but what these deny. */
function leftBy(denying: readonly NamedPolicy[], { principal }: PolicySet): PolicySet {
  return { principal, identity: [EVERYTHING, ...denying] };
}

const EVERYTHING = parsedDocument('everything', {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

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
  const others = principalsOf(after).filter(({ arn }) => arn !== principalArn);
  return others.flatMap(({ arn }) => sliceOf(after, arn) ?? []).some((slice) => decidesAbout(iam, slice));
}

function decidesAbout(iam: IamCall, slice: AccountState): boolean {
  if ('groupName' in iam) return namedIn(slice.groups, iam.groupName) !== undefined;
  return 'policyArn' in iam && slice.policies.has(iam.policyArn);
}
