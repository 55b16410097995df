import { partitionOf } from '../lib/core/activity/partition.ts';

/** The partitions that Ambit deploys to. */
export type PartitionName = 'aws' | 'aws-cn' | 'aws-us-gov';

/** What differs between AWS's partitions. */
export interface Partition {
  readonly name: PartitionName;
  /** Where CloudTrail records the calls of IAM, so where the hub stands. */
  readonly iamRegion: string;
  /** Where CloudTrail records the calls of Organizations. */
  readonly organizationsRegion: string;
  readonly dnsSuffix: string;
  /** Detail types under which EventBridge delivers API calls. */
  readonly detailTypes: readonly string[];
  /** By whose permissions CloudFormation deploys to the accounts of an organization. */
  readonly stackSets: 'service-managed' | 'self-managed';
  /** Whether CloudFormation can ask a function before it changes something. */
  readonly lambdaHooks: 'offered' | 'missing';
  /** Services that it does not have, by the first label of their event source: no rule asks for their calls. */
  readonly missingServices: readonly string[];
}

/**
 * Sources: CloudTrail user guide, "Global service events" (`aws`); botocore's endpoints.json (signing Regions, services);
 * CloudFormation user guide of docs.amazonaws.cn, "Prerequisites for stack set operations" (no service-managed ones); the
 * resource types of each Region as the CDK knows them (no `AWS::CloudFormation::LambdaHook`). Missing services are those that
 * endpoints.json has for `aws` alone, and AgentCore with Bedrock.
 * For `aws-cn` and `aws-us-gov` that CloudTrail records where calls are signed is an inference: `ambit:hubRegion` and
 * `ambit:regions` say otherwise.
 */
export const PARTITIONS: { readonly [N in PartitionName]: Partition } = {
  aws: {
    name: 'aws',
    iamRegion: 'us-east-1',
    organizationsRegion: 'us-east-1',
    dnsSuffix: 'amazonaws.com',
    detailTypes: ['AWS API Call via CloudTrail'],
    stackSets: 'service-managed',
    lambdaHooks: 'offered',
    missingServices: [],
  },
  'aws-cn': {
    name: 'aws-cn',
    iamRegion: 'cn-north-1',
    organizationsRegion: 'cn-northwest-1',
    dnsSuffix: 'amazonaws.com.cn',
    // the pages of docs.amazonaws.cn have both spellings
    detailTypes: ['AWS API Call via CloudTrail', 'Amazon API Call via CloudTrail'],
    stackSets: 'self-managed',
    lambdaHooks: 'missing',
    missingServices: [
      'amplify',
      'aoss',
      'apprunner',
      'aps',
      'bedrock',
      'bedrock-agentcore',
      'cloudhsm',
      'cloudsearch',
      'codeartifact',
      'codeguru-profiler',
      'codeconnections',
      'codestar-connections',
      'cognito-idp',
      'comprehend',
      'controltower',
      'datapipeline',
      'grafana',
      'lightsail',
      'lookoutequipment',
      'macie2',
      'mediapackagev2',
      'mediastore',
      'networkmanager',
      'osis',
      'rekognition',
      'route53domains',
      'rum',
      'securitylake',
      'sms-voice',
      'ssm-contacts',
      'ssm-incidents',
      'ssm-sap',
      'vpc-lattice',
      'workdocs',
      'workmail',
    ],
  },
  'aws-us-gov': {
    name: 'aws-us-gov',
    iamRegion: 'us-gov-west-1',
    organizationsRegion: 'us-gov-west-1',
    dnsSuffix: 'amazonaws.com',
    detailTypes: ['AWS API Call via CloudTrail'],
    stackSets: 'service-managed',
    lambdaHooks: 'missing',
    missingServices: [],
  },
};

/** The partition of a Region, or undefined where Ambit does not deploy to it. */
export function partitionOfRegion(region: string): Partition | undefined {
  const name = partitionOf(undefined, region);
  return isPartitionName(name) ? PARTITIONS[name] : undefined;
}

function isPartitionName(name: string): name is PartitionName {
  return Object.hasOwn(PARTITIONS, name);
}
