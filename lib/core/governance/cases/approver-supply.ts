import type { ApprovalRule, Person } from '../standards/standards.ts';

/**
 * How many signatures of a rule nobody is left to give, if every person signs once, for the group where it helps most.
 * Nobody holds two places: a largest matching of places and people (Kuhn's augmenting paths).
 */
export function lackingSignatures(groups: ApprovalRule['allOf'], people: readonly Person[]): number {
  const places = groups.flatMap(({ group, count }) => Array.from({ length: count }, () => group));
  const placeOfPerson = new Map<Person, number>();

  const seat = (place: number, asked: Set<Person>): boolean => {
    const group = places[place];
    for (const person of people) {
      if (group === undefined || !person.groups.includes(group) || asked.has(person)) continue;
      asked.add(person);
      const holds = placeOfPerson.get(person);
      if (holds !== undefined && !seat(holds, asked)) continue;
      placeOfPerson.set(person, place);
      return true;
    }
    return false;
  };

  return places.filter((_, place) => !seat(place, new Set())).length;
}
