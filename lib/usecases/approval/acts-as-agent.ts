import { principalOf } from '../../core/account/slice.ts';
import { actsAsKnown } from '../../core/governance/cases/acts-as.ts';
import { classOf } from '../../core/governance/standards/classify.ts';
import type { Governance, Person } from '../../core/governance/standards/standards.ts';
import type { Neighbours } from './neighbours.ts';

/** A person is looked at as so many principals; who acts as more gains by almost everything, and does not sign for that. */
const MOST = 48;

/** Whether a person acts as an agent of an account: classes tell agents by tags and trust too, which only the account knows. */
export async function actsAsAgent(
  person: Person,
  neighbours: Neighbours | undefined,
  governance: Governance,
): Promise<boolean> {
  if (neighbours === undefined) return false;
  const own = neighbours.principals.filter((principal) => actsAsKnown(person, principal)).slice(0, MOST);
  const classes = own.map(async ({ arn }) => {
    const slice = await neighbours.sliceOf(arn);
    const principal = slice === undefined ? undefined : principalOf(slice, arn);
    return principal === undefined ? undefined : classOf(principal, governance).kind;
  });
  return (await Promise.all(classes)).includes('agent');
}
