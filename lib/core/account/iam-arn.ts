import type { AccountState } from './state.ts';

/** What IAM builds an ARN of a resource from. */
export interface IamResource {
  readonly kind: 'role' | 'user' | 'group' | 'policy' | 'instance-profile';
  /** `/` or `/team/sub/`. */
  readonly path: string;
  readonly name: string;
}

/** The ARN of an IAM resource of this account: `arn:aws:iam::123456789012:role/team/deploy`. */
export function iamArn(state: Pick<AccountState, 'account' | 'partition'>, resource: IamResource): string {
  return `arn:${state.partition}:iam::${state.account}:${resource.kind}${resource.path}${resource.name}`;
}

/** Whether an ARN names a role that a service has for itself: only AWS makes roles below this path (IAM user guide, "Service-linked roles"). */
export function isServiceLinkedRole(arn: string): boolean {
  return /^arn:[^:]+:iam::[0-9]{12}:role\/aws-service-role\//.test(arn);
}

/** Whether an ARN names a managed policy of AWS's own: its account is `aws`, and no customer can change it. */
export function isAwsManaged(policyArn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\//.test(policyArn);
}
