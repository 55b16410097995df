import type { SetHolder } from '../../core/account/identity-center/set-holder.ts';
import type { Assignee } from '../../core/account/permission-set.ts';
import type { IdentityCenter } from '../../ports/identity-center.ts';

/** Each account is a question of its own, of which Identity Center answers 20 a second. */
const MOST_ACCOUNTS = 200;
/** A finding stays small. */
const MOST_PEOPLE = 2000;
const AT_ONCE = 8;

interface Place {
  readonly assignee: Assignee;
  readonly account: string;
}

/** Who may use a permission set, wherever it is provisioned; undefined: they are too many to be told one by one. */
export async function holdersOfSet(arn: string, center: IdentityCenter): Promise<readonly SetHolder[] | undefined> {
  const left = [...(await center.accountsOf(arn))];
  if (left.length > MOST_ACCOUNTS) return undefined;
  const found: Place[] = [];
  async function ask(): Promise<void> {
    for (let account = left.shift(); account !== undefined; account = left.shift())
      for (const assignee of await center.assigneesOf(arn, account)) found.push({ assignee, account });
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  const holders: SetHolder[] = [];
  let people = 0;
  for (const { assignee, accounts } of byAssignee(found)) {
    const users = await center.usersBehind(assignee);
    people += users.length;
    if (people > MOST_PEOPLE) return undefined;
    holders.push({ assignee, accounts, users });
  }
  return holders;
}

function byAssignee(places: readonly Place[]): readonly Omit<SetHolder, 'users'>[] {
  const grouped = new Map<string, { readonly assignee: Assignee; readonly accounts: string[] }>();
  for (const { assignee, account } of places) {
    const name = `${assignee.kind} ${assignee.id}`;
    const group = grouped.get(name) ?? { assignee, accounts: [] };
    grouped.set(name, { assignee, accounts: [...group.accounts, account].sort() });
  }
  return [...grouped.values()];
}
