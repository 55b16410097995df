import { expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { MemberStack } from '../../infra/organization/member-stack.ts';
import { HUB, ORGANIZATION } from './places.ts';
import { deploymentWith, synthesized } from './synthesized.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

/** What the rules find in a stack: rule and place. */
function findingsIn(stack: Stack): readonly string[] {
  return new AwsSolutionsChecks(stack)
    .validateScope(stack)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} at ${constructPath ?? 'an unknown place'}`),
    );
}

test('the rules of AWS Solutions find nothing that is not acknowledged with a reason', async () => {
  const { stacks } = await synthesized({ 'ambit:regions': 'eu-west-1' });
  expect(stacks.size).toBe(2);
  expect([...stacks.values()].flatMap(findingsIn)).toEqual([]);
});

test('nor in an organization: its hub, its management account, and what its stack set brings to members', async () => {
  const context = {
    'ambit:layout': 'organization',
    'ambit:organization': ORGANIZATION,
    'ambit:hubAccount': HUB,
    'ambit:managementAccount': '777788889999',
    'ambit:units': 'r-abcd',
    'ambit:guardrailTargets': 'r-abcd',
    'ambit:regions': 'eu-west-1',
  };
  const { stacks } = await synthesized(context);
  const member = new MemberStack(new App(), 'Member', await deploymentWith(context));
  expect([...stacks.keys(), member.stackName]).toHaveLength(4);
  expect([...stacks.values(), member].flatMap(findingsIn)).toEqual([]);
});

test('they do find what is wrong and not acknowledged', () => {
  const stack = new Stack(new App(), 'Bare');
  new Bucket(stack, 'Bucket');
  expect(findingsIn(stack)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^AwsSolutions-S10 at Bare\/Bucket/)]),
  );
});
