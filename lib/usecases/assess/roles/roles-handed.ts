import type { NamedRole } from '../../../core/account/named-roles.ts';
import type { Call } from '../../../core/activity/call.ts';
import type { RoleChange } from '../../../core/activity/changes.ts';
import { rolesKnownOf, type RolesKnown, rolesNamedBy } from '../../../core/governance/roles/handed-roles.ts';
import { holderSought, holdersKept, placed } from '../../../core/governance/roles/role-holder.ts';

/** So many are remembered, the latest ones. */
const MOST_REMEMBERED = 100_000;

/** Which roles were handed to what: a call that runs or changes it names it, and mostly not the role. */
export class RolesHanded {
  readonly #roles = new Map<string, readonly NamedRole[]>();

  /** The roles of what a change touches: as it names them, else as they were handed over by calls before; undefined: not known. */
  of(call: Call, change: RoleChange): RolesKnown | undefined {
    const { resources } = change;
    const named = rolesNamedBy(call, change);
    if (named === undefined)
      return rolesKnownOf(resources.map((each) => this.#roles.get(placed(holderSought(each), call))));
    if (call.error === undefined) {
      for (const holder of resources.flatMap(holdersKept)) this.#keep(placed(holder, call), named);
    }
    return { roles: named, lacksSome: false };
  }

  #keep(holder: string, roles: readonly NamedRole[]): void {
    this.#roles.delete(holder);
    this.#roles.set(holder, roles);
    const [oldest] = this.#roles.keys();
    if (this.#roles.size > MOST_REMEMBERED && oldest !== undefined) this.#roles.delete(oldest);
  }
}
