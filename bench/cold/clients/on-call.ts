import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';

const clients = [DynamoDBClient, EventBridgeClient, IAMClient, SchedulerClient, SNSClient, STSClient].map(
  (Client) => new Client({}),
);

/** A function that has the clients of on-call, and does nothing with them. */
export const handler = async () => clients.length;
