import type { DirectoryUser } from '../../../account/permission-set.ts';
import type { Actor } from '../../../activity/actor.ts';
import { actsAs, isRequester } from '../../cases/acts-as.ts';
import { findingActorOf } from '../../raise.ts';
import type { Governance } from '../../standards/standards.ts';

/**
 * Whether one of these users is who acted: by the directory's id or name of the person behind the session, or as a person of
 * the standards who acts under both. Two are rather taken for one than one for two.
 */
export function isOwnGain(actor: Actor, users: readonly DirectoryUser[], { people }: Governance): boolean {
  const caller = findingActorOf(actor, '');
  const callers = people.filter((person) => isRequester(person, caller));
  const names = [actor.person?.id, actor.session?.name].flatMap((name) => (name === undefined ? [] : [fold(name)]));
  return users.some(({ id, userName }) => {
    const own = userName === undefined ? [id] : [id, userName];
    return own.some((name) => names.includes(fold(name)) || callers.some((person) => actsAs(person, name)));
  });
}

function fold(name: string): string {
  return name.toLowerCase();
}
