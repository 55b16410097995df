import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { StackTemplates } from '../../../lib/adapters/aws/stack-templates.ts';
import { type Ministack, startMinistack } from '../ministack.ts';

let ministack: Ministack;
beforeAll(async () => {
  ministack = await startMinistack();
});
beforeEach(() => ministack.reset());
afterAll(() => ministack.stop());

function client(): CloudFormationClient {
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'secret' };
  return new CloudFormationClient({ region: 'eu-central-1', endpoint: ministack.endpoint, credentials });
}

const YAML = `
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Sub '\${AWS::StackName}-data'
  Jobs:
    Type: AWS::SQS::Queue
`;

describe('CloudFormation in MiniStack', () => {
  test('tells what a stack is: its template in the long form, its resources by their names', async () => {
    const cloudFormation = client();
    const { StackId: stack = '' } = await cloudFormation.send(
      new CreateStackCommand({ StackName: 'cost', TemplateBody: YAML }),
    );
    const templates = new StackTemplates({ makeClient: () => cloudFormation });
    expect(await templates.templateOf(stack)).toEqual({
      Resources: {
        Data: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': '${AWS::StackName}-data' } } },
        Jobs: { Type: 'AWS::SQS::Queue' },
      },
    });
    // MiniStack keeps no role of a stack
    expect(await templates.stackOf(stack)).toEqual({ role: undefined, root: undefined });
    const resources = await templates.resourcesOf(stack);
    expect(resources).toContainEqual({ logicalId: 'Data', physicalId: 'cost-data', type: 'AWS::S3::Bucket' });
    expect(resources.find(({ logicalId }) => logicalId === 'Jobs')?.physicalId).toContain('cost-Jobs-');
  });

  test('says that a stack was never there', async () => {
    const templates = new StackTemplates({ makeClient: client });
    const stack = 'arn:aws:cloudformation:eu-central-1:123456789012:stack/none/0f5a1b60-0000-4000-8000-000000000001';
    expect([await templates.templateOf(stack), await templates.stackOf(stack)]).toEqual([undefined, undefined]);
  });

  test('still knows the template of a stack that is deleted', async () => {
    const cloudFormation = client();
    const { StackId: stack = '' } = await cloudFormation.send(
      new CreateStackCommand({ StackName: 'cost', TemplateBody: YAML }),
    );
    await cloudFormation.send(new DeleteStackCommand({ StackName: stack }));
    const templates = new StackTemplates({ makeClient: () => cloudFormation });
    expect(await templates.templateOf(stack)).toMatchObject({ Resources: { Data: { Type: 'AWS::S3::Bucket' } } });
  });
});
