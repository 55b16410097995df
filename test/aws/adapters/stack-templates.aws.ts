import { CloudFormationClient, CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { StackTemplates } from '../../../lib/adapters/aws/stack-templates.ts';
import { PAYLOAD_TEXT, templatesContract, YAML } from '../../contract/templates.contract.ts';
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

const ABSENT = 'arn:aws:cloudformation:eu-central-1:123456789012:stack/none/0f5a1b60-0000-4000-8000-000000000001';

templatesContract('CloudFormation in MiniStack', async (work) => {
  const { templates, stack } = await withStack();
  await work({ templates, stack, absent: ABSENT, url: 'https://hooks.s3.eu-central-1.amazonaws.com/payload' });
});

async function withStack() {
  const cloudFormation = client();
  const command = new CreateStackCommand({ StackName: 'cost', TemplateBody: YAML });
  const { StackId: stack = '' } = await cloudFormation.send(command);
  const get = async () => new Response(PAYLOAD_TEXT);
  return { cloudFormation, stack, templates: new StackTemplates({ makeClient: () => cloudFormation, fetch: get }) };
}

describe('CloudFormation in MiniStack', () => {
  test('still knows the template of a stack that is deleted', async () => {
    const { cloudFormation, stack, templates } = await withStack();
    await cloudFormation.send(new DeleteStackCommand({ StackName: stack }));
    expect(await templates.templateOf(stack)).toMatchObject({ Resources: { Data: { Type: 'AWS::S3::Bucket' } } });
  });
});
