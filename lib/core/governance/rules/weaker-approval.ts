import { canonicalText } from '../../digest.ts';
import { lackingSignatures } from '../cases/approver-supply.ts';
import { isAgent } from '../cases/acts-as.ts';
import { personOf } from '../cases/quorum.ts';
import { allApproverGroups } from '../cases/needs.ts';
import type { ApprovalRule, FurtherRule, Governance, Person, Seats } from '../standards/standards.ts';
import type { Weakening } from './weakening.ts';

type Judge = (old: ApprovalRule, next: ApprovalRule) => readonly Weakening[];

/** As of the whole: what has no judge does not compile. */
const JUDGES: { readonly [P in keyof ApprovalRule]-?: Judge } = {
  allOf: (old, next) => fewerSeats('approval.allOf', old.allOf, next.allOf),
  rules: (old, next) => old.rules.flatMap((rule) => weakerRule(rule, next.rules)),
  owners: changedOwners,
  expiresAfterHours: ({ expiresAfterHours: old }, { expiresAfterHours: next }) =>
    longer('approval.expiresAfterHours', `a request can be signed for ${next} hours, not ${old}`, next - old),
  longestSessionMinutes: ({ longestSessionMinutes: old }, { longestSessionMinutes: next }) =>
    longer('approval.longestSessionMinutes', `who signed in ${next} minutes ago can sign, not ${old}`, next - old),
  breakGlass: weakerGlass,
};

/** What the rules of who must sign ask for less than before. */
export function weakerApproval({ approval: old }: Governance, { approval: next }: Governance): readonly Weakening[] {
  return Object.values(JUDGES).flatMap((judge) => judge(old, next));
}

function longer(place: string, detail: string, difference: number): readonly Weakening[] {
  return difference > 0 ? [{ place, detail }] : [];
}

function fewerSeats(place: string, old: Seats, next: Seats): readonly Weakening[] {
  return old.flatMap(({ group, count }) => {
    const now = next.find((each) => each.group === group)?.count ?? 0;
    return now >= count ? [] : [{ place, detail: `${now} of ${group} must sign, not ${count}` }];
  });
}

/** A further rule is known by where it counts. */
function weakerRule(rule: FurtherRule, others: readonly FurtherRule[]): readonly Weakening[] {
  const place = `approval.rules.${rule.name}`;
  const same = others.filter(({ when }) => whenText(when) === whenText(rule.when));
  if (same.length === 0) return [{ place, detail: 'it does not count any more where it did' }];
  const fewer = same.map(({ allOf }) => fewerSeats(place, rule.allOf, allOf));
  return fewer.some((each) => each.length === 0) ? [] : (fewer[0] ?? []);
}

function whenText(when: FurtherRule['when']): string {
  const lists = [when.classes, when.accounts, when.services, when.accessLevels].map((each) => [...each].sort());
  return canonicalText([...lists, when.severityAtLeast ?? '']);
}

/** The same group means other people where others own an account. */
function changedOwners(old: ApprovalRule, next: ApprovalRule): readonly Weakening[] {
  if (ownersText(old) === ownersText(next)) return [];
  return [{ place: 'approval.owners', detail: 'others sign as the owners of accounts' }];
}

function ownersText({ owners }: ApprovalRule): string {
  return canonicalText(owners.map(({ accounts, group }) => [accounts, group]));
}

/** Who may take access alone that could not before, or for longer. */
function weakerGlass({ breakGlass: old }: ApprovalRule, { breakGlass: next }: ApprovalRule): readonly Weakening[] {
  if (next === undefined) return [];
  const place = 'approval.breakGlass';
  const groups = next.groups.filter((group) => old?.groups.includes(group) !== true);
  const added = groups.map((group) => ({ place, detail: `${group} may take access alone` }));
  if (old === undefined || next.longestMinutes <= old.longestMinutes) return added;
  return [...added, { place, detail: `alone for ${next.longestMinutes} minutes, not ${old.longestMinutes}` }];
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

/**
 * Whoever takes all others out of a group decides alone who signs for it, or that nothing comes back; so does who makes all others
 * agents, or says that they act as everybody.
 */
function fewerApprovers(before: Governance, after: Governance): readonly Weakening[] {
  const { approval } = before;
  const [people, left] = [whoMaySign(before), whoMaySign(after)];
  const emptied = allApproverGroups(approval)
    .filter((group) => people.some(isIn(group)) && !left.some(isIn(group)))
    .map((group) => ({ place: 'people', detail: `nobody is left in ${group}` }));
  if (emptied.length > 0) return emptied;
  const lacking = lackingSignatures(approval.allOf, left);
  if (lacking <= lackingSignatures(approval.allOf, people)) return [];
  return [{ place: 'people', detail: `${lacking} of the signatures cannot be given by those who are left` }];
}

/** Agents sign nothing, and whoever acts as everybody signs nothing that somebody did. */
function whoMaySign(governance: Governance): readonly Person[] {
  return governance.people.filter((person) => !isAgent(person, governance) && !person.actsAs.some(isEverybody));
}

/** Whether a name that people act under is open where a role, a user or a session stands: `arn:aws:iam::*:role/*`. */
function isEverybody(pattern: string): boolean {
  return /^[*?]+$/.test(pattern.replace(/^(?:[^:]*:){5}(?:role|user|assumed-role)\//, '').replaceAll('/', ''));
}

function isIn(group: string): (person: Person) => boolean {
  return ({ groups }) => groups.includes(group);
}
