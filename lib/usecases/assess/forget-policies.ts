import type { Call } from '../../core/activity/call.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';

/** Under which name the policy of a resource is kept. Bucket ARNs name no account. */
export function policyNameOf(account: string, resource: string): string {
  return `policy of ${resource} in ${account}`;
}

/** Services whose resources are made and destroyed in great numbers, and have no policies. */
const WITHOUT_POLICIES = /^arn:[^:]*:(?:autoscaling|cloudformation|ec2|ecs|eks|elasticloadbalancing|rds):/;

/**
 * What is destroyed has no policy any more: what is made again under its name begins without one. Only what was kept is
 * touched.
 */
export async function forgetPolicies(
  { account, time }: Pick<Call, 'account' | 'time'>,
  resources: readonly string[],
  keepsakes: Keepsakes | undefined,
): Promise<void> {
  for (const resource of resources.filter((each) => !WITHOUT_POLICIES.test(each))) {
    const name = policyNameOf(account, resource);
    const kept = await keepsakes?.last(name);
    if (kept !== undefined && kept.seenAt < time) await keepsakes?.keep(name, { value: null, seenAt: time });
  }
}
