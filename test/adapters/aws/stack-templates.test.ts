import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { StackTemplates } from '../../../lib/adapters/aws/stack-templates.ts';
import { PAYLOAD_TEXT, templatesContract, YAML } from '../../contract/templates.contract.ts';

const STACK = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/cost/0f5a1b60-0000-4000-8000-000000000001';
const ABSENT = 'arn:aws:cloudformation:eu-central-1:111122223333:stack/none/0f5a1b60-0000-4000-8000-000000000002';
const URL = 'https://hooks.s3.eu-central-1.amazonaws.com/payload?signature=secret';
const GONE = new CloudFormationServiceException({
  name: 'ValidationError',
  message: `Stack with id ${STACK} does not exist`,
  $fault: 'client',
  $metadata: {},
});
const DENIED = new CloudFormationServiceException({
  name: 'ValidationError',
  message: 'Rate exceeded',
  $fault: 'client',
  $metadata: {},
});

function openTemplates(get?: typeof fetch) {
  const client = new CloudFormationClient({ region: 'eu-central-1' });
  const made: string[] = [];
  const templates = new StackTemplates({
    makeClient: (account, region) => {
      made.push(`${account}/${region}`);
      return client;
    },
    ...(get !== undefined && { fetch: get }),
  });
  return { templates, aws: mockClient(client), made };
}

templatesContract('CloudFormation by its client', async (work) => {
  const { templates, aws } = openTemplates(async () => new Response(PAYLOAD_TEXT));
  const made = { LastUpdatedTimestamp: new Date(0), ResourceStatus: 'CREATE_COMPLETE' } as const;
  const data = { ...made, LogicalResourceId: 'Data', PhysicalResourceId: 'cost-data', ResourceType: 'AWS::S3::Bucket' };
  const jobs = { ...made, LogicalResourceId: 'Jobs', PhysicalResourceId: 'cost-Jobs', ResourceType: 'AWS::SQS::Queue' };
  const stack = { StackName: 'cost', CreationTime: new Date(0), StackStatus: 'CREATE_COMPLETE' } as const;
  aws.onAnyCommand().rejects(GONE);
  aws.on(GetTemplateCommand, { StackName: STACK }).resolves({ TemplateBody: YAML });
  aws.on(DescribeStacksCommand, { StackName: STACK }).resolves({ Stacks: [{ ...stack, StackId: STACK }] });
  aws.on(ListStackResourcesCommand, { StackName: STACK }).resolves({ StackResourceSummaries: [data, jobs] });
  await work({ templates, stack: STACK, absent: ABSENT, url: URL });
});

describe('CloudFormation', () => {
  test('tells the template of a stack as its author wrote it', async () => {
    const { templates, aws, made } = openTemplates();
    aws.on(GetTemplateCommand, { StackName: STACK, TemplateStage: 'Original' }).resolves({ TemplateBody: 'A: !Ref B' });
    expect(await templates.templateOf(STACK)).toEqual({ A: { Ref: 'B' } });
    await templates.templateOf(STACK);
    expect(made).toEqual(['111122223333/eu-central-1']);
  });

  test('tells the role and the root of a stack', async () => {
    const { templates, aws } = openTemplates();
    const stack = {
      StackId: STACK,
      StackName: 'cost',
      CreationTime: new Date(0),
      StackStatus: 'CREATE_COMPLETE',
    } as const;
    aws.on(DescribeStacksCommand).resolves({ Stacks: [{ ...stack, RoleARN: 'arn:role', RootId: 'arn:root' }] });
    expect(await templates.stackOf(STACK)).toEqual({ role: 'arn:role', root: 'arn:root' });
  });

  test('does not take another stack of the name for it', async () => {
    const { templates, aws } = openTemplates();
    const other = {
      StackId: `${STACK}0`,
      StackName: 'cost',
      CreationTime: new Date(0),
      StackStatus: 'CREATE_COMPLETE',
    } as const;
    aws.on(DescribeStacksCommand).resolves({ Stacks: [other] });
    expect(await templates.stackOf(STACK)).toBeUndefined();
  });

  test('lists the resources of a stack page by page, without what was never made or is gone', async () => {
    const { templates, aws } = openTemplates();
    const one = (LogicalResourceId: string, PhysicalResourceId: string | undefined, ResourceStatus: string) => ({
      LogicalResourceId,
      PhysicalResourceId,
      ResourceType: 'AWS::S3::Bucket',
      LastUpdatedTimestamp: new Date(0),
      ResourceStatus: ResourceStatus === 'gone' ? ('DELETE_COMPLETE' as const) : ('CREATE_COMPLETE' as const),
    });
    aws
      .on(ListStackResourcesCommand, { StackName: STACK })
      .resolves({ StackResourceSummaries: [one('A', 'a', ''), one('B', undefined, '')], NextToken: 'more' })
      .on(ListStackResourcesCommand, { StackName: STACK, NextToken: 'more' })
      .resolves({ StackResourceSummaries: [one('C', 'c', 'gone'), one('D', 'd', '')] });
    expect((await templates.resourcesOf(STACK)).map(({ physicalId }) => physicalId)).toEqual(['a', 'd']);
  });

  test('says that a stack is not there; any other fault is one', async () => {
    const { templates, aws } = openTemplates();
    aws.onAnyCommand().rejects(GONE);
    expect([await templates.templateOf(STACK), await templates.stackOf(STACK)]).toEqual([undefined, undefined]);
    aws.onAnyCommand().rejects(DENIED);
    await expect(templates.templateOf(STACK)).rejects.toThrow('Rate exceeded');
    await expect(templates.resourcesOf(STACK)).rejects.toThrow('Rate exceeded');
  });

  test('is not asked about what is no stack', async () => {
    await expect(openTemplates().templates.resourcesOf('cost')).rejects.toThrow('is not the ARN of a stack');
  });
});
