import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CallBudget } from '../call-budget.ts';
import { codeOf } from '../iam-fault.ts';
import type { PolicyStore, StoreConfig } from './policy-store.ts';

/** Policies of buckets, by their ARNs. Source: Amazon S3 API reference. */
export function bucketPolicies(config: StoreConfig, budget: CallBudget): PolicyStore {
  const s3 = new S3Client({ ...config, ...(config.endpoint === undefined ? {} : { forcePathStyle: true }) });
  return {
    async read(resource) {
      const command = new GetBucketPolicyCommand({ Bucket: nameOf(resource) });
      try {
        return (
          await budget.spendOn('the policy of a bucket could not be read', (options) => s3.send(command, options))
        ).Policy;
      } catch (fault) {
        if (fault instanceof Error && codeOf(fault.cause) === 'NoSuchBucketPolicy') return undefined;
        throw fault;
      }
    },
    async write(resource, text) {
      const Bucket = nameOf(resource);
      await budget.spendOn('the policy of a bucket could not be written', async (options) =>
        text === undefined
          ? s3.send(new DeleteBucketPolicyCommand({ Bucket }), options)
          : s3.send(new PutBucketPolicyCommand({ Bucket, Policy: text }), options),
      );
    },
  };
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
