import { lackingSignatures } from '../cases/approver-supply.ts';
import { personOf } from '../cases/quorum.ts';
import type { Governance, Person } from '../standards/standards.ts';
import type { Weakening } from './weakening.ts';

/** What the rule of who must sign asks for less than before. */
export function weakerApproval(before: Governance, after: Governance): readonly Weakening[] {
  const [old, next] = [before.approval, after.approval];
  const groups = old.allOf.flatMap(({ group, count }): readonly Weakening[] => {
    const now = next.allOf.find((each) => each.group === group)?.count ?? 0;
    return now >= count ? [] : [{ place: 'approval.allOf', detail: `${now} of ${group} must sign, not ${count}` }];
  });
  if (next.expiresAfterHours <= old.expiresAfterHours) return groups;
  const detail = `a request can be signed for ${next.expiresAfterHours} hours, not ${old.expiresAfterHours}`;
  return [...groups, { place: 'approval.expiresAfterHours', detail }];
}

/** Whom the rules let sign that could not before, and whether those who could are still enough. */
export function weakerPeople(before: Governance, after: Governance): readonly Weakening[] {
  const ids = [...new Set(after.people.map(({ id }) => id))];
  return [
    ...ids.flatMap((id) => weakerPerson(personOf(id, before), personOf(id, after))),
    ...fewerApprovers(before, after),
  ];
}

function weakerPerson(old: Person | undefined, next: Person | undefined): readonly Weakening[] {
  if (next === undefined) return [];
  const place = `people.${next.id}`;
  const groups = next.groups.filter((group) => old?.groups.includes(group) !== true);
  const names = (old?.actsAs ?? []).filter((name) => !next.actsAs.includes(name));
  return [
    ...groups.map((group) => ({ place, detail: `may sign for ${group}` })),
    ...names.map((name) => ({ place, detail: `is not known to act as ${name} any more, and may sign what it does` })),
  ];
}

/** Whoever takes all others out of a group decides alone who signs for it, or that nothing comes back. */
function fewerApprovers({ approval, people }: Governance, after: Governance): readonly Weakening[] {
  const emptied = approval.allOf
    .map(({ group }) => group)
    .filter((group) => people.some(isIn(group)) && !after.people.some(isIn(group)))
    .map((group) => ({ place: 'people', detail: `nobody is left in ${group}` }));
  if (emptied.length > 0) return emptied;
  const lacking = lackingSignatures(approval.allOf, after.people);
  if (lacking <= lackingSignatures(approval.allOf, people)) return [];
  return [{ place: 'people', detail: `${lacking} of the signatures cannot be given by those who are left` }];
}

function isIn(group: string): (person: Person) => boolean {
  return ({ groups }) => groups.includes(group);
}
