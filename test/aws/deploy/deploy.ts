import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type Stack,
  type StackResource,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { join } from 'node:path';
import type { ClientConfig } from '../cloud.ts';
import { eventually } from '../eventually.ts';
import { publishAssets } from './assets.ts';
import { amended, readTemplate, type Template } from './template.ts';

const WITHIN_MS = 60_000;

/** A stack that is deployed. */
export interface Deployed {
  readonly outputs: Readonly<Record<string, string>>;
  readonly resources: readonly StackResource[];
}

/** A stack in the folder that `cdk synth` wrote. */
export interface Synthesized {
  readonly folder: string;
  readonly stack: string;
  /** Words of the template that are not known before something runs, and what stands for them. */
  readonly words?: ReadonlyMap<string, string>;
}

/**
 * Deploys a stack to MiniStack without the CDK's command line: creates it, or updates it where it is.
 * @param config for clients whose access key is the account
 * @throws Error with CloudFormation's reasons if the stack could not be made
 */
export async function deploy({ folder, stack, words }: Synthesized, config: ClientConfig): Promise<Deployed> {
  await publishAssets(folder, stack, config);
  return await deployTemplate(readTemplate(join(folder, `${stack}.template.json`), words), stack, config);
}

/** Deploys a template whose assets, if it has any, are in their places. */
export async function deployTemplate(template: Template, stack: string, config: ClientConfig): Promise<Deployed> {
  const TemplateURL = await publishTemplate(amended(template, placeOf(config)), stack, config);
  const cloudFormation = new CloudFormationClient(config);
  const input = { StackName: stack, TemplateURL, Capabilities: ['CAPABILITY_NAMED_IAM' as const] };
  const isThere = (await statusOf(cloudFormation, stack)) !== undefined;
  await cloudFormation.send(isThere ? new UpdateStackCommand(input) : new CreateStackCommand(input));
  const { Outputs = [] } = await settled(cloudFormation, stack);
  const { StackResources = [] } = await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: stack }));
  const outputs = Outputs.map(({ OutputKey = '', OutputValue = '' }): [string, string] => [OutputKey, OutputValue]);
  return { outputs: Object.fromEntries(outputs), resources: StackResources };
}

/** The physical id of the only resource of a type, or of the one whose logical id begins so. */
export function physicalId({ resources }: Deployed, type: string, logicalId = ''): string {
  const found = resources.filter(
    ({ ResourceType, LogicalResourceId }) => ResourceType === type && LogicalResourceId?.startsWith(logicalId) === true,
  );
  const [only, ...others] = found;
  if (only?.PhysicalResourceId === undefined || others.length > 0) {
    throw new Error(`there are ${found.length} resources of type ${type} called ${logicalId}…`);
  }
  return only.PhysicalResourceId;
}

function placeOf({ credentials, region }: ClientConfig): ReadonlyMap<string, string> {
  return new Map([
    ['AWS::AccountId', credentials.accessKeyId],
    ['AWS::Region', region],
  ]);
}

async function publishTemplate(template: Template, stack: string, config: ClientConfig): Promise<string> {
  const s3 = new S3Client(config);
  // names of buckets belong to all accounts
  const Bucket = `templates-${config.credentials.accessKeyId}`;
  const Key = `${stack}.template.json`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: JSON.stringify(template) }));
  return `${config.endpoint}/${Bucket}/${Key}`;
}

async function statusOf(cloudFormation: CloudFormationClient, StackName: string): Promise<Stack | undefined> {
  try {
    return (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}

/** The stack once it is made. */
async function settled(cloudFormation: CloudFormationClient, StackName: string): Promise<Stack> {
  const stack = await eventually(async () => {
    const now = await statusOf(cloudFormation, StackName);
    return now?.StackStatus?.endsWith('_IN_PROGRESS') === true ? undefined : now;
  }, WITHIN_MS);
  if (stack.StackStatus === 'CREATE_COMPLETE' || stack.StackStatus === 'UPDATE_COMPLETE') return stack;
  const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName }));
  const failures = StackEvents.filter(({ ResourceStatus }) => ResourceStatus?.endsWith('_FAILED') === true);
  const reasons = failures.map((event) => `${event.LogicalResourceId}: ${event.ResourceStatusReason}`);
  throw new Error(`stack ${StackName} is ${stack.StackStatus}: ${[stack.StackStatusReason, ...reasons].join('; ')}`);
}
