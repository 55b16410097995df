import { DescribeGroupCommand, DescribeUserCommand, ListGroupMembershipsCommand } from '@aws-sdk/client-identitystore';
import type { Assignee, HeldBy, RoleHolder } from '../../core/account/permission-set.ts';
import type { SsoAsking, SsoInstance } from './sso-asking.ts';
import { allOf } from './token-pages.ts';

/** Of more people than this the names are not asked for: each is one question, and 20 a second are allowed. */
const MOST_NAMED = 50;
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
  const areNamed = held.size <= MOST_NAMED;
  const people = [...held].map(async ([id, by]): Promise<RoleHolder> => {
    const userName = areNamed ? await directory.userName(id) : undefined;
    return { id, ...(userName === undefined ? {} : { userName }), by };
  });
  return Promise.all(people);
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

  async userName(UserId: string): Promise<string | undefined> {
    const command = new DescribeUserCommand({ IdentityStoreId: this.#storeId, UserId });
    const answer = await this.#asking.askIfThere('identitystore:DescribeUser', (options) =>
      this.#asking.identityStore.send(command, options),
    );
    return answer?.UserName;
  }
}
