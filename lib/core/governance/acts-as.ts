import { parseArn } from '../policy/arn.ts';
import { globMatches } from '../policy/glob.ts';
import type { FindingActor } from './finding.ts';
import type { Governance, Person, PrincipalClass } from './standards.ts';

/**
 * Whether a person acts under a name: an id, an ARN, `AROA…:session`, or a session's own name. Upper and lower case are the same:
 * to take two for one costs a signature, to take one for two would let people countersign themselves.
 */
export function actsAs(person: Person, name: string): boolean {
  const names = [name, name.slice(name.lastIndexOf(':') + 1), name.slice(name.lastIndexOf('/') + 1)];
  return [person.id, ...person.actsAs].some((pattern) => names.some((candidate) => matches(pattern, candidate)));
}

/** Whether the person made the call: by person id, by actor id, or by a principal or session the person acts as. */
export function isRequester(person: Person, actor: FindingActor): boolean {
  const names = [actor.personId, actor.id, actor.name, actor.principalArn];
  return names.some((name) => name !== undefined && name !== '' && actsAs(person, name));
}

/** Whether the person acts as something that the organisation calls an agent: agents do not sign. */
export function isAgent(person: Person, governance: Governance): boolean {
  return governance.classes.some(
    (principalClass) =>
      principalClass.kind === 'agent' && person.actsAs.some((name) => isNamedBy(principalClass, name)),
  );
}

function isNamedBy({ match }: PrincipalClass, principal: string): boolean {
  const resource = parseArn(principal)?.resource ?? principal;
  const name = resource.slice(resource.lastIndexOf('/') + 1);
  const path = resource.slice(resource.indexOf('/'), resource.lastIndexOf('/') + 1);
  return (
    match.names.some((pattern) => matches(pattern, name)) ||
    (resource.includes('/') && match.paths.some((pattern) => matches(pattern, path)))
  );
}

function matches(pattern: string, text: string): boolean {
  return globMatches(pattern.toLowerCase(), text.toLowerCase());
}
