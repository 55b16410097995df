import type { Partition } from './partitions.ts';
import type { PickingRule } from './picking-rule.ts';
import { functionRoleName, HUB_FUNCTIONS } from './reach/member-roles.ts';

/** How the parts of a deployment are known in the records of calls. */
export interface OwnParts {
  /** Begins the names of all of them. */
  readonly prefix: string;
  readonly partition: Partition;
  /** How the signing key, which has no name, may be called; only the Region of the hub has it. */
  readonly signingKey: readonly string[];
}

/** Services of Ambit's parts. CloudWatch is `monitoring` here. */
const SERVICES = ['events', 'iam', 'lambda', 'sqs', 'sns', 'dynamodb', 's3', 'kms', 'scheduler', 'monitoring', 'logs'];

/**
 * Picks every call that changes a part of Ambit: a deployment, or whoever would switch it off. Denied calls too, where
 * their records still name what was asked for. Calls on data (items, messages) are left out, if a trail records them.
 */
export function partsChanged(own: OwnParts): PickingRule {
  const named = placesOf(own.prefix).map((requestParameters) => ({ requestParameters }));
  return {
    name: 'own-parts',
    description: 'Calls that change a part of Ambit',
    reads: 'left-out',
    pattern: {
      source: SERVICES.map((service) => `aws.${service}`),
      'detail-type': own.partition.detailTypes,
      detail: { managementEvent: [true], $or: [...named, ...takenAway(own)] },
    },
  };
}

/** Where requests name a part. */
const placesOf = (prefix: string) => [
  { name: [{ prefix }] },
  { rule: [{ prefix }] },
  { eventBusName: [{ prefix }] },
  { roleName: [{ prefix }] },
  { functionName: [{ prefix }, { wildcard: `arn:*:function:${prefix}-*` }] },
  { queueUrl: [{ wildcard: `*/${prefix}-*` }] },
  { topicArn: [{ wildcard: `*:${prefix}-*` }] },
  { tableName: [{ prefix: `${prefix}-` }, { wildcard: `*:table/${prefix}-*` }] },
  { bucketName: [{ prefix: `${prefix.toLowerCase()}-` }] },
  { alarmNames: [{ prefix: `${prefix}-` }] },
];

/** What the functions make and use all the time, and nobody takes away. */
const takenAway = ({ prefix, signingKey }: OwnParts) => [
  {
    eventName: ['DeleteSchedule', 'UpdateSchedule', 'DeleteScheduleGroup'],
    requestParameters: { groupName: [prefix] },
  },
  {
    eventName: ['DeleteLogGroup', 'DeleteLogStream', 'PutRetentionPolicy'],
    requestParameters: { logGroupName: [{ prefix: `/aws/lambda/${prefix}-` }] },
  },
  ...(signingKey.length === 0
    ? []
    : [
        {
          eventName: [
            'DisableKey',
            'ScheduleKeyDeletion',
            'PutKeyPolicy',
            'CreateGrant',
            'DeleteAlias',
            'UntagResource',
          ],
          requestParameters: { keyId: signingKey },
        },
      ]),
];

/**
 * Picks every assumption of a role of Ambit by somebody other than its functions and the services that run them. AWS
 * counts assuming a role as a call that only reads. In a watched account the record does not tell the functions' roles
 * from others, so this belongs into the account of the hub; there the trust policies leave nobody else in anyway.
 * Source: IAM user guide, "Logging IAM and AWS STS API calls with AWS CloudTrail".
 */
export function rolesAssumed({ prefix, partition }: Pick<OwnParts, 'prefix' | 'partition'>): PickingRule {
  const functions = HUB_FUNCTIONS.map((name) => functionRoleName(prefix, name));
  return {
    name: 'own-roles',
    description: 'Assumptions of a role of Ambit by somebody other than its functions',
    reads: 'included',
    pattern: {
      source: ['aws.sts'],
      'detail-type': partition.detailTypes,
      detail: {
        eventName: [{ prefix: 'AssumeRole' }],
        requestParameters: { roleArn: [{ wildcard: `arn:*:role/${prefix}*` }] },
        userIdentity: {
          $or: [
            { sessionContext: { sessionIssuer: { userName: [{ 'anything-but': functions }] } } },
            { type: [{ 'anything-but': ['AssumedRole', 'AWSService'] }] },
          ],
        },
      },
    },
  };
}
