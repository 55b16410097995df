import type { IdentityCenterCall } from '../core/account/identity-center/identity-center-call.ts';
import type { Call } from '../core/activity/call.ts';
import type { WatchedChange } from '../core/activity/changes.ts';
import { identityCenterCallOf } from '../core/activity/identity-center-call-of.ts';
import { assessAssignment } from '../core/governance/assess-assignment.ts';
import { assessPermissionSet } from '../core/governance/assess-permission-set.ts';
import type { Finding } from '../core/governance/finding.ts';
import { isOwnGain } from '../core/governance/is-own-gain.ts';
import { undoOfAssignment, undoOfMembership } from '../core/governance/undo-assignment.ts';
import type { Keepsakes } from '../ports/keepsakes.ts';
import {
  gainOfAssignment,
  gainsOfMembership,
  type IdentityCenterReading,
  permissionSetAround,
  policiesOfSets,
} from './read-identity-center.ts';
import { stateKnownOfActor } from './state-known-of-actor.ts';
import { tellOfChange, type TellDeps } from './tell-of-change.ts';

export interface AssessIdentityCenterDeps extends TellDeps {
  /** Absent where Identity Center cannot be read: what a call gives is then undetermined. */
  readonly identityCenter?: IdentityCenterReading;
  /** Absent: what a call replaces is never known. */
  readonly keepsakes?: Keepsakes;
}

/** Assesses what a call of Identity Center, or of its directory, gave; one that the model does not have is told of. */
export async function assessIdentityCenterCall(
  call: Call,
  change: WatchedChange,
  deps: AssessIdentityCenterDeps,
): Promise<readonly Finding[]> {
  const made = identityCenterCallOf(call, change);
  if (made === undefined) return tellOfChange(call, change, deps);
  if (call.error !== undefined) return [];
  return (await assessed(call, made, deps)) ?? tellOfChange(call, change, deps);
}

/** Undefined: what it gave cannot be told. */
async function assessed(
  call: Call,
  made: IdentityCenterCall,
  deps: AssessIdentityCenterDeps,
): Promise<readonly Finding[] | undefined> {
  const { governance, clock, identityCenter } = deps;
  const state = await stateKnownOfActor(call, deps);
  const about = { call, governance, state, now: clock.now() };
  if ('permissionSetArn' in made) {
    const pair = await permissionSetAround(made, call, deps);
    const policyOf = await policiesOfSets([pair.before, ...(pair.after === undefined ? [] : [pair.after])], deps);
    return assessPermissionSet({ ...about, ...pair, setCall: made, policyOf });
  }
  switch (made.name) {
    case 'CreateAccountAssignment': {
      const { assignee } = made.assignment;
      const gain = await gainOfAssignment(made.assignment, identityCenter);
      const policyOf = await policiesOfSets([gain.set, ...gain.held], deps);
      const name = await identityCenter?.center.nameOf(assignee);
      const users = (await identityCenter?.center.usersBehind(assignee)) ?? [{ id: assignee.id }];
      const own = isOwnGain(call.actor, users, governance) ? 'own' : 'of-others';
      const undo = undoOfAssignment(made, call);
      const named = { ...assignee, ...(name === undefined ? {} : { name }) };
      return assessAssignment({ ...about, assignee: named, gains: [gain], own, undo, policyOf });
    }
    case 'CreateGroupMembership': {
      if (identityCenter === undefined) return undefined;
      const assignee = { kind: 'user', id: made.userId } as const;
      const gains = await gainsOfMembership(made, identityCenter);
      const policyOf = await policiesOfSets(
        gains.flatMap(({ set, held }) => [set, ...held]),
        deps,
      );
      const users = await identityCenter.center.usersBehind(assignee);
      const name = users[0]?.userName;
      const own = isOwnGain(call.actor, users, governance) ? 'own' : 'of-others';
      const undo = undoOfMembership(made, call);
      const named = { ...assignee, ...(name === undefined ? {} : { name }) };
      return assessAssignment({ ...about, assignee: named, gains, own, undo, policyOf });
    }
    case 'DeleteAccountAssignment':
    case 'RemoveMemberFromGroup':
    case 'DeleteGroupMembership':
      return [];
  }
}
