import { type Instant, toIso } from '../../instant.ts';
import type { Finding } from '../finding.ts';
import { findingId, raise } from '../raise.ts';
import type { Person } from '../standards/standards.ts';
import type { Glass } from './case.ts';

/** The critical finding that one person took access alone: everybody hears of it. */
export function findingOfGlass(
  held: Finding,
  { personId, reason, until, at }: Pick<Glass, 'personId' | 'reason' | 'until' | 'at'>,
  person: Pick<Person, 'name'> = { name: personId },
): Finding {
  const detail = `${person.name} takes back alone what ${held.id} holds, until ${toIso(until)}: ${reason}; it is held again unless it is countersigned until then`;
  return raise(
    {
      id: idOfGlass(held, at),
      kind: 'break-glass-used',
      severity: 'critical',
      principal: held.principal,
      account: held.account,
      class: held.class,
      actor: { id: personId, name: person.name, class: held.class, via: 'ambit', personId, agentHints: [] },
      call: null,
      verdict: 'exceeds',
      excess: held.excess,
      witness: null,
      reasons: [{ rule: 'break-glass', detail }],
      resources: [held.id],
      raisedAt: at,
    },
    { kind: 'alert', why: 'break-glass passes: two people look at what was done' },
  );
}

/** The id of the finding that somebody took alone at a moment what a finding holds. */
export function idOfGlass({ id, principal }: Pick<Finding, 'id' | 'principal'>, at: Instant): string {
  return findingId(`glass of ${id} at ${toIso(at)}`, principal, 'break-glass-used');
}
