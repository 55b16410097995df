import type { IdentityCenterState } from '../../core/account/identity-center/identity-center-state.ts';
import {
  type Assignee,
  type Assignment,
  type DirectoryUser,
  type PermissionSet,
  permissionSetOfRole,
  type RoleHolders,
} from '../../core/account/permission-set.ts';
import type { IdentityCenter } from '../../ports/identity-center.ts';

/** The Identity Center of the embedded default, as its calls told of it: its users and groups have ids, and no names. */
export class EmbeddedIdentityCenter implements IdentityCenter {
  readonly #state: () => IdentityCenterState;

  /** @param state what is kept now */
  constructor(state: () => IdentityCenterState) {
    this.#state = state;
  }

  async *permissionSets(): AsyncGenerator<PermissionSet> {
    for (const arn of this.#state().permissionSets.keys()) {
      const set = await this.permissionSet(arn);
      if (set !== undefined) yield set;
    }
  }

  /** One of which not all is known is not there: what it holds would look like all that it holds. */
  async permissionSet(arn: string): Promise<PermissionSet | undefined> {
    const known = this.#state().permissionSets.get(arn);
    if (known?.name === undefined || known.seenOnlyInCalls === true) return undefined;
    const { name, boundary, seenOnlyInCalls: _, ...set } = known;
    if (boundary === undefined) return { ...set, name };
    return 'unknown' in boundary ? undefined : { ...set, name, boundary };
  }

  /** It is provisioned where it is assigned. */
  async accountsOf(arn: string): Promise<readonly string[]> {
    const own = this.#state().assignments.filter(({ permissionSetArn }) => permissionSetArn === arn);
    return [...new Set(own.map(({ account }) => account))].sort();
  }

  async assigneesOf(arn: string, account: string): Promise<readonly Assignee[]> {
    const own = this.#state().assignments.filter((each) => each.permissionSetArn === arn && each.account === account);
    return own.map(({ assignee }) => assignee);
  }

  async assignmentsOf({ kind, id }: Assignee): Promise<readonly Assignment[]> {
    const { assignments, members } = this.#state();
    return assignments.filter(
      ({ assignee }) =>
        (assignee.kind === kind && assignee.id === id) ||
        (kind === 'user' && assignee.kind === 'group' && members.get(assignee.id)?.has(id) === true),
    );
  }

  async nameOf(): Promise<string | undefined> {
    return undefined;
  }

  async usersBehind({ kind, id }: Assignee): Promise<readonly DirectoryUser[]> {
    const ids = kind === 'user' ? [id] : [...(this.#state().members.get(id) ?? [])];
    return ids.map((user) => ({ id: user }));
  }

  async holdersOf(roleArn: string): Promise<RoleHolders | undefined> {
    const role = permissionSetOfRole(roleArn);
    const set = [...this.#state().permissionSets.values()].find(({ name }) => name === role?.name);
    if (role === undefined || set === undefined) return undefined;
    const own = await this.assigneesOf(set.arn, role.account);
    const held = await Promise.all(
      own.map(async (assignee) => {
        const by =
          assignee.kind === 'user' ? ({ kind: 'assignment' } as const) : ({ ...assignee, kind: 'group' } as const);
        return (await this.usersBehind(assignee)).map(({ id }) => ({ id, by }));
      }),
    );
    const people = [...Map.groupBy(held.flat(), ({ id }) => id)].map(([id, ways]) => ({
      id,
      by: ways.map(({ by }) => by),
    }));
    return { permissionSet: { arn: set.arn, name: role.name }, people };
  }
}
