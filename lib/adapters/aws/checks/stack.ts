import { type CloudFormationClient, DescribeTypeCommand, TypeNotFoundException } from '@aws-sdk/client-cloudformation';
import { type IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import { CANARY_PATH } from '../../../core/governance/ledger/drill.ts';
import type { Deployment } from '../stack-outputs.ts';
import { type Check, fine, problem, warning } from './check.ts';

/** Whether the last deployment came to its end. */
export function checkStack({ stack, status, region }: Deployment): Check {
  const name = 'stack';
  const says = `${stack} in ${region} is ${status}`;
  const todo = `npx cdk deploy ${stack}`;
  if (status.endsWith('_IN_PROGRESS')) return warning(name, says, 'wait until it is done, then look again');
  if (status === 'UPDATE_ROLLBACK_COMPLETE') {
    return warning(name, `${says}: the last deployment was taken back, an earlier one runs`, todo);
  }
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' ? fine(name, says) : problem(name, says, todo);
}

/** Whether CloudFormation asks the gate before it changes something. */
export async function checkGate(cloudformation: CloudFormationClient, prefix: string): Promise<Check> {
  const name = 'gate';
  const TypeName = `${prefix}::Gate::Environment`;
  try {
    const { IsActivated } = await cloudformation.send(new DescribeTypeCommand({ Type: 'HOOK', TypeName }));
    if (IsActivated !== false) return fine(name, 'CloudFormation asks the gate before it changes guarded environments');
    return problem(name, `the hook ${TypeName} is not activated, so nobody is asked`, 'deploy the stack again');
  } catch (fault) {
    if (!(fault instanceof TypeNotFoundException)) throw fault;
    const todo = 'deploy with ambit:gate=on where environments are guarded; where none is, nothing is missing';
    return warning(name, 'CloudFormation asks nobody before it changes guarded environments', todo);
  }
}

/** Whether a drill was killed before it could remove its canary. */
export async function checkCanaries(iam: IAMClient): Promise<Check> {
  const name = 'canaries';
  const left: string[] = [];
  for await (const page of paginateListRoles({ client: iam }, { PathPrefix: CANARY_PATH })) {
    left.push(...(page.Roles ?? []).map(({ RoleName = '' }) => RoleName));
  }
  if (left.length === 0) return fine(name, 'no drill has left its canary behind');
  return warning(name, `canaries of drills are still there: ${left.join(', ')}`, 'remove these roles by hand');
}
