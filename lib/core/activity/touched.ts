import type { Call } from './call.ts';
import type { Change } from './changes.ts';
import { partitionOf } from './partition.ts';

type Touching = Pick<Call, 'account' | 'actor' | 'region'>;

/** What a change touches: ARNs or names as its call has them; of IAM the role or user, without the path that no record has. */
export function touchedBy({ account, actor, region }: Touching, change: Change): readonly string[] {
  if (change.kind !== 'access') return change.resources;
  const { iam } = change;
  if (iam === undefined) return [];
  const ofAccount = `arn:${partitionOf(actor.principalArn, region)}:iam::${account}`;
  if ('roleName' in iam) return [`${ofAccount}:role/${iam.roleName}`];
  return 'userName' in iam ? [`${ofAccount}:user/${iam.userName}`] : [];
}
