import {
  type AccountAssignment,
  type AccountAssignmentForPrincipal,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ListPermissionSetsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
} from '@aws-sdk/client-sso-admin';
import {
  type Assignee,
  type Assignment,
  type DirectoryUser,
  type PermissionSet,
  permissionSetOfRole,
  type RoleHolders,
} from '../../core/account/permission-set.ts';
import type { IdentityCenter } from '../../ports/identity-center.ts';
import { BoundedMap } from './bounded-map.ts';
import { peopleBehind, readAssigneeName } from './read-people.ts';
import { type PermissionSetName, readPermissionSet, readPermissionSetName } from './read-permission-set.ts';
import { SsoAsking, type SsoClients, type SsoInstance } from './sso-asking.ts';
import { allOf, tokenPages } from './token-pages.ts';

const MOST_NAMES_KEPT = 5_000;
const PAGE = 100;
const KINDS = { USER: 'user', GROUP: 'group' } as const;

/** Reads Identity Center through sso-admin and the identity store. */
export class IdentityCenterReader implements IdentityCenter {
  readonly #asking: SsoAsking;
  /** By ARN; a permission set keeps its name for good. */
  readonly #setNames = new BoundedMap<string>(MOST_NAMES_KEPT);

  constructor(clients: SsoClients) {
    this.#asking = new SsoAsking(clients);
  }

  async *permissionSets(): AsyncGenerator<PermissionSet> {
    const instance = await this.#asking.instance();
    if (instance === undefined) return;
    const InstanceArn = instance.arn;
    const pages = tokenPages((NextToken) =>
      this.#asking.ask('sso:ListPermissionSets', (options) =>
        this.#asking.sso.send(new ListPermissionSetsCommand({ InstanceArn, NextToken, MaxResults: PAGE }), options),
      ),
    );
    for await (const { PermissionSets = [] } of pages) {
      const sets = PermissionSets.map((PermissionSetArn) =>
        readPermissionSet(this.#asking, { InstanceArn, PermissionSetArn }),
      );
      for (const set of await Promise.all(sets)) if (set !== undefined) yield set;
    }
  }

  async permissionSet(PermissionSetArn: string): Promise<PermissionSet | undefined> {
    const instance = await this.#asking.instance();
    if (instance === undefined) return undefined;
    return readPermissionSet(this.#asking, { InstanceArn: instance.arn, PermissionSetArn });
  }

  async nameOf(assignee: Assignee): Promise<string | undefined> {
    const instance = await this.#asking.instance();
    return instance === undefined ? undefined : readAssigneeName(assignee, this.#asking, instance);
  }

  async usersBehind(assignee: Assignee): Promise<readonly DirectoryUser[]> {
    const instance = await this.#asking.instance();
    if (instance === undefined) return [];
    const people = await peopleBehind([assignee], this.#asking, instance);
    return people.map(({ id, userName }) => ({ id, ...(userName === undefined ? {} : { userName }) }));
  }

  async accountsOf(PermissionSetArn: string): Promise<readonly string[]> {
    const instance = await this.#asking.instance();
    if (instance === undefined) return [];
    const about = { InstanceArn: instance.arn, PermissionSetArn, MaxResults: PAGE };
    const found = await this.#asking.ifThere(() =>
      allOf(
        (NextToken) =>
          this.#asking.ask('sso:ListAccountsForProvisionedPermissionSet', (options) =>
            this.#asking.sso.send(new ListAccountsForProvisionedPermissionSetCommand({ ...about, NextToken }), options),
          ),
        ({ AccountIds }) => AccountIds,
      ),
    );
    return [...(found ?? [])].sort();
  }

  async assigneesOf(PermissionSetArn: string, account: string): Promise<readonly Assignee[]> {
    const instance = await this.#asking.instance();
    if (instance === undefined) return [];
    return this.#assigneesOf(account, { InstanceArn: instance.arn, PermissionSetArn });
  }

  async assignmentsOf({ kind, id }: Assignee): Promise<readonly Assignment[]> {
    const instance = await this.#asking.instance();
    if (instance === undefined) return [];
    const about = {
      InstanceArn: instance.arn,
      PrincipalId: id,
      PrincipalType: kind === 'user' ? ('USER' as const) : ('GROUP' as const),
      MaxResults: PAGE,
    };
    const found = await allOf(
      (NextToken) =>
        this.#asking.ask('sso:ListAccountAssignmentsForPrincipal', (options) =>
          this.#asking.sso.send(new ListAccountAssignmentsForPrincipalCommand({ ...about, NextToken }), options),
        ),
      ({ AccountAssignments }) => AccountAssignments,
    );
    return found.map(assignmentOf);
  }

  async holdersOf(roleArn: string): Promise<RoleHolders | undefined> {
    const role = permissionSetOfRole(roleArn);
    const instance = role === undefined ? undefined : await this.#asking.instance();
    if (role === undefined || instance === undefined) return undefined;
    for (const named of await this.#provisionedTo(role.account, instance)) {
      if ((await this.#nameOf(named)) !== role.name) continue;
      const assignees = await this.#assigneesOf(role.account, named);
      const people = await peopleBehind(assignees, this.#asking, instance);
      return { permissionSet: { arn: named.PermissionSetArn, name: role.name }, people };
    }
    return undefined;
  }

  async #provisionedTo(AccountId: string, { arn: InstanceArn }: SsoInstance): Promise<readonly PermissionSetName[]> {
    const about = { InstanceArn, AccountId, MaxResults: PAGE };
    const arns = await allOf(
      (NextToken) =>
        this.#asking.ask('sso:ListPermissionSetsProvisionedToAccount', (options) =>
          this.#asking.sso.send(new ListPermissionSetsProvisionedToAccountCommand({ ...about, NextToken }), options),
        ),
      ({ PermissionSets }) => PermissionSets,
    );
    return arns.map((PermissionSetArn) => ({ InstanceArn, PermissionSetArn }));
  }

  async #nameOf(named: PermissionSetName): Promise<string | undefined> {
    const known = this.#setNames.get(named.PermissionSetArn);
    if (known !== undefined) return known;
    const name = await readPermissionSetName(this.#asking, named);
    if (name !== undefined) this.#setNames.set(named.PermissionSetArn, name);
    return name;
  }

  async #assigneesOf(AccountId: string, named: PermissionSetName): Promise<readonly Assignee[]> {
    const about = { ...named, AccountId, MaxResults: PAGE };
    const found = await this.#asking.ifThere(() =>
      allOf(
        (NextToken) =>
          this.#asking.ask('sso:ListAccountAssignments', (options) =>
            this.#asking.sso.send(new ListAccountAssignmentsCommand({ ...about, NextToken }), options),
          ),
        ({ AccountAssignments }) => AccountAssignments,
      ),
    );
    return (found ?? []).map((each) => assignmentOf(each).assignee);
  }
}

function assignmentOf(sent: AccountAssignment | AccountAssignmentForPrincipal): Assignment {
  const { PermissionSetArn, AccountId, PrincipalId, PrincipalType } = sent;
  const kind = PrincipalType === undefined ? undefined : KINDS[PrincipalType];
  if (PermissionSetArn === undefined || AccountId === undefined || PrincipalId === undefined || kind === undefined) {
    throw new Error('Identity Center gave an assignment without its set, its account, or who it is for');
  }
  return { permissionSetArn: PermissionSetArn, account: AccountId, assignee: { kind, id: PrincipalId } };
}
