import { ENVIRONMENT_CALLS } from '../lib/core/activity/environment-calls.ts';
import type { EnvironmentRow } from '../lib/core/activity/environment-rules.ts';
import type { Partition } from './partitions.ts';
import type { PickingRule } from './picking-rule.ts';

/** A filter on text values in EventBridge's pattern language. */
export type TextFilter = string | { readonly prefix: string };

/** The pattern of a rule: lists are alternatives, members must all match. */
export interface CallPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail: {
    readonly eventSource: readonly string[];
    readonly eventName?: readonly TextFilter[];
  };
}

/** A rule that picks calls which Ambit reads. */
export interface WatchRule extends PickingRule {
  readonly pattern: CallPattern;
}

/**
 * Services by what they are for, so that a rule stays where it is when a call is added. A service of the call tables that
 * stands nowhere here is watched by the rule `others`.
 */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  deployment: ['cloudformation', 'elasticbeanstalk', 'servicecatalog', 'controltower', 'organizations'],
  delivery: ['codepipeline', 'codebuild', 'codecommit', 'ecr', 'amplify', 'apprunner'],
  network: ['ec2', 'elasticloadbalancing', 'route53', 'cloudfront', 'apigateway', 'wafv2'],
  compute: ['autoscaling', 'ecs', 'eks', 'lambda', 'states', 'sagemaker', 'elasticmapreduce'],
  databases: ['rds', 'dynamodb', 'elasticache', 'redshift', 'es'],
  storage: ['s3', 'elasticfilesystem', 'backup', 'kms', 'secretsmanager', 'ssm'],
  messages: ['sns', 'sqs', 'kinesis', 'firehose', 'cognito-idp'],
  guards: [
    'cloudtrail',
    'config',
    'guardduty',
    'securityhub',
    'access-analyzer',
    'macie2',
    'inspector2',
    'logs',
    'monitoring',
    'events',
  ],
};

/** Services that write the version of their API behind the name of a call: `DeleteFunction20150331`. */
const VERSIONED: readonly string[] = ['lambda', 'cloudfront'];

/**
 * The rules of one Region, from the tables of calls that Ambit reads. Every change to IAM is watched, also one that no
 * table knows yet; of the other services the calls of the tables. A rule picks each name from each of its services, a few
 * more than the tables have: reading tells them apart. Both `source`, which only AWS can set to `aws.…`, and `eventSource`
 * are pinned, so that nobody else can send such an event. Ambit's own calls are not left out: whoever acted as Ambit would
 * not be seen.
 */
export function watchRules(partition: Partition): readonly WatchRule[] {
  const listed = new Set(Object.values(FAMILIES).flat());
  const others = [...new Set(ENVIRONMENT_CALLS.map(({ source }) => source))].filter((source) => !listed.has(source));
  const families = Object.entries(FAMILIES).map(([name, services]) => familyRule(name, services, partition));
  const rules = [iamRule(partition), ...families];
  return others.length === 0 ? rules : [...rules, familyRule('others', others, partition)];
}

function iamRule(partition: Partition): WatchRule {
  return {
    name: 'iam',
    description: 'Every call that changes IAM',
    reads: 'left-out',
    pattern: { ...from(['iam'], partition), detail: { eventSource: eventSourcesOf(['iam'], partition) } },
  };
}

function familyRule(name: string, services: readonly string[], partition: Partition): WatchRule {
  const rows = ENVIRONMENT_CALLS.filter(({ source }) => services.includes(source));
  // by its text, so that a name that several services have stands there once
  const eventNames = new Map(rows.map(filterOf).map((filter) => [JSON.stringify(filter), filter]));
  return {
    name,
    description: `Calls that destroy, create or unguard: ${services.join(', ')}`,
    reads: 'left-out',
    pattern: {
      ...from(services, partition),
      detail: { eventSource: eventSourcesOf(services, partition), eventName: [...eventNames.values()] },
    },
  };
}

function from(services: readonly string[], partition: Partition): Pick<CallPattern, 'source' | 'detail-type'> {
  return { source: services.map((service) => `aws.${service}`), 'detail-type': partition.detailTypes };
}

/** In China both domains are taken, for which of them a service writes is nowhere said. */
function eventSourcesOf(services: readonly string[], partition: Partition): readonly string[] {
  const domains = [...new Set(['amazonaws.com', partition.dnsSuffix])];
  return domains.flatMap((domain) => services.map((service) => `${service}.${domain}`));
}

function filterOf({ source, name }: EnvironmentRow): TextFilter {
  return VERSIONED.includes(source) ? { prefix: name } : name;
}
