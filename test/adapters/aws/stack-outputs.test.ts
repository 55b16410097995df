import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readDeployment } from '../../../lib/adapters/aws/stack-outputs.ts';
import { API_OUTPUT } from '../../../lib/core/hub-outputs.ts';
import { hubStack, OUTPUTS } from './hub-stack.ts';

function stacks() {
  const client = new CloudFormationClient({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
  });
  return { client, mock: mockClient(client) };
}

function answering(stack: Stack | undefined) {
  const { client, mock } = stacks();
  mock.on(DescribeStacksCommand, { StackName: 'Ambit' }).resolves({ Stacks: stack === undefined ? [] : [stack] });
  return readDeployment(client, 'Ambit');
}

function failing(name: string, message: string, more: object = {}) {
  const { client, mock } = stacks();
  mock.on(DescribeStacksCommand).rejects(Object.assign(new Error(message), { name, ...more }));
  return readDeployment(client, 'Ambit');
}

describe('a deployment', () => {
  test('is where the outputs of its stack say, in the account and Region of the stack', async () => {
    expect(await answering(hubStack())).toEqual({
      ok: true,
      value: {
        stack: 'Ambit',
        status: 'CREATE_COMPLETE',
        partition: 'aws',
        region: 'eu-west-1',
        account: '111122223333',
        prefix: 'Ambit',
        mode: 'warn',
        standards: OUTPUTS.Standards,
        accounts: [],
        regions: ['eu-west-1', 'us-east-1'],
        table: OUTPUTS.Table,
        evidenceBucket: OUTPUTS.EvidenceBucket,
        signingKey: OUTPUTS.SigningKey,
        bus: 'Ambit',
        scheduleGroup: 'Ambit',
        topic: OUTPUTS.Topic,
        queues: {
          calls: OUTPUTS.CallsQueue,
          callsDeadLetters: OUTPUTS.CallsDeadLetters,
          sweepPages: OUTPUTS.SweepQueue,
          sweepDeadLetters: OUTPUTS.SweepDeadLetters,
          deadLetters: OUTPUTS.DeadLetters,
        },
        api: undefined,
      },
    });
  });

  test('looks after the accounts that it names, and has an API where it says so', async () => {
    const stack = hubStack({ Accounts: '111122223333,444455556666', [API_OUTPUT]: 'https://api.example.org/' });
    expect(await answering(stack)).toMatchObject({
      value: { accounts: ['111122223333', '444455556666'], api: 'https://api.example.org' },
    });
  });

  test('is not taken from a stack that lacks an output or has a mode that nobody knows', async () => {
    const problem = { code: 'NOT_AMBIT', stack: 'Ambit', status: 'CREATE_COMPLETE' };
    expect(await answering(hubStack({ Table: undefined }))).toEqual({
      ok: false,
      error: { ...problem, lacks: ['Table'] },
    });
    expect(await answering(hubStack({ Mode: 'loud' }))).toEqual({ ok: false, error: { ...problem, lacks: ['Mode'] } });
  });
});

describe('what keeps a deployment from being found is told apart:', () => {
  test('there is no such stack', async () => {
    const problem = { ok: false, error: { code: 'NO_SUCH_STACK', stack: 'Ambit', region: 'eu-west-1' } };
    expect(await failing('ValidationError', 'Stack with id Ambit does not exist')).toEqual(problem);
    expect(await answering(undefined)).toEqual(problem);
  });

  test.each<[string, string, object, string]>([
    ['CredentialsProviderError', 'Could not load credentials from any providers', {}, 'NO_CREDENTIALS'],
    ['ExpiredToken', 'The security token included in the request is expired', {}, 'NO_CREDENTIALS'],
    ['AccessDenied', 'User: x is not authorized to perform: cloudformation:DescribeStacks', {}, 'DENIED'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid', {}, 'DENIED'],
    ['Error', 'getaddrinfo ENOTFOUND', { code: 'ENOTFOUND' }, 'UNREACHABLE'],
    ['Error', 'Region is missing', {}, 'NO_REGION'],
    ['Error', 'Region not accepted: region="x y" is not a valid hostname component.', {}, 'BAD_REGION'],
  ])('%s: %s', async (name, message, more, code) => {
    expect(await failing(name, message, more)).toMatchObject({ ok: false, error: { code } });
  });

  test('anything else is a fault', async () => {
    await expect(failing('InternalFailure', 'sorry')).rejects.toThrow('sorry');
    await expect(failing('ValidationError', '1 validation error detected')).rejects.toThrow('validation error');
  });
});
