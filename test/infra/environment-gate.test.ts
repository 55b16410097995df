import { describe, expect, test } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { GateCaller } from '../../infra/gate-caller.ts';
import { EnvironmentGate, type EnvironmentGateProps } from '../../infra/environment-gate.ts';
import { HUB } from './places.ts';
import { withoutValidation } from './without-validation.ts';

withoutValidation();

const FUNCTION = `arn:aws:lambda:us-east-1:${HUB}:function:Ambit-gate`;

const HOOK = 'AWS::CloudFormation::LambdaHook';

/** Where the gate is deployed, this is among its resources. */
function expectResource(type: string, properties: object, change: Partial<EnvironmentGateProps> = {}): void {
  const stack = new Stack(new App(), 'Gate');
  const { hook } = new EnvironmentGate(stack, 'Gate', {
    prefix: 'Ambit',
    functionArn: FUNCTION,
    failureMode: 'FAIL',
    ownStacks: ['Ambit'],
    breakGlassRoles: [],
    ...change,
  });
  const { role } = new GateCaller(stack, 'Caller', { prefix: 'Ambit', functionArn: FUNCTION });
  expect([hook.node.id, role.node.id]).toEqual(['Hook', 'Role']);
  Template.fromStack(stack).hasResourceProperties(type, properties);
}

describe('the gate', () => {
  test('is asked before stacks, change sets and IAM resources change', () => {
    const target = (TargetName: string, Action: string) => ({ TargetName, Action, InvocationPoint: 'PRE_PROVISION' });
    expectResource(HOOK, {
      Alias: 'Ambit::Gate::Environment',
      LambdaFunction: FUNCTION,
      HookStatus: 'ENABLED',
      TargetOperations: ['STACK', 'CHANGE_SET', 'RESOURCE', 'CLOUD_CONTROL'],
      TargetFilters: {
        Targets: [
          target('STACK', 'UPDATE'),
          target('STACK', 'DELETE'),
          target('CHANGE_SET', 'CREATE'),
          ...['CREATE', 'UPDATE', 'DELETE'].map((action) => target('AWS::IAM::*', action)),
        ],
      },
    });
  });

  test.each(['FAIL', 'WARN'] as const)(
    '%s: so it is with what is refused, and with what nobody answers',
    (failureMode) => {
      expectResource(HOOK, { FailureMode: failureMode }, { failureMode });
    },
  );

  test('is not asked about the stacks of Ambit, nor where somebody breaks the glass', () => {
    const role = `arn:aws:iam::${HUB}:role/break-glass`;
    const own = ['Ambit', 'StackSet-AmbitMembers-*'];
    const StackFilters = { FilteringCriteria: 'ALL', StackNames: { Exclude: own }, StackRoles: { Exclude: [role] } };
    expectResource(HOOK, { StackFilters }, { ownStacks: own, breakGlassRoles: [role] });
    expectResource(HOOK, { StackFilters: { StackRoles: Match.absent() } });
  });

  test('is asked in a role that may do nothing else, and that only hooks of this account take on', () => {
    const trust = {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { Service: 'hooks.cloudformation.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    };
    const ask = { Action: 'lambda:InvokeFunction', Effect: 'Allow', Resource: FUNCTION };
    expectResource('AWS::IAM::Role', {
      RoleName: 'AmbitHook',
      AssumeRolePolicyDocument: Match.objectLike({ Statement: [trust] }),
      Policies: [Match.objectLike({ PolicyDocument: Match.objectLike({ Statement: [ask] }) })],
    });
  });
});
