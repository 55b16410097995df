import { Aws, CfnCondition, CfnResource, Fn, type ICfnConditionExpression, Stack } from 'aws-cdk-lib';
import type { Construct, IConstruct } from 'constructs';
import type { Deployment } from '../deployment.ts';
import { EnvironmentGate } from '../environment-gate.ts';
import { hubBusArn } from '../forwarder.ts';
import { gateQuestions, gatedAccounts } from '../gate-questions.ts';
import { Watch } from '../watch.ts';
import { AccountRoles } from './account-roles.ts';
import { hubPlace } from './hub-place.ts';
import { stackSetProps } from './stack-body.ts';

/**
 * What a stack set puts into each Region of each member account: the rules; in the hub's Region the roles, which belong to
 * the whole account, and where an environment is guarded the hook that asks the gate. It has no assets, so that no
 * member needs a bucket of the CDK.
 */
export class MemberStack extends Stack {
  readonly watch: Watch;

  constructor(scope: Construct, id: string, deployment: Deployment) {
    super(scope, id, stackSetProps('Ambit: lets its hub watch this account'));
    const { prefix, partition, sessions, hubRegion } = deployment.settings;
    const busArn = hubBusArn(hubPlace(deployment.settings));
    this.watch = new Watch(this, 'Watch', { prefix, partition, sessions, target: { kind: 'bus', busArn } });
    const inHubRegion = new CfnCondition(this, 'InHubRegion', {
      expression: Fn.conditionEquals(Aws.REGION, hubRegion),
    });
    const roles = new AccountRoles(this, 'Roles', deployment);
    onlyWhere(inHubRegion, roles);
    this.#gate(deployment, roles, inHubRegion);
  }

  #gate(deployment: Deployment, { gateCaller }: AccountRoles, inHubRegion: CfnCondition): void {
    const accounts = gatedAccounts(deployment);
    if (accounts.length === 0) return;
    const { prefix, gateArn: functionArn } = hubPlace(deployment.settings);
    const gate = new EnvironmentGate(this, 'Gate', { prefix, functionArn, ...gateQuestions(deployment) });
    gate.node.addDependency(gateCaller);
    const expression = accounts === 'all' ? inHubRegion : Fn.conditionAnd(inHubRegion, isOneOf(accounts));
    onlyWhere(new CfnCondition(this, 'IsGuarded', { expression }), gate);
  }
}

function isOneOf(accounts: readonly string[]): ICfnConditionExpression {
  const [first, ...others] = accounts.map((account) => Fn.conditionEquals(Aws.ACCOUNT_ID, account));
  if (first === undefined) throw new RangeError('a condition needs at least one account');
  return others.length === 0 ? first : Fn.conditionOr(first, ...others);
}

function onlyWhere(condition: CfnCondition, { node }: IConstruct): void {
  for (const resource of node.findAll().filter(CfnResource.isCfnResource)) resource.cfnOptions.condition = condition;
}
