import type { IdentityCenterState } from '../../lib/core/account/identity-center/identity-center-state.ts';
import type {
  Assignee,
  Assignment,
  DirectoryUser,
  PermissionSet,
  RoleHolders,
} from '../../lib/core/account/permission-set.ts';
import type { IdentityCenter } from '../../lib/ports/identity-center.ts';

/** An Identity Center in memory, with the names of its users and groups. */
export class MemoryIdentityCenter implements IdentityCenter {
  state: IdentityCenterState;
  readonly #names: ReadonlyMap<string, string>;

  constructor(state: IdentityCenterState, names: ReadonlyMap<string, string>) {
    this.state = state;
    this.#names = names;
  }

  async *permissionSets(): AsyncGenerator<PermissionSet> {
    for (const arn of this.state.permissionSets.keys()) {
      const set = await this.permissionSet(arn);
      if (set !== undefined) yield set;
    }
  }

  async permissionSet(arn: string): Promise<PermissionSet | undefined> {
    const { name = '', boundary, seenOnlyInCalls, ...set } = this.state.permissionSets.get(arn) ?? {};
    if (!('arn' in set) || seenOnlyInCalls === true) return undefined;
    return { ...set, name, ...(boundary === undefined || 'unknown' in boundary ? {} : { boundary }) };
  }

  async accountsOf(arn: string): Promise<readonly string[]> {
    return this.state.assignments.filter((each) => each.permissionSetArn === arn).map(({ account }) => account);
  }

  async assigneesOf(arn: string, account: string): Promise<readonly Assignee[]> {
    const own = this.state.assignments.filter((each) => each.permissionSetArn === arn && each.account === account);
    return own.map(({ assignee }) => assignee);
  }

  async assignmentsOf({ kind, id }: Assignee): Promise<readonly Assignment[]> {
    return this.state.assignments.filter(
      ({ assignee }) =>
        (assignee.kind === kind && assignee.id === id) ||
        (kind === 'user' && assignee.kind === 'group' && this.state.members.get(assignee.id)?.has(id) === true),
    );
  }

  async nameOf({ id }: Assignee): Promise<string | undefined> {
    return this.#names.get(id);
  }

  async usersBehind({ kind, id }: Assignee): Promise<readonly DirectoryUser[]> {
    const ids = kind === 'user' ? [id] : [...(this.state.members.get(id) ?? [])];
    return ids.map((user) => {
      const userName = this.#names.get(user);
      return { id: user, ...(userName === undefined ? {} : { userName }) };
    });
  }

  async holdersOf(): Promise<RoleHolders | undefined> {
    return undefined;
  }
}
