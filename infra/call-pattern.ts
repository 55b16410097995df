import type { CallRow } from '../lib/core/activity/calls/row.ts';
import type { Partition } from './partitions.ts';
import type { PickingRule } from './picking-rule.ts';

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

/** Services that see few changes: all of them are watched, so that the rules have no names. */
export const WHOLE: readonly string[] = [
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

/** The rule `name` for the calls of these rows: each name of each service. */
export function ruleOf(name: string, rows: readonly CallRow[], partition: Partition): WatchRule {
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

/** The senders, which only AWS can be. */
export function from(
  services: readonly string[],
  detailTypes: readonly string[],
): Pick<CallPattern, 'source' | 'detail-type'> {
  return { source: services.map((service) => `aws.${service}`), 'detail-type': detailTypes };
}

/** In China both domains are taken, for which of them a service writes is nowhere said. */
export function eventSourcesOf(services: readonly string[], partition: Partition): readonly string[] {
  const domains = [...new Set(['amazonaws.com', partition.dnsSuffix])];
  return domains.flatMap((domain) => services.map((service) => `${service}.${domain}`));
}

function filterOf({ source, name }: CallRow): TextFilter {
  if (VERSIONED.includes(source)) return { prefix: name };
  const suffix = ENDS.find((end) => name.endsWith(end));
  return suffix === undefined ? name : { suffix };
}
