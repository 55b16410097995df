import type { CallRow } from '../lib/core/activity/calls/row.ts';
import { CALLS } from '../lib/core/activity/calls/table.ts';
import { eventSourcesOf, from, ruleOf, type WatchRule, WHOLE } from './call-pattern.ts';
import type { Partition } from './partitions.ts';
import { LARGEST_PATTERN } from './picking-rule.ts';
import { beginsSession, sessionRule, type WatchedSessions } from './session-rule.ts';

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

/**
 * The rules of one Region, from the table of calls that Ambit reads. Every change to IAM is watched, also one that no
 * table knows yet, and to services that see few; of the others the calls of the table. A rule picks each name from each of
 * its services, a few more than the table has: reading tells them apart. Both `source`, which only AWS can set to `aws.…`, and `eventSource`
 * are pinned, so that nobody else can send such an event. Ambit's own calls are not left out: whoever acted as Ambit would
 * not be seen. Sessions that begin have a rule of their own (`sessionRule`).
 */
export function watchRules(partition: Partition, sessions: WatchedSessions = 'all'): readonly WatchRule[] {
  const offered = CALLS.filter((row) => !partition.missingServices.includes(row.source) && !beginsSession(row));
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
  return [iamRule(partition), ...whole, ...families, readingRule(partition), sessionRule(partition, sessions)];
}

function iamRule(partition: Partition): WatchRule {
  return {
    name: 'iam',
    description: 'Every call that changes IAM',
    reads: 'left-out',
    pattern: { ...from(['iam'], partition.detailTypes), detail: { eventSource: eventSourcesOf(['iam'], partition) } },
  };
}

/** Calls that only read and are delivered all the same: each shows what opens something. */
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
