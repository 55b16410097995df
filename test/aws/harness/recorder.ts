import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
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
    id: { S: textAt(event, 'detail.eventID') ?? '' },
    document: { S: decodeURIComponent(PolicyDocument) },
    at: { N: `${Date.now()}` },
  };
  await table.send(new PutItemCommand({ TableName: process.env['TABLE'] ?? '', Item }));
  return true;
}

/** Answers over HTTP who asks, as the authorizer told. */
export async function answer(request: unknown) {
  const claims = jsonForm(request);
  const { Account } = await new STSClient().send(new GetCallerIdentityCommand({}));
  const body = { sub: textAt(claims, 'requestContext.authorizer.jwt.claims.sub'), account: Account, at: Date.now() };
  return { statusCode: 200, body: JSON.stringify(body) };
}
