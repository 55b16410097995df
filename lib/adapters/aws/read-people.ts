import {
  DescribeGroupCommand,
  DescribeUserCommand,
  ListGroupMembershipsCommand,
  ListUsersCommand,
} from '@aws-sdk/client-identitystore';
import type { Assignee, HeldBy, RoleHolder } from '../../core/account/permission-set.ts';
import type { SsoAsking, SsoInstance } from './sso-asking.ts';
import { allOf, tokenPages } from './token-pages.ts';

/** Of more people than this nobody is asked for by name: each is one question, and 20 a second are allowed. */
const MOST_ASKED = 50;
/** Instead the directory is listed, for so many pages: who comes after them stays without a name. */
const MOST_LISTED = 100;
const PAGE = 100;

/** The people who are users among the assignees, or members of groups among them. Groups have no groups as members. */
export async function peopleBehind(
  assignees: readonly Assignee[],
  asking: SsoAsking,
  { identityStoreId }: SsoInstance,
): Promise<readonly RoleHolder[]> {
  const directory = new Directory(asking, identityStoreId);
  const held = new Map<string, HeldBy[]>();
  const add = (user: string, by: HeldBy) => held.set(user, [...(held.get(user) ?? []), by]);
  for (const { kind, id } of assignees) {
    if (kind === 'user') {
      add(id, { kind: 'assignment' });
      continue;
    }
    const name = await directory.groupName(id);
    for (const member of await directory.membersOf(id)) {
      add(member, { kind: 'group', id, ...(name === undefined ? {} : { name }) });
    }
  }
  const names = await directory.userNames([...held.keys()]);
  return [...held].map(([id, by]) => {
    const userName = names.get(id);
    return { id, ...(userName === undefined ? {} : { userName }), by };
  });
}

/** The name of a user or a group; undefined: the directory does not have it. */
export function readAssigneeName(
  { kind, id }: Assignee,
  asking: SsoAsking,
  { identityStoreId }: SsoInstance,
): Promise<string | undefined> {
  const directory = new Directory(asking, identityStoreId);
  return kind === 'user' ? directory.userName(id) : directory.groupName(id);
}

/** The users and groups of an identity store; what is not there any more has no name and no members. */
class Directory {
  readonly #asking: SsoAsking;
  readonly #storeId: string;

  constructor(asking: SsoAsking, storeId: string) {
    this.#asking = asking;
    this.#storeId = storeId;
  }

  async membersOf(GroupId: string): Promise<readonly string[]> {
    const { identityStore } = this.#asking;
    const about = { IdentityStoreId: this.#storeId, GroupId, MaxResults: PAGE };
    const members = await this.#asking.ifThere(() =>
      allOf(
        (NextToken) =>
          this.#asking.ask('identitystore:ListGroupMemberships', (options) =>
            identityStore.send(new ListGroupMembershipsCommand({ ...about, NextToken }), options),
          ),
        ({ GroupMemberships }) => GroupMemberships,
      ),
    );
    return (members ?? []).flatMap(({ MemberId }) => MemberId?.UserId ?? []);
  }

  async groupName(GroupId: string): Promise<string | undefined> {
    const command = new DescribeGroupCommand({ IdentityStoreId: this.#storeId, GroupId });
    const answer = await this.#asking.askIfThere('identitystore:DescribeGroup', (options) =>
      this.#asking.identityStore.send(command, options),
    );
    return answer?.DisplayName;
  }

  /** The names of users, by their ids. */
  async userNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length > MOST_ASKED) return this.#namesListed(new Set(ids));
    const names = await Promise.all(ids.map(async (id) => [id, await this.userName(id)] as const));
    return new Map(names.flatMap(([id, name]) => (name === undefined ? [] : [[id, name] as const])));
  }

  async #namesListed(ids: ReadonlySet<string>): Promise<ReadonlyMap<string, string>> {
    const names = new Map<string, string>();
    let pages = 0;
    const listing = tokenPages((NextToken) => {
      const command = new ListUsersCommand({ IdentityStoreId: this.#storeId, MaxResults: PAGE, NextToken });
      return this.#asking.ask('identitystore:ListUsers', (options) =>
        this.#asking.identityStore.send(command, options),
      );
    });
    for await (const { Users = [] } of listing) {
      for (const { UserId = '', UserName } of Users) {
        if (ids.has(UserId) && UserName !== undefined) names.set(UserId, UserName);
      }
      pages += 1;
      if (names.size === ids.size || pages === MOST_LISTED) break;
    }
    return names;
  }

  async userName(UserId: string): Promise<string | undefined> {
    const command = new DescribeUserCommand({ IdentityStoreId: this.#storeId, UserId });
    const answer = await this.#asking.askIfThere('identitystore:DescribeUser', (options) =>
      this.#asking.identityStore.send(command, options),
    );
    return answer?.UserName;
  }
}
