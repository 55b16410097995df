import type { ActorPerson } from '../../activity/actor.ts';

/** How surely a part of a record names a person. */
const SAID_BY: Readonly<Record<ActorPerson['by'], string>> = {
  onBehalfOf: 'the user of Identity Center on whose behalf the session is',
  sourceIdentity: 'the source identity, which stays the same along a chain of roles',
  'session-name': 'the name of the session, which whoever assumes the role can choose, unless Identity Center did',
  'user-name': 'the IAM user',
};

/** Who is behind an actor, for people, and by what; or that nobody can be named. */
export function describePerson(person: ActorPerson | undefined): string {
  if (person === undefined) {
    return 'nobody can be named: the record has no user of Identity Center, no source identity, and no session name of a person';
  }
  return `${person.id}: ${SAID_BY[person.by]}`;
}
