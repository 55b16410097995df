import {
  DeleteResourcePolicyCommand,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { secretIdOf } from '../../../core/account/services/resource-names.ts';
import type { CallBudget } from '../call-budget.ts';
import type { PolicyStore, StoreConfig } from './policy-store.ts';

/**
 * Policies of secrets. `BlockPublicPolicy` is left out: it is a check of one call and nothing that is kept, and what was open to
 * everyone before the call that is held could not be put back. Source: AWS Secrets Manager API reference.
 */
export function secretPolicies(config: StoreConfig, budget: CallBudget): PolicyStore {
  const secrets = new SecretsManagerClient(config);
  return {
    async read(arn) {
      const command = new GetResourcePolicyCommand({ SecretId: secretIdOf(arn) });
      const found = await budget.spendOn('the policy of a secret could not be read', (options) =>
        secrets.send(command, options),
      );
      return found.ResourcePolicy;
    },
    async write(arn, text) {
      const SecretId = secretIdOf(arn);
      await budget.spendOn('the policy of a secret could not be written', async (options) =>
        text === undefined
          ? secrets.send(new DeleteResourcePolicyCommand({ SecretId }), options)
          : secrets.send(new PutResourcePolicyCommand({ SecretId, ResourcePolicy: text }), options),
      );
    },
  };
}
