import type { Call } from './call.ts';
import type { Change } from './changes.ts';

/** What a change touches: ARNs or names as its call has them; of IAM the role or user, without the path that no record has. */
export function touchedBy({ account }: Pick<Call, 'account'>, change: Change): readonly string[] {
  if (change.kind !== 'access') return change.resources;
  const { iam } = change;
  if (iam === undefined) return [];
  if ('roleName' in iam) return [`arn:aws:iam::${account}:role/${iam.roleName}`];
  return 'userName' in iam ? [`arn:aws:iam::${account}:user/${iam.userName}`] : [];
}
