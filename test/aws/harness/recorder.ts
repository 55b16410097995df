import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { textAt } from '../../../lib/core/activity/member.ts';
import { jsonForm } from '../../../lib/core/json.ts';

const table = new DynamoDBClient();
const iam = new IAMClient();

/** What SQS hands to a function. */
interface Batch {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

/** Notes every call that it hears of, with the policy as IAM has it; an event without a role's name fails. */
export async function handler({ Records }: Batch) {
  const failed = await Promise.all(
    Records.map(async (message) => ((await noted(message.body)) ? [] : [message.messageId])),
  );
  return { batchItemFailures: failed.flat().map((itemIdentifier) => ({ itemIdentifier })) };
}

async function noted(body: string): Promise<boolean> {
  const event = jsonForm(JSON.parse(body));
  const RoleName = textAt(event, 'detail.requestParameters.roleName');
  const PolicyName = textAt(event, 'detail.requestParameters.policyName');
  if (RoleName === undefined || PolicyName === undefined) return false;
  const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  const Item = {
    id: { S: `${PolicyName}-${textAt(event, 'detail.eventID') ?? ''}` },
    document: { S: decodeURIComponent(PolicyDocument) },
    at: { N: `${Date.now()}` },
  };
  const Put = { TableName: process.env['TABLE'] ?? '', Item };
  await table.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }));
  return true;
}

/** Answers over HTTP who asks, as the authorizer told, and which of two roles it could assume. */
export async function answer(request: unknown) {
  const sub = textAt(jsonForm(request), 'requestContext.authorizer.jwt.claims.sub');
  const roles = { trusting: await outcomeOf('TRUSTING'), closed: await outcomeOf('CLOSED') };
  return { statusCode: 200, body: JSON.stringify({ sub, ...roles, at: Date.now() }) };
}

async function outcomeOf(variable: string): Promise<string> {
  const assume = new AssumeRoleCommand({ RoleArn: process.env[variable] ?? '', RoleSessionName: 'answerer' });
  try {
    return (await new STSClient().send(assume)).AssumedRoleUser?.Arn ?? '';
  } catch (error) {
    return error instanceof Error ? error.name : 'unknown';
  }
}
