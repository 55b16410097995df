import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { BudgetSpent } from '../../../lib/adapters/aws/call-budget.ts';
import { StackStates } from '../../../lib/adapters/aws/stack-states.ts';
import { STACK, stacksContract } from '../../contract/stacks.contract.ts';

const ROOT = STACK.stack.replace('stack/cost/', 'stack/all/');
const BUCKET = { region: STACK.region, names: [STACK.name] };

function fault(name: string, message: string): CloudFormationServiceException {
  return new CloudFormationServiceException({ name, message, $fault: 'client', $metadata: {} });
}

const NO_STACK = fault('ValidationError', 'Stack for others does not exist');

function stackIs(status: Stack['StackStatus'], of: string = STACK.stack, root?: string) {
  return { StackId: of, StackName: 'cost', CreationTime: new Date(0), StackStatus: status, RootId: root } as const;
}

const bucketOf = (status: 'UPDATE_COMPLETE' | 'DELETE_COMPLETE') => ({
  StackId: STACK.stack,
  PhysicalResourceId: STACK.name,
  LogicalResourceId: 'Logs',
  ResourceType: 'AWS::S3::Bucket',
  Timestamp: new Date(0),
  ResourceStatus: status,
});

function openStates(check: () => void = () => undefined) {
  const client = new CloudFormationClient({ region: STACK.region });
  const elsewhere = new CloudFormationClient({ region: STACK.region });
  const aws = mockClient(client);
  aws.on(DescribeStackResourcesCommand).rejects(NO_STACK);
  mockClient(elsewhere).on(DescribeStackResourcesCommand).rejects(NO_STACK);
  const made: string[] = [];
  const states = new StackStates({
    makeClient: (account, region) => {
      made.push(`${account}/${region}`);
      return account === STACK.account && region === STACK.region ? client : elsewhere;
    },
    budget: { check, options: () => ({ abortSignal: new AbortController().signal }) },
  });
  return { states, aws, made };
}

stacksContract('CloudFormation by its client', async (work) => {
  const { states, aws } = openStates();
  const other = { ...bucketOf('UPDATE_COMPLETE'), PhysicalResourceId: 'other' };
  aws
    .on(DescribeStackResourcesCommand, { PhysicalResourceId: STACK.name })
    .resolves({ StackResources: [other, bucketOf('UPDATE_COMPLETE')] });
  aws.on(DescribeStacksCommand, { StackName: STACK.stack }).resolves({ Stacks: [stackIs(STACK.status)] });
  await work(states);
});

describe('what CloudFormation tells of a stack', () => {
  test('is told of the outermost one, of one that is nested', async () => {
    const { states, aws, made } = openStates();
    aws.on(DescribeStackResourcesCommand).resolves({ StackResources: [bucketOf('UPDATE_COMPLETE')] });
    aws
      .on(DescribeStacksCommand, { StackName: STACK.stack })
      .resolves({ Stacks: [stackIs('UPDATE_COMPLETE', STACK.stack, ROOT)] });
    aws
      .on(DescribeStacksCommand, { StackName: ROOT })
      .resolves({ Stacks: [stackIs('UPDATE_IN_PROGRESS', ROOT, ROOT)] });
    const found = { kind: 'found', stack: ROOT, status: 'UPDATE_IN_PROGRESS' };
    expect(await states.stackWith(STACK.account, BUCKET)).toEqual(found);
    expect(await states.stackWith(STACK.account, BUCKET)).toEqual(found);
    expect(made).toEqual([`${STACK.account}/${STACK.region}`]);
  });

  test('is told where it has more than the hundred resources that are listed, and this one is not among them', async () => {
    const { states, aws } = openStates();
    const others = Array.from({ length: 100 }, (_, index) => ({
      ...bucketOf('UPDATE_COMPLETE'),
      PhysicalResourceId: `other-${index}`,
    }));
    aws.on(DescribeStackResourcesCommand).resolves({ StackResources: others });
    aws.on(DescribeStacksCommand, { StackName: STACK.stack }).resolves({ Stacks: [stackIs(STACK.status)] });
    const found = { kind: 'found', stack: STACK.stack, status: STACK.status };
    expect(await states.stackWith(STACK.account, BUCKET)).toEqual(found);
    aws.on(DescribeStackResourcesCommand).resolves({ StackResources: others.slice(1) });
    expect(await states.stackWith(STACK.account, BUCKET)).toEqual({ kind: 'none' });
  });

  test('is nothing where the stack has deleted it', async () => {
    const { states, aws } = openStates();
    aws.on(DescribeStackResourcesCommand).resolves({ StackResources: [bucketOf('DELETE_COMPLETE')] });
    expect(await states.stackWith(STACK.account, BUCKET)).toEqual({ kind: 'none' });
  });

  test.each([
    ['which stack has it, throttled', fault('Throttling', 'Rate exceeded'), undefined],
    ['which stack has it, denied', fault('AccessDenied', 'not authorized to perform it'), undefined],
    ['which stack has it, as a request that is wrong', fault('ValidationError', 'Rate exceeded'), undefined],
    ['what it is doing, throttled', undefined, fault('Throttling', 'Rate exceeded')],
    ['what it is doing, gone meanwhile', undefined, fault('ValidationError', `Stack ${STACK.stack} does not exist`)],
  ])('cannot be read where it does not tell %s', async (_, onResources, onStacks) => {
    const { states, aws } = openStates();
    if (onResources !== undefined) aws.on(DescribeStackResourcesCommand).rejects(onResources);
    else aws.on(DescribeStackResourcesCommand).resolves({ StackResources: [bucketOf('UPDATE_COMPLETE')] });
    if (onStacks !== undefined) aws.on(DescribeStacksCommand).rejects(onStacks);
    const { name, message } = onResources ?? onStacks ?? {};
    expect(await states.stackWith(STACK.account, BUCKET)).toEqual({ kind: 'unreadable', why: `${name}: ${message}` });
  });

  test('cannot be read where it tells of another stack, or of none', async () => {
    const { states, aws } = openStates();
    aws.on(DescribeStackResourcesCommand).resolves({ StackResources: [bucketOf('UPDATE_COMPLETE')] });
    aws.on(DescribeStacksCommand).resolves({ Stacks: [stackIs('UPDATE_COMPLETE', ROOT)] });
    const why = expect.stringContaining('does not tell the status');
    expect(await states.stackWith(STACK.account, BUCKET)).toEqual({ kind: 'unreadable', why });
  });

  test('is not asked for where the invocation has spent its budget: it is for another to hold', async () => {
    const { states } = openStates(() => {
      throw new BudgetSpent('no more calls');
    });
    await expect(states.stackWith(STACK.account, BUCKET)).rejects.toThrow(BudgetSpent);
  });
});
