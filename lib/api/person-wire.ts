import { allApproverGroups } from '../core/governance/cases/needs.ts';
import { groupsAmong } from '../core/governance/cases/quorum.ts';
import type { Governance, Person } from '../core/governance/standards/standards.ts';
import type { SessionWire } from './wire.ts';

/** A person of the standards, as the API tells of them. */
export function personWire(person: Person, governance: Governance): SessionWire['people'][number] {
  return { id: person.id, name: person.name, groups: groupsAmong(person, allApproverGroups(governance.approval)) };
}
