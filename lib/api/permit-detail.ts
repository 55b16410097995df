import { isAgent } from '../core/governance/cases/acts-as.ts';
import type { LedgerEntry } from '../core/governance/ledger/fact.ts';
import { foldPermits, isOver, type Permit } from '../core/governance/permits/fold-permit.ts';
import { permitToJson } from '../core/governance/permits/permit-json.ts';
import { isInvolved, lapseOf, quorumOfPermit } from '../core/governance/permits/permit-covers.ts';
import { groupsIn, mergedSeats, needsOf } from '../core/governance/cases/needs.ts';
import { groupsAmong, type Quorum } from '../core/governance/cases/quorum.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import type { Instant } from '../core/instant.ts';
import { toIso } from '../core/instant.ts';
import { ledgerEvent, personWire } from './describe-fact.ts';
import type { MissingGroupWire, PermitDetailWire, PersonWire, RefusedSignatureWire } from './wire.ts';

/** All that is known of the permits for one change, from its ledger entries; undefined where they ask for none. */
export function permitDetail(
  entries: readonly LedgerEntry[],
  governance: Governance,
  now: Instant,
): PermitDetailWire | undefined {
  const permits = foldPermits(entries);
  const permit = permits.at(-1);
  if (permit === undefined) return undefined;
  const { missing } = quorumOfPermit(permit, governance, now);
  return {
    permit: permitToJson(permit, governance, now),
    approval: {
      open: !isOver(permit) && now < lapseOf(permit, governance),
      withdrawable: !isOver(permit) && now < permit.terms.until,
      needs: mergedSeats(needsOf(permit.terms, governance.approval)),
      missing: missing.map((each) => missingWire(each, permit, governance)),
    },
    refusals: refusalsIn(entries, governance),
    people: peopleIn(permit, governance),
    earlier: permits.slice(0, -1).map((each) => permitToJson(each, governance, now)),
    history: entries.map((entry) => ledgerEvent(entry, governance)),
  };
}

function missingWire(
  { group, count }: Quorum['missing'][number],
  permit: Permit,
  governance: Governance,
): MissingGroupWire {
  const isNamed = groupsIn(needsOf(permit.terms, governance.approval)).includes(group);
  const people = eligible(permit, governance).filter(({ groups }) => !isNamed || groups.includes(group));
  return { group, count, people: people.map(({ id, name }) => ({ id, name })) };
}

/** Who has not signed and may, as far as the standards tell; who can become the actor shows when they sign. */
function eligible(
  { terms, signatures }: Permit,
  governance: Governance,
): readonly (PersonWire & { readonly groups: readonly string[] })[] {
  const signed = new Set(signatures.map(({ personId }) => personId));
  const groups = groupsIn(needsOf(terms, governance.approval));
  return governance.people
    .filter((person) => !signed.has(person.id) && !isAgent(person, governance))
    .filter((person) => isInvolved(person, terms, governance) === undefined)
    .map((person) => ({ id: person.id, name: person.name, groups: groupsAmong(person, groups) }))
    .filter((person) => person.groups.length > 0);
}

function refusalsIn(entries: readonly LedgerEntry[], governance: Governance): readonly RefusedSignatureWire[] {
  return entries.flatMap(({ fact }) =>
    fact.kind === 'permit-refused'
      ? [{ person: personWire(fact.personId, governance), code: fact.code, at: toIso(fact.at) }]
      : [],
  );
}

function peopleIn({ terms, signatures, withdrawal }: Permit, governance: Governance): readonly PersonWire[] {
  const ids = [terms.requestedBy, ...signatures.map(({ personId }) => personId), withdrawal?.personId];
  return [...new Set(ids)].flatMap((id) => (id === undefined ? [] : [personWire(id, governance)]));
}
