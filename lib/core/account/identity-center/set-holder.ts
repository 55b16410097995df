import type { Assignee, DirectoryUser } from '../permission-set.ts';

/** Who may use a permission set by one of its assignees, and in which accounts, at one moment, as plain JSON. */
export interface SetHolder {
  readonly assignee: Assignee;
  readonly accounts: readonly string[];
  /** The user itself, or the members of the group. */
  readonly users: readonly DirectoryUser[];
}

/** Somebody who may use a permission set now and could not before. */
interface NewHolder {
  readonly user: DirectoryUser;
  readonly account: string;
}

/** The first who may use a set in an account where they could not before, by whatever assignment; undefined: there is none. */
export function newHolderIn(now: readonly SetHolder[], before: readonly SetHolder[]): NewHolder | undefined {
  const known = new Set(before.flatMap(placesOf).map(nameOf));
  return now.flatMap(placesOf).find((place) => !known.has(nameOf(place)));
}

function placesOf({ accounts, users }: SetHolder): readonly NewHolder[] {
  return users.flatMap((user) => accounts.map((account) => ({ user, account })));
}

function nameOf({ user, account }: NewHolder): string {
  return `${account} ${user.id}`;
}
