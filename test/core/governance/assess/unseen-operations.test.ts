import { expect, test } from '@jest/globals';
import { describeGovernanceProblem } from '../../../../lib/core/governance/standards/governance-problem.ts';
import { unseenOperations } from '../../../../lib/core/governance/assess/unseen-operations.ts';

const guarding = (also: readonly string[], except: readonly string[] = []) => ({
  environments: [{ name: 'cost', accounts: [], resources: ['cost'], destruction: { also, except } }],
});

test('operations that Ambit sees, and patterns that name one, are well', () => {
  expect(unseenOperations(guarding(['ecs:UpdateService', 'ECS:update*'], ['ec2:RevokeSecurityGroup*']))).toEqual([]);
});

test('an operation that Ambit is never told of is named, with the one that is meant', () => {
  expect(unseenOperations(guarding(['ecs:UpdateServices'], ['s3:GetObject'])).map(describeGovernanceProblem)).toEqual([
    expect.stringMatching(
      /^environments\[0\]\.destruction\.also\[0\]: "ecs:UpdateServices", expected an operation that Ambit sees; did you mean "ecs:UpdateService"\?$/,
    ),
    expect.stringMatching(/^environments\[0\]\.destruction\.except\[0\]: "s3:GetObject", expected an operation/),
  ]);
});
