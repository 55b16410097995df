import type { Instant } from '../../instant.ts';
import { actsAsPrincipal, isAgent, isRequester, isSamePerson } from './acts-as.ts';
import type { Case, Signature } from './case.ts';
import type { Finding } from '../finding.ts';
import { groupsIn, mergedSeats, needsOf } from './needs.ts';
import type { Governance, Person, Seats } from '../standards/standards.ts';

const HOUR = 3_600_000;

/** No approval is of fewer people, whatever the rule says. */
export const LEAST_SIGNERS = 2;

/** How far an approval has come. */
export interface Quorum {
  readonly complete: boolean;
  /** How many signatures are missing, by group; groups with enough are left out. */
  readonly missing: readonly { readonly group: string; readonly count: number }[];
  /** The signatures that count, one a person, by person id. */
  readonly counted: readonly Signature[];
}

/** When the current request for approval lapses. */
export function expiryOf(
  { requestedAt, review, waiver }: Pick<Case, 'requestedAt' | 'review' | 'waiver'>,
  { approval }: Governance,
): Instant {
  // a waiver can be kept until it ends
  if (review !== undefined && waiver !== undefined) return waiver.until;
  return requestedAt + approval.expiresAfterHours * HOUR;
}

/** The people of a governance with one id, as one: who is listed twice is still one person. */
export function personOf(id: string, { people }: Governance): Person | undefined {
  const records = people.filter((person) => person.id === id);
  const [first] = records;
  if (first === undefined) return undefined;
  return {
    ...first,
    groups: [...new Set(records.flatMap(({ groups }) => groups))],
    actsAs: [...new Set(records.flatMap(({ actsAs }) => actsAs))],
  };
}

/** A person with the groups that the governance gives now, and under every name that either knows. */
export function asGoverned(person: Person, governance: Governance): Person {
  const known = personOf(person.id, governance);
  return { ...person, groups: known?.groups ?? [], actsAs: [...person.actsAs, ...(known?.actsAs ?? [])] };
}

/**
 * Whether the people that the organisation named have signed: all groups of every rule that matches the finding.
 * INVARIANT: never complete with fewer than two different people; neither the requester, nor who acts as the principal that
 * gains, nor an agent counts; a person counts for groups held both when signing and now. The order of signatures is irrelevant.
 */
export function quorum({ finding, signatures, glass }: Case, governance: Governance, now: Instant): Quorum {
  const current = signatures.filter(({ digest, until }) => digest === finding.digest && until > now);
  const needs = needsOf(finding, governance.approval);
  return quorumOf(current, needs, {
    governance,
    isBiased: (person) => isBiased(person, finding) || brokeGlass(person, glass, governance),
  });
}

/** Whether a person is who took the access alone: that is to be countersigned by others. */
export function brokeGlass(person: Person, glass: Case['glass'], governance: Governance): boolean {
  return glass !== undefined && isKnownAs(person, glass.personId, governance);
}

/** Whether a person is who the ledger names by an id, under whatever name: the governance may not know that id any more. */
export function isKnownAs(person: Person, id: string, governance: Governance): boolean {
  return isSamePerson(person, personOf(id, governance) ?? { id, actsAs: [] });
}

/** Whose signatures count. */
export interface Electorate {
  readonly governance: Governance;
  /** Who is biased does not count, whoever that is. */
  readonly isBiased: (person: Person) => boolean;
}

/** The quorum that signatures make which are all on the same bytes and run: each of the needs must be met by them. */
export function quorumOf(
  signatures: readonly Signature[],
  needs: readonly Seats[],
  { governance, isBiased: isBiasedPerson }: Electorate,
): Quorum {
  const named = groupsIn(needs);
  const valid = onePerPerson(signatures).flatMap((signature) => {
    const person = personOf(signature.personId, governance);
    if (person === undefined || isBiasedPerson(person) || isAgent(person, governance)) return [];
    const groups = groupsAmong(person, named).filter((group) => signature.groups.includes(group));
    return groups.length === 0 ? [] : [{ person, signature: { ...signature, groups } }];
  });
  const counted = onePerHuman(valid);
  const missing = missingIn(needs, counted);
  return { complete: missing.length === 0, missing, counted };
}

function isBiased(person: Person, { actor, principal }: Finding): boolean {
  return isRequester(person, actor) || actsAsPrincipal(person, principal);
}

/** Several signatures of one person are one: with the groups that all of them have, until the earliest end. */
function onePerPerson(signatures: readonly Signature[]): readonly Signature[] {
  const byPerson = new Map<string, Signature>();
  for (const signature of signatures) {
    const other = byPerson.get(signature.personId);
    byPerson.set(signature.personId, other === undefined ? signature : merged(other, signature));
  }
  return [...byPerson.values()].sort((a, b) => (a.personId < b.personId ? -1 : 1));
}

interface Signer {
  readonly person: Person;
  readonly signature: Signature;
}

/** One human's signature, and the people of the governance that this human is. */
interface Human {
  readonly people: readonly Person[];
  readonly signature: Signature;
}

/** Who is listed under several ids, each with an identity in common with another, signs once. */
function onePerHuman(signers: readonly Signer[]): readonly Signature[] {
  const humans = signers.reduce<readonly Human[]>((known, { person, signature }) => {
    const isSame = ({ people }: Human) => people.some((one) => isSamePerson(one, person));
    const human = known.filter(isSame).reduce(joined, { people: [person], signature });
    return [...known.filter((each) => !isSame(each)), human];
  }, []);
  return humans.map(({ signature }) => signature);
}

function joined(one: Human, other: Human): Human {
  return { people: [...one.people, ...other.people], signature: merged(one.signature, other.signature) };
}

function merged(one: Signature, other: Signature): Signature {
  const groups = one.groups.filter((group) => other.groups.includes(group));
  return { ...one, groups, until: Math.min(one.until, other.until) };
}

/** Those of some groups that a person is in, in their order. */
export function groupsAmong(person: Person, groups: readonly string[]): readonly string[] {
  return groups.filter((group) => person.groups.includes(group));
}

/** What is still missing: of each group as many as the rule lacks that lacks most of it. */
function missingIn(needs: readonly Seats[], counted: readonly Signature[]): Quorum['missing'] {
  const missing = mergedSeats(needs.map((seats) => missingSeats(seats, counted)));
  if (missing.length > 0 || counted.length >= LEAST_SIGNERS) return missing;
  return [{ group: groupsIn(needs).join(' or '), count: LEAST_SIGNERS - counted.length }];
}

/** The seats of one rule that the signers cannot fill; whoever fills one fills no other of it. */
function missingSeats(wanted: Seats, counted: readonly Signature[]): Seats {
  const seats = wanted.flatMap(({ group, count }) =>
    // more seats than people cannot be filled: they only count as missing
    Array.from({ length: Math.min(Math.max(count, 0), counted.length + 1) }, () => group),
  );
  const filled = filledSeats(seats, counted);
  return mergedSeats([wanted]).flatMap(({ group, count }) => {
    const open = count - filled.filter((seat) => seat === group).length;
    return open > 0 ? [{ group, count: open }] : [];
  });
}

/** Seats the most people that can be seated, each once (bipartite matching by augmenting paths); the groups of the seats taken. */
function filledSeats(seats: readonly string[], people: readonly Signature[]): readonly string[] {
  const sitting = new Map<number, { readonly person: Signature; readonly group: string }>();
  const seat = (person: Signature, tried: Set<number>): boolean =>
    seats.some((group, index) => {
      if (tried.has(index) || !person.groups.includes(group)) return false;
      tried.add(index);
      const other = sitting.get(index);
      if (other !== undefined && !seat(other.person, tried)) return false;
      sitting.set(index, { person, group });
      return true;
    });
  for (const person of people) seat(person, new Set());
  return [...sitting.values()].map(({ group }) => group);
}
