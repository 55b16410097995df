import { GetKeyPolicyCommand, KMSClient, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import type { CallBudget } from '../call-budget.ts';
import type { PolicyStore, StoreConfig } from './policy-store.ts';

/** Policies of keys, of which each has one. Source: AWS KMS API reference. */
export function keyPolicies(config: StoreConfig, budget: CallBudget): PolicyStore {
  const kms = new KMSClient(config);
  return {
    async read(KeyId) {
      const command = new GetKeyPolicyCommand({ KeyId, PolicyName: 'default' });
      const found = await budget.spendOn('the policy of a key could not be read', (options) =>
        kms.send(command, options),
      );
      return found.Policy;
    },
    async write(KeyId, text) {
      const command = new PutKeyPolicyCommand({ KeyId, PolicyName: 'default', Policy: text });
      await budget.spendOn('the policy of a key could not be written', (options) => kms.send(command, options));
    },
  };
}
