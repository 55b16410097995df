import { isServiceLinkedRole } from '../../account/iam-arn.ts';
import type { Call } from '../../activity/call.ts';

/** Why nobody in particular asked for a call, for people: a service made it on its own; undefined: somebody did. */
export function unprompted({ actor }: Call): string | undefined {
  if (actor.kind === 'service') return `${actor.name} did it on its own`;
  if (actor.principalArn !== undefined && isServiceLinkedRole(actor.principalArn)) {
    return 'the service that owns the role did it';
  }
  return undefined;
}
