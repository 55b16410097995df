import {
  DeleteResourcePolicyCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-dynamodb';
import type { CallBudget } from '../call-budget.ts';
import { codeOf } from '../iam-fault.ts';
import type { PolicyStore, StoreConfig } from './policy-store.ts';

/** Policies of tables and streams. Source: Amazon DynamoDB API reference. */
export function tablePolicies(config: StoreConfig, budget: CallBudget): PolicyStore {
  const dynamo = new DynamoDBClient(config);
  return {
    async read(ResourceArn) {
      const command = new GetResourcePolicyCommand({ ResourceArn });
      try {
        const found = await budget.spendOn('the policy of a table could not be read', (options) =>
          dynamo.send(command, options),
        );
        return found.Policy;
      } catch (fault) {
        if (fault instanceof Error && codeOf(fault.cause) === 'PolicyNotFound') return undefined;
        throw fault;
      }
    },
    async write(ResourceArn, text) {
      await budget.spendOn('the policy of a table could not be written', async (options) =>
        text === undefined
          ? dynamo.send(new DeleteResourcePolicyCommand({ ResourceArn }), options)
          : dynamo.send(new PutResourcePolicyCommand({ ResourceArn, Policy: text }), options),
      );
    },
  };
}
