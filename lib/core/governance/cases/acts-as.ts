import { type Arn, parseArn } from '../../policy/arn.ts';
import type { Principal } from '../../account/state.ts';
import { globMatches } from '../../policy/glob.ts';
import type { FindingActor } from '../finding.ts';
import type { Governance, Person, PrincipalClass } from '../standards/standards.ts';

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
  const names = [actor.personId, actor.id, actor.name, actor.principalArn, sessionArn(actor)];
  if (names.some((name) => name !== undefined && name !== '' && actsAs(person, name))) return true;
  // the same session name under another role: people keep theirs when they change roles
  const own = [actor.id, actor.name];
  return person.actsAs.some((pattern) => own.some((name) => sharesIdentity(pattern, name)));
}

/** The names under which a person is known. */
type Named = Pick<Person, 'id' | 'actsAs'>;

/** Whether two people of the standards are one human, as far as their names tell: by id, or by an identity of both. */
export function isSamePerson(one: Named, other: Named): boolean {
  if (one.id === other.id) return true;
  const names = [other.id, ...other.actsAs];
  return [one.id, ...one.actsAs].some((pattern) => names.some((name) => sharesIdentity(pattern, name)));
}

/**
 * Whether two patterns of `actsAs` can mean one human: they end in the same session or user name. Roles, and all
 * sessions of a role, belong to many.
 */
export function sharesIdentity(one: string, other: string): boolean {
  const [left, right] = [ownName(one), ownName(other)];
  if (left === undefined || right === undefined) return false;
  return matches(left, right) || matches(right, left);
}

/** The part of a pattern that is one human's; undefined where it has none. */
function ownName(pattern: string): string | undefined {
  if (pattern.includes(':role/') || /:assumed-role\/[^/]*$/.test(pattern)) return undefined;
  const name = pattern.slice(Math.max(pattern.lastIndexOf(':'), pattern.lastIndexOf('/')) + 1);
  return /[^*?]/.test(name) ? name : undefined;
}

/** Whether the person acts as a principal (ARN of a role or user): as itself, or in a session of the role. */
export function actsAsPrincipal(person: Person, principalArn: string): boolean {
  if (actsAs(person, principalArn)) return true;
  const roleSession = sessionsOf(principalArn);
  if (roleSession === undefined) return false;
  return person.actsAs.some((pattern) => {
    const sessionOf = pattern.slice(0, pattern.lastIndexOf('/') + 1);
    return sessionOf.includes(':assumed-role/') && matches(sessionOf, roleSession);
  });
}

/**
 * Whether a person acts under the ARN of a role, a user or a role session (`…:assumed-role/ROLE/SESSION`): as it, as the role
 * of the session, or in a session of the same name, which people keep when they change roles.
 */
export function actsAsActor(person: Person, actorArn: string): boolean {
  if (actsAsPrincipal(person, actorArn)) return true;
  const session = parseArn(actorArn);
  if (session === undefined || !session.resource.startsWith('assumed-role/')) return false;
  return person.actsAs.some((pattern) => sharesIdentity(pattern, actorArn) || isRoleOf(pattern, session));
}

/** The same for a principal that the account lists: by its id too (`AROAEXAMPLE:SESSION`). An id of stars names no role. */
export function actsAsKnown(person: Person, principal: Pick<Principal, 'arn' | 'id'>): boolean {
  if (actsAsPrincipal(person, principal.arn)) return true;
  return person.actsAs.some((pattern) => {
    const [id = '', ...session] = pattern.split(':');
    return session.length < 2 && /[^*?]/.test(id) && matches(id, principal.id);
  });
}

/** Whether the person acts as something that the organisation calls an agent: agents do not sign. */
export function isAgent(person: Person, governance: Governance): boolean {
  return governance.classes.some(
    (principalClass) =>
      principalClass.kind === 'agent' && person.actsAs.some((name) => isNamedBy(principalClass, name)),
  );
}

/** The ARN under which STS knows the session that acted; undefined: no role acted. */
function sessionArn({ name, principalArn }: FindingActor): string | undefined {
  const sessions = principalArn === undefined ? undefined : sessionsOf(principalArn);
  return sessions === undefined ? undefined : sessions + name;
}

/** What the ARNs of a role's sessions begin with, without the role's path; undefined: it is no role. */
function sessionsOf(principalArn: string): string | undefined {
  const role = parseArn(principalArn);
  if (role === undefined || !role.resource.startsWith('role/')) return undefined;
  return `arn:${role.partition}:sts::${role.account}:assumed-role/${lastPart(role.resource)}/`;
}

function isNamedBy({ match }: PrincipalClass, principal: string): boolean {
  const resource = parseArn(principal)?.resource ?? principal;
  // a session's ARN has the name of its role in front of its own, and no path
  const roleName = /^assumed-role\/([^/]*)/.exec(resource)?.[1];
  if (roleName !== undefined) return match.names.some((pattern) => matches(pattern, roleName));
  const path = resource.slice(resource.indexOf('/'), resource.lastIndexOf('/') + 1);
  return (
    match.names.some((pattern) => matches(pattern, lastPart(resource))) ||
    (resource.includes('/') && match.paths.some((pattern) => matches(pattern, path)))
  );
}

/** Whether a pattern of roles' ARNs has the role of a session among them, whatever its path. */
function isRoleOf(pattern: string, session: Arn): boolean {
  const role = parseArn(pattern);
  if (role === undefined || !role.resource.startsWith('role/')) return false;
  const [, name = ''] = session.resource.split('/');
  return matches(role.account, session.account) && matches(lastPart(role.resource), name);
}

function lastPart(resource: string): string {
  return resource.slice(resource.lastIndexOf('/') + 1);
}

function matches(pattern: string, text: string): boolean {
  return globMatches(pattern.toLowerCase(), text.toLowerCase());
}
