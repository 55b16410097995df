import { principalsOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Call } from '../../core/activity/call.ts';
import type { RoleChange } from '../../core/activity/changes.ts';
import { assessClusterAccess, clusterAccessOf } from '../../core/governance/roles/assess-cluster-access.ts';
import { assessHandedRoles } from '../../core/governance/roles/assess-handed-roles.ts';
import { assessTrust } from '../../core/governance/roles/assess-trust.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { handedRoles } from '../../core/governance/roles/handed-roles.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import { openedWays, trustOpeningOf } from '../../core/governance/roles/trust-opening.ts';
import { RolesHanded } from '../assess/roles/roles-handed.ts';

/** The state of an account (12 digits), as the calls before left it; undefined: nothing is known of it. */
export type StateOf = (account: string) => AccountState | undefined;

/** What a replay finds in calls about what acts with a role, and about who can become whom. */
export class ReplayedRoles {
  readonly #governance: Governance;
  readonly #stateOf: StateOf;
  readonly #handed = new RolesHanded();

  constructor(governance: Governance, stateOf: StateOf) {
    this.#governance = governance;
    this.#stateOf = stateOf;
  }

  /** What is found by the roles that are known; `tellOf` says that a call happened about which they are not, or not all. */
  assess(call: Call, change: RoleChange, tellOf: () => readonly Finding[]): readonly Finding[] {
    if (change.kind === 'trust') return this.#assessTrust(call, change) ?? tellOf();
    const known = this.#handed.of(call, change);
    const told = known === undefined || known.lacksSome ? tellOf() : [];
    if (known === undefined) return told;
    const roles = handedRoles(known.roles, this.#stateOf);
    return [...assessHandedRoles({ ...this.#giving(call, change), roles, waivers: [] }), ...told];
  }

  /** Undefined: which roles it is about is not known. */
  #assessTrust(call: Call, change: RoleChange): readonly Finding[] | undefined {
    const giving = this.#giving(call, change);
    const access = clusterAccessOf(call, change);
    if (access !== undefined) {
      const [, , , , account = ''] = access.grantee.split(':');
      return assessClusterAccess({ ...giving, access, grantee: this.#stateOf(account) });
    }
    const opening = trustOpeningOf(call, change);
    const state = this.#stateOf(call.account);
    if (opening === undefined || (opening.kind === 'trusting' && state === undefined)) return undefined;
    const ways = openedWays(opening, call.account, state === undefined ? [] : principalsOf(state));
    const findings = ways.length === 0 ? [] : assessTrust({ ...giving, ways, stateOf: this.#stateOf });
    // roles that nobody has told of may trust it as well
    const isWhole = ways.length > 0 && (opening.kind === 'named' || state?.coverage === 'whole');
    return findings.length > 0 || isWhole ? findings : undefined;
  }

  #giving(call: Call, change: RoleChange) {
    const caller = this.#stateOf(call.actor.account ?? call.account);
    return { call, change, caller, governance: this.#governance, now: call.time };
  }
}
