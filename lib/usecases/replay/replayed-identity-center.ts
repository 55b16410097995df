import {
  applyIdentityCenterCall,
  permissionSetBefore,
  setsHeldBy,
} from '../../core/account/identity-center/apply-identity-center-call.ts';
import type { AssignmentCall, MembershipCall } from '../../core/account/identity-center/identity-center-call.ts';
import {
  type IdentityCenterState,
  UNKNOWN_IDENTITY_CENTER,
  unknownPermissionSet,
} from '../../core/account/identity-center/identity-center-state.ts';
import type { PolicyOf } from '../../core/account/identity-center/permission-set-policies.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { WatchedChange } from '../../core/activity/changes.ts';
import { identityCenterCallOf, isProvisioning } from '../../core/activity/identity-center-call-of.ts';
import {
  assessAssignment,
  type AssignmentGain,
} from '../../core/governance/assess/identity-center/assess-assignment.ts';
import { assessPermissionSet } from '../../core/governance/assess/identity-center/assess-permission-set.ts';
import { assessWatched } from '../../core/governance/assess/assess-watched.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { assignmentPlan, membershipPlan } from '../../core/governance/holds/beyond/assignment-plan.ts';
import { isOwnGain } from '../../core/governance/assess/identity-center/is-own-gain.ts';
import { onlyProvisioned, provisionedSetOf } from '../../core/governance/assess/identity-center/provisioned-set.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import { undoOfAssignment, undoOfMembership } from '../../core/governance/undo/undo-assignment.ts';

/** What is known besides the Identity Center itself. */
interface Known {
  readonly governance: Governance;
  /** The account of who acted. */
  readonly state: AccountState | undefined;
}

/** The Identity Center of a replay, known by what its calls tell. Nothing outside is touched. */
export class ReplayedIdentityCenter {
  #center: IdentityCenterState = UNKNOWN_IDENTITY_CENTER;
  readonly #policyOf: PolicyOf;
  readonly #ofSets: Finding[] = [];

  constructor(policyOf: PolicyOf) {
    this.#policyOf = policyOf;
  }

  /** What Identity Center brought to roles of accounts is only written down where the permission set has a finding. */
  withoutProvisioned(findings: readonly Finding[], call: Call): readonly Finding[] {
    return findings.map((finding) => {
      const name = provisionedSetOf(finding, call);
      return name === undefined ? finding : onlyProvisioned(finding, name, this.#ofSets);
    });
  }

  /** Applies a call and says what it gave; of a call that the model does not have, that it was made. */
  assess(call: Call, change: WatchedChange, known: Known): readonly Finding[] {
    const made = identityCenterCallOf(call, change);
    const about = { call, ...known, policyOf: this.#policyOf, now: call.time };
    if (isProvisioning(call) && this.#isKnown(change)) return [];
    if (made === undefined) return assessWatched({ ...about, change });
    const before = this.#center;
    const after = applyIdentityCenterCall(before, made);
    this.#center = after;
    if ('permissionSetArn' in made) {
      const set = permissionSetBefore(before, made);
      const is = after.permissionSets.get(made.permissionSetArn);
      const findings = assessPermissionSet({ ...about, setCall: made, before: set, after: is });
      this.#ofSets.push(...findings);
      return findings;
    }
    switch (made.name) {
      case 'CreateAccountAssignment':
        return this.#assessAssignment(made, before, about);
      case 'CreateGroupMembership': {
        const gains = gainsOfMembership(made, before);
        // what the group is assigned nobody has told
        if (gains.length === 0) return assessWatched({ ...about, change });
        const assignee = { kind: 'user', id: made.userId } as const;
        const own = isOwnGain(call.actor, [assignee], known.governance) ? 'own' : 'of-others';
        return assessAssignment({
          ...about,
          assignee,
          gains,
          own,
          undo: undoOfMembership(made, call),
          plan: membershipPlan(made, call),
        });
      }
      case 'DeleteAccountAssignment':
      case 'RemoveMemberFromGroup':
      case 'DeleteGroupMembership':
        return [];
    }
  }

  /** Whether all that a permission set holds is known, so that it was measured when it came to hold it. */
  #isKnown({ resources }: WatchedChange): boolean {
    const set = this.#center.permissionSets.get(resources[0] ?? '');
    return set !== undefined && set.seenOnlyInCalls !== true;
  }

  #assessAssignment(
    made: AssignmentCall,
    before: IdentityCenterState,
    about: Known & { readonly call: Call; readonly policyOf: PolicyOf; readonly now: number },
  ): readonly Finding[] {
    const { assignee, account, permissionSetArn } = made.assignment;
    const set = before.permissionSets.get(permissionSetArn) ?? unknownPermissionSet(permissionSetArn);
    const gains = [{ set, accounts: [account], held: setsHeldBy(before, assignee, account) }];
    const ids = assignee.kind === 'user' ? [assignee.id] : [...(before.members.get(assignee.id) ?? [])];
    const users = ids.map((id) => ({ id }));
    const own = isOwnGain(about.call.actor, users, about.governance) ? 'own' : 'of-others';
    return assessAssignment({
      ...about,
      assignee,
      gains,
      own,
      undo: undoOfAssignment(made, about.call),
      plan: assignmentPlan(made, about.call),
    });
  }
}

/** What the group is assigned, as far as it is known, by permission set and account. */
function gainsOfMembership(made: MembershipCall, before: IdentityCenterState): readonly AssignmentGain[] {
  if (made.name !== 'CreateGroupMembership') return [];
  const { groupId, userId } = made;
  const user = { kind: 'user', id: userId } as const;
  return before.assignments
    .filter(({ assignee }) => assignee.kind === 'group' && assignee.id === groupId)
    .map(({ permissionSetArn, account }) => ({
      set: before.permissionSets.get(permissionSetArn) ?? unknownPermissionSet(permissionSetArn),
      accounts: [account],
      held: setsHeldBy(before, user, account),
    }));
}
