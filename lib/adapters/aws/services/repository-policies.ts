import {
  DeleteRepositoryPolicyCommand,
  ECRClient,
  GetRepositoryPolicyCommand,
  SetRepositoryPolicyCommand,
} from '@aws-sdk/client-ecr';
import { repositoryNameOf } from '../../../core/account/services/resource-names.ts';
import type { CallBudget } from '../call-budget.ts';
import { codeOf } from '../iam-fault.ts';
import type { PolicyStore, StoreConfig } from './policy-store.ts';

/**
 * Policies of repositories. A policy that locks out who sets it is refused, as it would be for anybody (no `force`).
 * Source: Amazon ECR API reference.
 */
export function repositoryPolicies(config: StoreConfig, budget: CallBudget): PolicyStore {
  const ecr = new ECRClient(config);
  return {
    async read(arn) {
      const command = new GetRepositoryPolicyCommand({ repositoryName: repositoryNameOf(arn) });
      try {
        const found = await budget.spendOn('the policy of a repository could not be read', (options) =>
          ecr.send(command, options),
        );
        return found.policyText;
      } catch (fault) {
        if (fault instanceof Error && codeOf(fault.cause) === 'RepositoryPolicyNotFound') return undefined;
        throw fault;
      }
    },
    async write(arn, text) {
      const repositoryName = repositoryNameOf(arn);
      await budget.spendOn('the policy of a repository could not be written', async (options) =>
        text === undefined
          ? ecr.send(new DeleteRepositoryPolicyCommand({ repositoryName }), options)
          : ecr.send(new SetRepositoryPolicyCommand({ repositoryName, policyText: text }), options),
      );
    },
  };
}
