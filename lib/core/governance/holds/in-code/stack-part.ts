import type { PlanCall, ServiceCall } from '../../../account/plan-call.ts';
import { serviceCallsIn } from '../../../account/plan-call.ts';
import type { Call } from '../../../activity/call.ts';
import { isCloudFormation } from '../../../activity/operation.ts';
import { parseArn } from '../../../policy/arn.ts';
import type { HoldPlan, StackPart } from '../../finding.ts';
import type { NoPlan } from '../respond.ts';

/**
 * What a stack of CloudFormation keeps of what a plan overwrites. Undefined: CloudFormation did not make the call, or nothing is
 * known by which it could be asked for it.
 */
export function stackPartOf({ actor, region }: Call, plan: HoldPlan | NoPlan): StackPart | undefined {
  const isOfStack = isCloudFormation(actor.invokedBy) || isCloudFormation(actor.via);
  if (!isOfStack || 'none' in plan) return undefined;
  const names = namesInStack(plan.calls);
  return names.length === 0 ? undefined : { region, names };
}

/** The physical ids by which a stack may have what these calls overwrite, each once. */
export function namesInStack(calls: readonly PlanCall[]): readonly string[] {
  return [...new Set(serviceCallsIn(calls).flatMap(namesOf))];
}

/** Source: CloudFormation template reference, "Return values" of each type. */
function namesOf(call: ServiceCall): readonly string[] {
  switch (call.service) {
    case 'sns':
    case 'secretsmanager':
      return [call.resource];
    case 's3':
    case 'kms':
    case 'dynamodb':
    case 'ecr':
      return [lastName(call.resource)];
    case 'sqs':
      return queueUrls(call.resource);
    case 'lambda':
      return [call.statementId, lastName(call.resource)];
    case 'organizations':
      return [call.name === 'MoveAccount' ? call.account : call.policyId];
    case 'identitystore':
      // a membership is known by an id that no plan has
      return [];
    case 'sso': {
      if (!('assignment' in call)) return [`${call.instanceArn}|${call.permissionSetArn}`];
      const { permissionSetArn, account, assignee } = call.assignment;
      const { kind, id } = assignee;
      return [[call.instanceArn, account, 'AWS_ACCOUNT', permissionSetArn, kind.toUpperCase(), id].join('|')];
    }
  }
}

/** `cost` of `arn:aws:s3:::cost`, `team/cost` of `…:repository/team/cost`, `cost` of `…:function:cost`. */
function lastName(arn: string): string {
  const { service, resource = arn } = parseArn(arn) ?? {};
  if (service === 's3') return resource;
  return resource.slice(resource.search(/[/:]/) + 1);
}

function queueUrls(arn: string): readonly string[] {
  const { partition, region, account, resource } = parseArn(arn) ?? {};
  if (resource === undefined) return [];
  const domain = partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  return [`https://sqs.${region}.${domain}/${account}/${resource}`];
}
