import { CfnLambdaHook } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { gateCallerArn } from './gate-caller.ts';

/** Which function decides about changes, and which stacks are exempt from asking it. */
export interface EnvironmentGateProps {
  readonly prefix: string;
  /** ARN of the function that answers, in the same Region; `GateCaller` has the role to call it. */
  readonly functionArn: string;
  /** What becomes of a change that is refused, or that nobody answers for: it fails, or it goes on with a warning. */
  readonly failureMode: 'FAIL' | 'WARN';
  /**
   * Names of stacks that the gate is not asked about: those of Ambit, which must not be kept from mending it. Nobody else
   * must be able to make a stack of such a name.
   */
  readonly ownStacks: readonly string[];
  /** ARNs of roles whose stacks the gate is not asked about: break-glass. */
  readonly breakGlassRoles: readonly string[];
}

/** What the gate is asked about, by the target's name; `*` stands for every type of a service. */
const TARGETS: readonly (readonly [name: string, actions: readonly string[]])[] = [
  ['STACK', ['UPDATE', 'DELETE']],
  ['CHANGE_SET', ['CREATE']],
  ['AWS::IAM::*', ['CREATE', 'UPDATE', 'DELETE']],
];

/**
 * Asks a function before CloudFormation (or Cloud Control) changes a stack or an IAM resource, in one account and Region.
 * CloudFormation waits 30 seconds; with `FAIL`, no answer is a refusal, for every stack of the account. What it is not
 * asked about: deletions when an update cleans up, and calls that do not go through CloudFormation.
 * Source: CloudFormation Hooks user guide, "Lambda Hooks", "Stack level filters", "Target filters".
 */
export class EnvironmentGate extends Construct {
  readonly hook: CfnLambdaHook;

  constructor(scope: Construct, id: string, props: EnvironmentGateProps) {
    super(scope, id);
    const { prefix, functionArn, failureMode } = props;
    this.hook = new CfnLambdaHook(this, 'Hook', {
      alias: `${prefix}::Gate::Environment`,
      executionRole: gateCallerArn(prefix),
      lambdaFunction: functionArn,
      hookStatus: 'ENABLED',
      failureMode,
      targetOperations: ['STACK', 'CHANGE_SET', 'RESOURCE', 'CLOUD_CONTROL'],
      targetFilters: { targets: targets() },
      stackFilters: spared(props),
    });
  }
}

function targets(): CfnLambdaHook.HookTargetProperty[] {
  return TARGETS.flatMap(([targetName, actions]) =>
    actions.map((action) => ({ targetName, action, invocationPoint: 'PRE_PROVISION' })),
  );
}

/** `ALL`: asked only where neither the stack's name nor its role is spared. A list of filters must not be empty. */
function spared({ ownStacks, breakGlassRoles }: EnvironmentGateProps): CfnLambdaHook.StackFiltersProperty {
  return {
    filteringCriteria: 'ALL',
    stackNames: { exclude: [...ownStacks] },
    ...(breakGlassRoles.length === 0 ? {} : { stackRoles: { exclude: [...breakGlassRoles] } }),
  };
}
