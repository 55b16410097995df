import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { BusHandOver } from '../../../lib/adapters/aws/bus-hand-over.ts';
import { EventBus } from '../../../lib/adapters/aws/event-bus.ts';
import { EventPublisher } from '../../../lib/adapters/aws/event-publisher.ts';
import { KmsSigner } from '../../../lib/adapters/aws/kms-signer.ts';
import { TopicNotifier } from '../../../lib/adapters/aws/topic-notifier.ts';
import { signerContract } from '../../contract/signer.contract.ts';
import { FINDING } from '../../core/governance/approval-fixtures.ts';
import { type Ministack, startMinistack } from '../ministack.ts';

let ministack: Ministack;

beforeAll(async () => {
  ministack = await startMinistack();
});

afterAll(() => ministack.stop());

function settings() {
  const credentials = { accessKeyId: '123456789012', secretAccessKey: 'secret' };
  return { endpoint: ministack.endpoint, region: 'us-east-1', credentials };
}

signerContract('a key of KMS', async (work) => {
  const client = new KMSClient(settings());
  const { KeyMetadata } = await client.send(
    new CreateKeyCommand({ KeySpec: 'ECC_NIST_EDWARDS25519', KeyUsage: 'SIGN_VERIFY' }),
  );
  await work(new KmsSigner({ client, key: KeyMetadata?.Arn ?? '' }));
});

test('a key of another kind is refused when it is to sign', async () => {
  const client = new KMSClient(settings());
  const { KeyMetadata } = await client.send(
    new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' }),
  );
  const signer = new KmsSigner({ client, key: KeyMetadata?.Arn ?? '' });
  for (const asked of [signer.publicKey(), signer.sign('x')]) {
    await expect(asked).rejects.toMatchObject({ name: 'StoreFault', code: 'UNSUPPORTED' });
  }
});

/** A queue that SNS and EventBridge may send to, and the next messages in it. */
async function queueNamed(name: string) {
  const sqs = new SQSClient(settings());
  const senders = { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] };
  const Statement = [{ Effect: 'Allow', Principal: senders, Action: 'sqs:SendMessage', Resource: '*' }];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement });
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const received = async (count: number): Promise<readonly string[]> => {
    const bodies: string[] = [];
    while (bodies.length < count) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
      for (const { Body = '', ReceiptHandle } of Messages) {
        bodies.push(Body);
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
    return bodies;
  };
  return { arn: Attributes?.['QueueArn'] ?? '', received };
}

test('an announcement reaches who subscribed to the topic', async () => {
  const sns = new SNSClient(settings());
  const { TopicArn: topic = '' } = await sns.send(new CreateTopicCommand({ Name: 'Ambit-findings' }));
  const queue = await queueNamed('subscribed');
  await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: queue.arn }));
  await new TopicNotifier({ client: sns, topic }).announce(FINDING, 'the excess is held');
  const [body = ''] = await queue.received(1);
  expect(JSON.parse(body)).toMatchObject({
    Subject: 'Ambit: critical excess-access F-000000000001',
    Message: expect.stringContaining(`${FINDING.principal}: the excess is held`),
  });
});

describe('the bus', () => {
  async function busWithQueue() {
    const events = new EventBridgeClient(settings());
    await events.send(new CreateEventBusCommand({ Name: 'Ambit' }));
    const queue = await queueNamed('matched');
    const rule = { Name: 'decided', EventBusName: 'Ambit' };
    const pattern = { source: ['ambit'], 'detail-type': ['Ambit Finding', 'Ambit Finding Decided'] };
    await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify(pattern) }));
    await events.send(
      new PutTargetsCommand({ Rule: rule.Name, EventBusName: 'Ambit', Targets: [{ Id: 'q', Arn: queue.arn }] }),
    );
    const bus = new EventBus({ client: events, name: 'Ambit', pause: (milliseconds) => setTimeout(milliseconds) });
    return { bus, queue };
  }

  test('gives findings to who asks for them, and decided ones to who may restore', async () => {
    const { bus, queue } = await busWithQueue();
    await new EventPublisher(bus).announce(FINDING, 'the excess is held');
    await new BusHandOver(bus).decided(FINDING.id);
    const bodies = (await queue.received(2)).map((body): unknown => JSON.parse(body));
    expect(bodies).toContainEqual(
      expect.objectContaining({
        source: 'ambit',
        'detail-type': 'Ambit Finding',
        detail: expect.objectContaining({ findingId: FINDING.id, message: 'the excess is held', cut: false }),
      }),
    );
    expect(bodies).toContainEqual(
      expect.objectContaining({ 'detail-type': 'Ambit Finding Decided', detail: { findingId: FINDING.id } }),
    );
  });
});
