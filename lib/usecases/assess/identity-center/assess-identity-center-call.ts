import type { Reason } from '../../../core/access/excess.ts';
import type { AssignmentCall, MembershipCall } from '../../../core/account/identity-center/identity-center-call.ts';
import type { Assignee, DirectoryUser } from '../../../core/account/permission-set.ts';
import type { Call } from '../../../core/activity/call.ts';
import type { WatchedChange } from '../../../core/activity/changes.ts';
import { identityCenterCallOf, isProvisioning } from '../../../core/activity/identity-center-call-of.ts';
import {
  assessAssignment,
  type AssignmentGain,
  type NamedAssignee,
} from '../../../core/governance/assess/identity-center/assess-assignment.ts';
import { assessPermissionSet } from '../../../core/governance/assess/identity-center/assess-permission-set.ts';
import type { Finding, HoldPlan } from '../../../core/governance/finding.ts';
import { assignmentPlan, membershipPlan } from '../../../core/governance/holds/beyond/assignment-plan.ts';
import { setsToLookUp } from '../../../core/governance/holds/beyond/what-sets-give.ts';
import type { NoPlan } from '../../../core/governance/holds/respond.ts';
import { isOwnGain } from '../../../core/governance/assess/identity-center/is-own-gain.ts';
import { undoOfAssignment, undoOfMembership } from '../../../core/governance/undo/undo-assignment.ts';
import type { Keepsakes } from '../../../ports/keepsakes.ts';
import { holdersOfSet } from './holders-of-set.ts';
import {
  accountsReferredTo,
  gainOfAssignment,
  gainsOfMembership,
  type IdentityCenterReading,
  permissionSetAround,
  policiesOfSets,
} from '../read-identity-center.ts';
import { type SignedCallsDeps, signedCallsIn } from '../signed-calls.ts';
import { stateKnownOfActor } from '../state-known-of-actor.ts';
import { tellOfChange, type TellDeps } from '../tell-of-change.ts';

/** Identity Center as it is now, and what is kept of it from before the call. */
export interface AssessIdentityCenterDeps extends TellDeps, SignedCallsDeps {
  /** Absent where Identity Center cannot be read: what a call gives is then undetermined. */
  readonly identityCenter?: IdentityCenterReading;
  /** Absent: what a call replaces is never known. */
  readonly keepsakes?: Keepsakes;
}

/** Assesses what a call of Identity Center, or of its directory, gave; one that the model does not have is only reported. */
export async function assessIdentityCenterCall(
  call: Call,
  change: WatchedChange,
  deps: AssessIdentityCenterDeps,
): Promise<readonly Finding[]> {
  // what a set holds was measured when it came to hold it
  if (isProvisioning(call) && deps.identityCenter !== undefined) return [];
  const made = identityCenterCallOf(call, change);
  if (made === undefined) return tellOfChange(call, change, deps);
  if (call.error !== undefined) return [];
  const { governance, clock } = deps;
  const signed = await signedCallsIn(call.account, deps);
  const about = { call, governance, state: await stateKnownOfActor(call, deps), now: clock.now(), signed };
  if ('permissionSetArn' in made) {
    const pair = await permissionSetAround(made, call, deps);
    const { before, after = before } = pair;
    const accounts = await accountsReferredTo(after, deps);
    const policyOf = await policiesOfSets([before, ...setsToLookUp(after, accounts)], deps);
    const question = { ...about, ...pair, accounts, setCall: made, policyOf };
    const found = assessPermissionSet(question);
    const { identityCenter } = deps;
    // hardly any change is given back later: only then it matters who has the set
    if (identityCenter === undefined || !found.some(({ gives }) => gives !== undefined)) return found;
    const holders = await holdersOfSet(made.permissionSetArn, identityCenter.center);
    return assessPermissionSet({ ...question, holders });
  }
  const given = await givenBy(made, call, deps);
  if (given === 'nothing') return [];
  if (given === 'unknown') return tellOfChange(call, change, deps);
  const { users } = given;
  const sets = given.gains.flatMap(({ set, accounts, held }) => [...setsToLookUp(set, accounts), ...held]);
  const own = isOwnGain(call.actor, users, governance) ? 'own' : 'of-others';
  return assessAssignment({ ...about, ...given, own, policyOf: await policiesOfSets(sets, deps) });
}

/** What a call gives to whom. */
interface Given {
  readonly assignee: NamedAssignee;
  /** The users who gain. */
  readonly users: readonly DirectoryUser[];
  readonly gains: readonly AssignmentGain[];
  /** How people take it back. */
  readonly undo: Reason;
  readonly plan: HoldPlan | NoPlan;
}

async function givenBy(
  made: AssignmentCall | MembershipCall,
  call: Call,
  { identityCenter }: AssessIdentityCenterDeps,
): Promise<Given | 'nothing' | 'unknown'> {
  switch (made.name) {
    case 'CreateAccountAssignment': {
      const { assignee } = made.assignment;
      const gains = [await gainOfAssignment(made.assignment, identityCenter)];
      return {
        ...(await namedBy(assignee, identityCenter)),
        gains,
        undo: undoOfAssignment(made, call),
        plan: assignmentPlan(made, call),
      };
    }
    case 'CreateGroupMembership': {
      // what the group is assigned is not known
      if (identityCenter === undefined) return 'unknown';
      const gains = await gainsOfMembership(made, identityCenter);
      const user = { kind: 'user', id: made.userId } as const;
      return {
        ...(await namedBy(user, identityCenter)),
        gains,
        undo: undoOfMembership(made, call),
        plan: membershipPlan(made, call),
      };
    }
    case 'DeleteAccountAssignment':
    case 'RemoveMemberFromGroup':
    case 'DeleteGroupMembership':
      return 'nothing';
  }
}

async function namedBy(
  assignee: Assignee,
  reading: IdentityCenterReading | undefined,
): Promise<Pick<Given, 'assignee' | 'users'>> {
  if (reading === undefined) return { assignee, users: [{ id: assignee.id }] };
  const name = await reading.center.nameOf(assignee);
  const users = await reading.center.usersBehind(assignee);
  return { assignee: { ...assignee, ...(name === undefined ? {} : { name }) }, users };
}
