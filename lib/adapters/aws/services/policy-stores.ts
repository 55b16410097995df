import type { PolicyService } from '../../../core/account/plan-call.ts';
import type { CallBudget } from '../call-budget.ts';
import type { PolicyStore, StoreConfig } from './policy-store.ts';

/** The policies of a service's resources in an account; what it takes is loaded when it is needed first. */
export async function openPolicyStore(
  service: PolicyService,
  config: StoreConfig,
  budget: CallBudget,
): Promise<PolicyStore> {
  switch (service) {
    case 's3':
      return (await import('./bucket-policies.ts')).bucketPolicies(config, budget);
    case 'kms':
      return (await import('./key-policies.ts')).keyPolicies(config, budget);
    case 'sns':
      return (await import('./topic-policies.ts')).topicPolicies(config, budget);
    case 'sqs':
      return (await import('./queue-policies.ts')).queuePolicies(config, budget);
    case 'dynamodb':
      return (await import('./table-policies.ts')).tablePolicies(config, budget);
    case 'secretsmanager':
      return (await import('./secret-policies.ts')).secretPolicies(config, budget);
    case 'ecr':
      return (await import('./repository-policies.ts')).repositoryPolicies(config, budget);
  }
}
