import type { NamedRole } from '../../core/account/named-roles.ts';
import type { Call } from '../../core/activity/call.ts';
import type { RoleChange } from '../../core/activity/changes.ts';
import { rolesNamedBy } from '../../core/governance/roles/handed-roles.ts';

/** So many are remembered, the latest ones. */
const MOST_REMEMBERED = 100_000;

/** Which roles were handed to what: a call that runs or changes it names it, and mostly not the role. */
export class RolesHanded {
  readonly #roles = new Map<string, readonly NamedRole[]>();

  /** The roles of what a change touches: as it names them, else as they were handed over by calls before; undefined: not known. */
  of(call: Call, change: RoleChange): readonly NamedRole[] | undefined {
    const named = rolesNamedBy(call, change);
    if (named === undefined) return this.#known(change.resources);
    if (call.error === undefined) for (const resource of change.resources) this.#remember(resource, named);
    return named;
  }

  #known(resources: readonly string[]): readonly NamedRole[] | undefined {
    const known = resources.flatMap((resource) => this.#roles.get(resource) ?? []);
    return known.length === 0 ? undefined : known;
  }

  #remember(resource: string, roles: readonly NamedRole[]): void {
    this.#roles.delete(resource);
    this.#roles.set(resource, roles);
    const [oldest] = this.#roles.keys();
    if (this.#roles.size > MOST_REMEMBERED && oldest !== undefined) this.#roles.delete(oldest);
  }
}
