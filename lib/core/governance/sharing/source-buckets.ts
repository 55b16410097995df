import type { Call } from '../../activity/call.ts';
import type { ResourcePolicyChange } from '../../activity/changes.ts';
import { offersOf } from '../../activity/offers/read-offers.ts';
import type { PolicyDocument } from '../../policy/statement.ts';
import { documentOf, offeredPolicy } from './offered-policy.ts';

/** Buckets that a policy names, each by its whole name, as the source of what services do. Their ARNs name no account. */
export function sourceBucketsIn(policy: PolicyDocument | undefined): readonly string[] {
  const sources = (policy?.statements ?? []).flatMap(({ conditions }) =>
    conditions.filter(({ key }) => key.toLowerCase() === 'aws:sourcearn').flatMap(({ values }) => values),
  );
  return [...new Set(sources)].filter((source) => /^arn:[a-z-]+:s3:\*?:\*?:[^*?:/$]+$/.test(source));
}

/** The same of what a call offers: whose they are is to be known for its assessment. */
export function sourceBucketsOfCall(call: Call, change: ResourcePolicyChange): readonly string[] {
  return (offersOf(call, change) ?? []).flatMap(({ resource, policy }) =>
    sourceBucketsIn(documentOf(offeredPolicy(resource, policy, call.account))),
  );
}
