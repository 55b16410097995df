import { toIso } from '../../instant.ts';
import type { Finding } from '../finding.ts';
import { findingId, raise } from '../raise.ts';
import type { Person } from '../standards/standards.ts';
import type { Glass } from './case.ts';

/** The critical finding that one person took access alone: everybody hears of it. */
export function findingOfGlass(held: Finding, glass: Glass, person: Pick<Person, 'id' | 'name'>): Finding {
  const { personId, reason, until, at } = glass;
  const detail = `${person.name} takes back alone what ${held.id} holds, until ${toIso(until)}: ${reason}; it is held again unless it is countersigned until then`;
  return raise(
    {
      id: findingId(`glass of ${held.id} at ${toIso(at)}`, held.principal, 'break-glass-used'),
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
