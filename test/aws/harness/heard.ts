import {
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  type PutRuleCommandInput,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { isJsonObject, jsonForm, type JsonObject } from '../../../lib/core/json.ts';
import { HUB, inMinistack, REGION, type Cloud } from '../cloud.ts';

/** Where to listen: by default on the default bus of the hub, for events of CloudTrail, in the usual state. */
export interface Ear {
  readonly accountId?: string;
  readonly bus?: string;
  readonly state?: PutRuleCommandInput['State'];
}

/** Makes a rule with a queue, and returns a function that tells and forgets the envelopes which came since. */
export async function listen(cloud: Cloud, ear: Ear = {}): Promise<() => Promise<readonly JsonObject[]>> {
  const { accountId = HUB, bus = 'default', state = 'ENABLED' } = ear;
  const name = `heard-${state.toLowerCase().replaceAll('_', '-')}`;
  const sqs = new SQSClient(inMinistack(cloud, accountId));
  const events = new EventBridgeClient(inMinistack(cloud, accountId));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const EventPattern = JSON.stringify({ 'detail-type': ['AWS API Call via CloudTrail'] });
  await events.send(new PutRuleCommand({ Name: name, EventBusName: bus, EventPattern, State: state }));
  const target = { Id: 'queue', Arn: `arn:aws:sqs:${REGION}:${accountId}:${name}` };
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [target] }));
  return () => emptied(sqs, QueueUrl ?? '');
}

async function emptied(sqs: SQSClient, QueueUrl: string): Promise<readonly JsonObject[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  if (Messages.length === 0) return [];
  for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return [...Messages.map(({ Body }) => objectIn(Body ?? '')), ...(await emptied(sqs, QueueUrl))];
}

function objectIn(text: string): JsonObject {
  const json = jsonForm(JSON.parse(text));
  if (!isJsonObject(json)) throw new Error(`no object: ${text}`);
  return json;
}

/** The records in envelopes, by some of their members. */
export function recordsIn(envelopes: readonly JsonObject[]): readonly JsonObject[] {
  return envelopes.map(({ detail }) => {
    if (detail === undefined || !isJsonObject(detail)) throw new Error('an envelope without a record');
    return detail;
  });
}
