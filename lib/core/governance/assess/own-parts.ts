import { type Call, changesOf } from '../../activity/call.ts';
import type { Change } from '../../activity/changes.ts';
import { touchedBy } from '../../activity/touched.ts';
import { parseArn } from '../../policy/arn.ts';
import { globMatches } from '../../policy/glob.ts';

/** How Ambit's own parts are called where it is deployed. */
export interface OwnNames {
  /** Begins the names of all of them. */
  readonly prefix: string;
  /** ARN of the key that signs the ledger; absent: it is not known. */
  readonly signingKey?: string;
}

/** The names of a deployment that has no others. */
export const USUAL_NAMES: OwnNames = { prefix: 'Ambit' };

/** Roles of Ambit in the accounts that it watches, and of its functions and rules: names after the prefix. */
const MEMBERS = ['Observer', 'Holder', 'Restorer', 'Auditor', 'Hook', 'Forwarder-*'];
const FUNCTIONS = ['OnCall', 'OnDeadline', 'Sweep', 'Gate', 'Api', 'Restore', 'Reconcile', 'Scheduler'];

/** Names of Ambit's parts by service, after the prefix, as the guardrail has them too; `*` and `?` are patterns. */
const PARTS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    lambda: ['function:{P}-*'],
    events: ['rule/{P}*', 'event-bus/{P}', 'archive/{P}*'],
    scheduler: ['schedule-group/{P}*', 'schedule/{P}/*'],
    sns: ['{P}-*'],
    sqs: ['{P}-*'],
    dynamodb: ['table/{P}-*'],
    logs: ['log-group:/aws/*/{P}-*'],
    cloudwatch: ['alarm:{P}-*'],
    cloudformation: ['stack*/{P}*', 'stack/StackSet-{P}*', 'type/hook/{P}-*'],
    s3: ['{p}-*'],
    kms: ['alias/{P}/ledger'],
    iam: [...MEMBERS, ...FUNCTIONS].map((name) => `role/{P}${name}`),
  }),
);

/** The parts of Ambit that a call changes or takes away. What is only made anew is none, so that a deployment begins in peace. */
export function ownPartsIn(call: Call, { prefix, signingKey }: OwnNames): readonly string[] {
  const touched = changesOf(call).flatMap((change) => resourcesOf(call, change));
  return [...new Set(touched)].filter((resource) => resource === signingKey || isOwn(resource, prefix));
}

function resourcesOf(call: Call, change: Change): readonly string[] {
  return change.kind === 'session' || MAKES.test(call.name) ? [] : touchedBy(call, change);
}

/** Ambit makes schedules all day; a change set changes nothing. */
const MAKES = /^Create(?:Schedule|ChangeSet|Stack|StackSet|Table|Queue|Topic|Bucket|Function|Alias|Role|EventBus)$/;

function isOwn(resource: string, prefix: string): boolean {
  const arn = parseArn(resource);
  // how CloudFormation names the type of a hook that is Ambit's
  if (arn === undefined) return resource.startsWith(`${prefix}::Gate::`);
  // IAM takes names in any case
  const fold = arn.service === 'iam' ? (text: string) => text.toLowerCase() : (text: string) => text;
  return (PARTS.get(arn.service) ?? []).some((pattern) =>
    globMatches(fold(pattern.replace('{P}', prefix).replace('{p}', prefix.toLowerCase())), fold(arn.resource)),
  );
}
