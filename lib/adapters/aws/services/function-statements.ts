import {
  AddPermissionCommand,
  FunctionUrlAuthType,
  GetPolicyCommand,
  LambdaClient,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import type { StatementOrder } from '../../../core/account/plan-call.ts';
import { overwritingStatement } from '../../../core/account/services/statements.ts';
import { storedDocument } from '../../../core/account/stored-document.ts';
import type { CallBudget } from '../call-budget.ts';
import { codeOf } from '../iam-fault.ts';
import type { StoreConfig } from './policy-store.ts';
import type { Family } from './service-family.ts';

/** What is there of a function's policy; undefined: none. */
interface Found {
  readonly policy: string;
  readonly revision: string | undefined;
}

/**
 * Statements of the policies of functions, for one call: it is made only on the revision that was looked at, so that what anybody
 * changes in between is not lost. Source: AWS Lambda API reference.
 */
export function functionStatements(config: StoreConfig, budget: CallBudget): Family<StatementOrder> {
  const lambda = new LambdaClient(config);
  let revision: string | undefined;
  const read = async ({ resource, qualifier }: StatementOrder): Promise<Found | undefined> => {
    const command = new GetPolicyCommand({ FunctionName: resource, Qualifier: qualifier });
    try {
      const { Policy: policy = '', RevisionId } = await budget.spendOn(
        'the policy of a function could not be read',
        (options) => lambda.send(command, options),
      );
      return { policy, revision: RevisionId };
    } catch (fault) {
      if (fault instanceof Error && codeOf(fault.cause) === 'ResourceNotFound') return undefined;
      throw fault;
    }
  };
  return {
    async look(call) {
      const found = await read(call);
      revision = found?.revision;
      return overwritingStatement(found === undefined ? null : storedDocument(found.policy), call);
    },
    async send(call) {
      const { name, resource, qualifier, statementId, asked } = call;
      const about = { FunctionName: resource, Qualifier: qualifier, StatementId: statementId, RevisionId: revision };
      await budget.spendOn('a statement of a function could not be changed', async (options) =>
        name === 'RemovePermission'
          ? lambda.send(new RemovePermissionCommand(about), options)
          : lambda.send(new AddPermissionCommand({ ...about, ...permissionOf(asked) }), options),
      );
    },
  };
}

/** Who may do what, as the API names it. */
function permissionOf(asked: StatementOrder['asked']) {
  return {
    Action: asked['action'],
    Principal: asked['principal'],
    SourceArn: asked['sourceArn'],
    SourceAccount: asked['sourceAccount'],
    EventSourceToken: asked['eventSourceToken'],
    PrincipalOrgID: asked['principalOrgID'],
    ...authTypeOf(asked['functionUrlAuthType']),
  };
}

function authTypeOf(text: string | undefined) {
  const type = Object.values(FunctionUrlAuthType).find((each) => each === text);
  return type === undefined ? {} : { FunctionUrlAuthType: type };
}
