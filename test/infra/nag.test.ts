import { expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { synthesized } from './synthesized.ts';

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

test('they do find what is wrong and not acknowledged', () => {
  const stack = new Stack(new App(), 'Bare');
  new Bucket(stack, 'Bucket');
  expect(findingsIn(stack)).toEqual(
    expect.arrayContaining([expect.stringMatching(/^AwsSolutions-S10 at Bare\/Bucket/)]),
  );
});
