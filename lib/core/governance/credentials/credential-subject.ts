import type { Call } from '../../activity/call.ts';
import type { WatchedChange } from '../../activity/changes.ts';
import { partitionOf } from '../../activity/partition.ts';
import { namedIn } from '../../account/named-in.ts';
import type { AccountState } from '../../account/state.ts';

/** Whose credential it is. */
export type CredentialSubject =
  | { readonly kind: 'user'; readonly arn: string; readonly name: string }
  | { readonly kind: 'root'; readonly arn: string };

/** The user of IAM, or the root user, whom a call on credentials is about; undefined: the record does not tell. */
export function subjectOf(
  { actor, account, region }: Pick<Call, 'actor' | 'account' | 'region'>,
  { asked, resources }: WatchedChange,
  state: AccountState | undefined,
): CredentialSubject | undefined {
  const root = {
    kind: 'root',
    arn: rootOf({ account, region }, actor.principalArn ?? resources[0]),
  } as const;
  const device = asked['serialNumber'];
  const name = asked['userName'] ?? (typeof device === 'string' ? ownerOf(device) : undefined);
  if (name === ROOTS_DEVICE) return root;
  if (typeof name === 'string' && name !== '') {
    const arn = (state && namedIn(state.users, name))?.arn ?? `${root.arn.slice(0, -'root'.length)}user/${name}`;
    return {
      kind: 'user',
      arn: actor.kind === 'user' && isNamed(actor.principalArn, name) ? (actor.principalArn ?? arn) : arn,
      name,
    };
  }
  if (actor.kind === 'root') return root;
  if (actor.kind !== 'user' || actor.principalArn === undefined) return undefined;
  return { kind: 'user', arn: actor.principalArn, name: actor.name };
}

/** Whether who acted is the user whom it is about. */
export function isTheirOwn({ actor }: Pick<Call, 'actor'>, subject: CredentialSubject): boolean {
  if (subject.kind === 'root') return actor.kind === 'root';
  return actor.kind === 'user' && actor.principalArn === subject.arn;
}

const ROOTS_DEVICE = 'root-account-mfa-device';

/** Virtual devices are named for their users, by the console and by custom. */
function ownerOf(serialNumber: string): string | undefined {
  return /:mfa\/(?:.*\/)?(?<name>[^/]+)$/.exec(serialNumber)?.groups?.['name'];
}

function isNamed(arn: string | undefined, name: string): boolean {
  return arn?.slice(arn.lastIndexOf('/') + 1).toLowerCase() === name.toLowerCase();
}

/** The root user of a call's account. `arn`: of anything in the same partition, where there is any. */
export function rootOf({ account, region }: Pick<Call, 'account' | 'region'>, arn: string | undefined): string {
  return `arn:${partitionOf(arn, region)}:iam::${account}:root`;
}
