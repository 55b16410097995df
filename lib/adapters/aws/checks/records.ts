import { DescribeContinuousBackupsCommand, DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { GetObjectLockConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import { ListSubscriptionsByTopicCommand, type SNSClient } from '@aws-sdk/client-sns';
import { type Check, fine, problem, warning } from './check.ts';

const DEPLOY = 'find out who changed it, and deploy the stack again';

/** Whether the table can neither be deleted by mistake nor lose what was in it. */
export async function checkTable(client: DynamoDBClient, TableName: string): Promise<Check> {
  const name = 'table';
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const { ContinuousBackupsDescription: backups } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName }),
  );
  const lacks = [
    ...(Table?.TableStatus === 'ACTIVE' ? [] : [`it is ${Table?.TableStatus ?? 'in no state'}`]),
    ...(Table?.DeletionProtectionEnabled === true ? [] : ['anybody who may can delete it']),
    ...(backups?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus === 'ENABLED'
      ? []
      : ['it cannot be restored to a point in time']),
  ];
  if (lacks.length === 0) return fine(name, `${TableName} is protected from deletion and can be restored`);
  return problem(name, `${TableName}: ${lacks.join('; ')}`, DEPLOY);
}

/** Whether the copy of the ledger is locked. */
export async function checkEvidence(client: S3Client, Bucket: string): Promise<Check> {
  const name = 'evidence';
  const { ObjectLockConfiguration: lock } = await client.send(new GetObjectLockConfigurationCommand({ Bucket }));
  const { Mode, Days, Years } = lock?.Rule?.DefaultRetention ?? {};
  const time = Years === undefined ? `${Days ?? 0} days` : `${Years} years`;
  if (lock?.ObjectLockEnabled === 'Enabled' && Mode === 'COMPLIANCE') {
    return fine(name, `what lies in ${Bucket} is locked for ${time}`);
  }
  return problem(name, `what lies in ${Bucket} is not locked: its mode is ${Mode ?? 'none'}`, DEPLOY);
}

/** Whether checkpoints can be signed. */
export async function checkKey(client: KMSClient, KeyId: string): Promise<Check> {
  const name = 'signing key';
  const { KeyMetadata: key } = await client.send(new DescribeKeyCommand({ KeyId }));
  if (key?.KeyState === 'Enabled') return fine(name, `it is enabled (${key.KeySpec ?? 'of no spec'})`);
  const todo =
    key?.KeyState === 'PendingDeletion'
      ? `aws kms cancel-key-deletion --key-id ${KeyId} && aws kms enable-key --key-id ${KeyId}`
      : `aws kms enable-key --key-id ${KeyId}`;
  return problem(
    name,
    `it is ${key?.KeyState ?? 'in no state'}, so the ledger is not sealed`,
    `find out who did it, then ${todo}`,
  );
}

/** Whether anybody receives findings and alarms. */
export async function checkTopic(client: SNSClient, TopicArn: string): Promise<Check> {
  const name = 'topic';
  let told = 0;
  let pending = 0;
  let NextToken: string | undefined;
  do {
    const page = await client.send(
      new ListSubscriptionsByTopicCommand({ TopicArn, ...(NextToken === undefined ? {} : { NextToken }) }),
    );
    for (const { SubscriptionArn } of page.Subscriptions ?? []) {
      if (SubscriptionArn === 'PendingConfirmation') pending += 1;
      else told += 1;
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  const waiting = pending > 0 ? `, ${pending} have not confirmed` : '';
  if (told > 0) return fine(name, `${told} subscribers are told of findings and alarms${waiting}`);
  const todo = `confirm by the mail that AWS sent, or aws sns subscribe --topic-arn ${TopicArn} --protocol email --notification-endpoint ADDRESS`;
  return warning(name, `nobody is told of findings and alarms${waiting}`, todo);
}
