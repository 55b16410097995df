import type { Call } from '../core/activity/call.ts';
import type { RoleChange } from '../core/activity/changes.ts';

/** So many are remembered, the latest ones. */
const MOST_REMEMBERED = 100_000;

/** Which roles were handed to what: a call that runs or changes it names it, and mostly not the role. */
export class RolesHanded {
  readonly #roles = new Map<string, readonly string[]>();

  /** A change with the roles of what it touches: as it names them, else as they were handed over by calls before. */
  withRoles(call: Pick<Call, 'error'>, change: RoleChange): RoleChange {
    if (change.roles.length === 0) {
      const known = change.resources.flatMap((resource) => this.#roles.get(resource) ?? []);
      return { ...change, roles: [...new Set(known)] };
    }
    if (call.error === undefined) for (const resource of change.resources) this.#remember(resource, change.roles);
    return change;
  }

  #remember(resource: string, roles: readonly string[]): void {
    this.#roles.delete(resource);
    this.#roles.set(resource, roles);
    const [oldest] = this.#roles.keys();
    if (this.#roles.size > MOST_REMEMBERED && oldest !== undefined) this.#roles.delete(oldest);
  }
}
