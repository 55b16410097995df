import type { CallRow } from '../lib/core/activity/calls/row.ts';
import { CALLS } from '../lib/core/activity/calls/table.ts';
import type { Partition } from './partitions.ts';
import { LARGEST_PATTERN, type PickingRule } from './picking-rule.ts';

/** A filter on text values in EventBridge's pattern language. */
export type TextFilter = string | { readonly prefix: string } | { readonly suffix: string };

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
 * Services by what they are for, so that a rule stays where it is when a call is added. Those of the table that stand nowhere
 * here are watched by the rules `others`.
 */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  identities: ['sts', 'signin', 'cognito-idp', 'cognito-identity'],
  delivery: ['codepipeline', 'codebuild', 'codecommit', 'ecr'],
  instances: ['ec2'],
  network: ['elasticloadbalancing', 'route53', 'apigateway', 'vpc-lattice'],
  compute: ['autoscaling', 'ecs', 'lambda', 'states', 'batch'],
  clusters: ['elasticmapreduce', 'glue'],
  agents: ['bedrock', 'bedrock-agentcore', 'aws-mcp'],
  storage: ['s3', 'elasticfilesystem', 'backup', 'kms', 'secretsmanager', 'ssm', 'dynamodb'],
  messages: ['sns', 'sqs', 'kinesis', 'firehose', 'events', 'scheduler', 'pipes', 'logs', 'monitoring'],
  guards: ['config', 'securityhub'],
};

/** Services that see few changes: all of them are watched, so that the rules have no names. */
const WHOLE: readonly string[] = [
  'organizations',
  'account',
  'controltower',
  'ram',
  'sso',
  'identitystore',
  'sso-directory',
  'account-access',
  'rolesanywhere',
  'cloudformation',
  'cloudcontrolapi',
  'elasticbeanstalk',
  'servicecatalog',
  'rds',
  'redshift',
  'elasticache',
  'es',
  'eks',
  'cloudfront',
  'wafv2',
  'route53domains',
  'cloudtrail',
  'guardduty',
  'access-analyzer',
  'macie2',
  'inspector2',
  'sagemaker',
  'apprunner',
  'amplify',
  'codedeploy',
  'imagebuilder',
  'airflow',
  'synthetics',
  'emr-containers',
  'kinesisanalytics',
  'chatbot',
  'codeconnections',
];

/** Ends of names that are watched as such: a template of a stack set has no room for each of them. */
const ENDS: readonly string[] = ['Policy', 'Permission', 'Permissions'];

/** Services that write the version of their API behind the name of a call: `DeleteFunction20150331`. */
const VERSIONED: readonly string[] = ['lambda', 'cloudfront'];

/**
 * What events of CloudTrail are called that are no API calls; the sign-in has two spellings in AWS's guides. Source:
 * EventBridge user guide, "AWS service events delivered via AWS CloudTrail".
 */
const DETAIL_TYPES: Readonly<Record<NonNullable<CallRow['event']>, readonly string[]>> = {
  console: ['AWS Console Action via CloudTrail'],
  'sign-in': ['AWS Console Sign In via CloudTrail', 'AWS Console Signin via CloudTrail'],
  service: ['AWS Service Event via CloudTrail'],
};

/**
 * The rules of one Region, from the table of calls that Ambit reads. Every change to IAM is watched, also one that no
 * table knows yet, and to services that see few; of the others the calls of the table. A rule picks each name from each of
 * its services, a few more than the table has: reading tells them apart. Both `source`, which only AWS can set to `aws.…`, and `eventSource`
 * are pinned, so that nobody else can send such an event. Ambit's own calls are not left out: whoever acted as Ambit would
 * not be seen. Sessions that CloudTrail counts among the calls that only read (`AssumeRole`) are asked for where `sessions` says so:
 * an account has them by the million, and nothing is said of them but where an agent begins one, which `AGENT_CALLS` picks.
 */
export function watchRules(partition: Partition, sessions: WatchedSessions = 'agents'): readonly WatchRule[] {
  const offered = CALLS.filter(({ source }) => !partition.missingServices.includes(source));
  const rows = offered.filter(({ reads, source }) => reads === undefined && source !== 'iam');
  const listed = new Set([...WHOLE, ...Object.values(FAMILIES).flat()]);
  const others = [...new Set(rows.map(({ source }) => source))].filter((source) => !listed.has(source)).toSorted();
  const families = [...Object.entries(FAMILIES), ['others', others] as const].flatMap(([name, services]) =>
    familyRules(
      name,
      rows.filter(({ source }) => services.includes(source)),
      partition,
    ),
  );
  const whole = familyRules(
    'whole',
    rows.filter(({ source }) => WHOLE.includes(source)),
    partition,
  );
  const begun = sessions === 'all' ? [sessionRule(partition)] : [];
  return [iamRule(partition), ...whole, ...families, readingRule(partition), ...begun];
}

/** Which sessions are delivered of those that CloudTrail counts among the calls that only read. */
export type WatchedSessions = 'agents' | 'all';

function sessionRule(partition: Partition): WatchRule {
  const rows = CALLS.filter(({ reads, kind }) => reads === true && kind === 'session');
  return { ...ruleOf('sessions', rows, partition), reads: 'included' };
}

function iamRule(partition: Partition): WatchRule {
  return {
    name: 'iam',
    description: 'Every call that changes IAM',
    reads: 'left-out',
    pattern: { ...from(['iam'], partition.detailTypes), detail: { eventSource: eventSourcesOf(['iam'], partition) } },
  };
}

/** What only reads, but is told of: each such call shows what opens something. */
function readingRule(partition: Partition): WatchRule {
  const rows = CALLS.filter(({ reads, kind }) => reads === true && kind !== 'session');
  return { ...ruleOf('reading', rows, partition), reads: 'included' };
}

/** As many rules as the services of a family need: `name`, `name-2` … A service stands in one, or calls would come twice. */
function familyRules(name: string, rows: readonly CallRow[], partition: Partition): readonly WatchRule[] {
  const parts: CallRow[][] = [];
  for (const service of Map.groupBy(rows, ({ source }) => source).values()) {
    const last = parts.at(-1);
    const fits = last !== undefined && sizeOf(ruleOf(name, [...last, ...service], partition)) <= LARGEST_PATTERN;
    if (fits) last.push(...service);
    else parts.push(service);
  }
  return parts.map((part, index) => ruleOf(index === 0 ? name : `${name}-${index + 1}`, part, partition));
}

function sizeOf({ pattern }: WatchRule): number {
  return JSON.stringify(pattern).length;
}

function ruleOf(name: string, rows: readonly CallRow[], partition: Partition): WatchRule {
  const services = [...new Set(rows.map(({ source }) => source))];
  const events = new Set(rows.flatMap(({ event }) => event ?? []));
  const detailTypes = [...partition.detailTypes, ...[...events].flatMap((event) => DETAIL_TYPES[event])];
  const isWhole = services.every((service) => WHOLE.includes(service));
  // by its text, so that a name that several services have stands there once
  const eventNames = new Map(rows.map(filterOf).map((filter) => [JSON.stringify(filter), filter]));
  return {
    name,
    description: `Calls that Ambit reads: ${name}`,
    reads: 'left-out',
    pattern: {
      ...from(services, detailTypes),
      detail: {
        eventSource: eventSourcesOf(services, partition),
        ...(isWhole ? {} : { eventName: [...eventNames.values()] }),
      },
    },
  };
}

function from(
  services: readonly string[],
  detailTypes: readonly string[],
): Pick<CallPattern, 'source' | 'detail-type'> {
  return { source: services.map((service) => `aws.${service}`), 'detail-type': detailTypes };
}

/** In China both domains are taken, for which of them a service writes is nowhere said. */
function eventSourcesOf(services: readonly string[], partition: Partition): readonly string[] {
  const domains = [...new Set(['amazonaws.com', partition.dnsSuffix])];
  return domains.flatMap((domain) => services.map((service) => `${service}.${domain}`));
}

function filterOf({ source, name }: CallRow): TextFilter {
  if (VERSIONED.includes(source)) return { prefix: name };
  const suffix = ENDS.find((end) => name.endsWith(end));
  return suffix === undefined ? name : { suffix };
}
