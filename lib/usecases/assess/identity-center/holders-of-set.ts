import type { SetHolder } from '../../../core/account/identity-center/set-holder.ts';
import type { Assignee } from '../../../core/account/permission-set.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import type { IdentityCenter } from '../../../ports/identity-center.ts';

/** Each account is a question of its own, of which Identity Center answers 20 a second. */
const MOST_ACCOUNTS = 200;
/** A finding stays small. */
const MOST_PEOPLE = 2000;
const AT_ONCE = 8;

interface Place {
  readonly assignee: Assignee;
  readonly account: string;
}

/** Who may use a permission set, wherever it is provisioned; refused where they are too many to be told one by one, with what is too much. */
export async function holdersOfSet(arn: string, center: IdentityCenter): Promise<Result<readonly SetHolder[], string>> {
  const left = [...(await center.accountsOf(arn))];
  if (left.length > MOST_ACCOUNTS)
    return err(`it is in ${left.length} accounts, and no more than ${MOST_ACCOUNTS} are asked`);
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
    if (people > MOST_PEOPLE) return err(`more than ${MOST_PEOPLE} people have it`);
    holders.push({ assignee, accounts, users });
  }
  return ok(holders);
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
