import { isRequester } from '../../lib/core/governance/cases/acts-as.ts';
import type { Case } from '../../lib/core/governance/cases/case.ts';
import type { Person } from '../../lib/core/governance/standards/standards.ts';
import { decideApproval } from '../../lib/usecases/approval/decide-approval.ts';
import type { Embedded } from '../../lib/wiring/embedded.ts';

const DAY = 86_400_000;

/**
 * Plays the people of the standards on every hold that undid a call: who made the call tries to sign it alone, which is
 * refused, then the others sign in their order until the access comes back. What became of it is in the ledger.
 */
export async function countersignHolds({ deps }: Pick<Embedded, 'deps'>): Promise<void> {
  for (const current of await deps.cases.cases()) {
    if (current.status === 'held' && undidACall(current)) await countersign(current, deps);
  }
}

/** Whether the hold of a case made a call undone; the others contain what cannot be undone. */
export function undidACall({ finding: { response } }: Pick<Case, 'finding'>): boolean {
  return (
    (response.kind === 'hold' || response.kind === 'hold-unless-approved') && response.plan.kind === 'exact-inverse'
  );
}

async function countersign({ finding }: Case, deps: Embedded['deps']): Promise<void> {
  const { people } = deps.governance;
  const requesters = people.filter((person) => isRequester(person, finding.actor));
  const others = people.filter((person) => !requesters.includes(person));
  for (const person of [...requesters, ...others]) {
    const isRestored = await sign(person, finding, deps);
    if (isRestored) return;
  }
}

async function sign(person: Person, { id, digest }: Case['finding'], deps: Embedded['deps']): Promise<boolean> {
  const until = deps.clock.now() + deps.governance.waiver.defaultDays * DAY;
  const decision = { kind: 'sign', digest, reason: 'signed by the script of ambit up --once', until } as const;
  const decided = await decideApproval(
    { findingId: id, personId: person.id, signedInAt: deps.clock.now(), decision },
    deps,
  );
  return decided.ok && decided.value.kind === 'complete';
}
