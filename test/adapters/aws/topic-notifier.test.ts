import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { TopicNotifier } from '../../../lib/adapters/aws/topic-notifier.ts';
import { notifierContract } from '../../contract/notifier.contract.ts';
import { FINDING, findingWith } from '../../core/governance/approval-fixtures.ts';
import { faultNamed } from './memory-table.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Ambit-findings';

function opened() {
  const client = new SNSClient({ region: 'eu-west-1' });
  const published: PublishCommandInput[] = [];
  const mocked = mockClient(client);
  mocked.on(PublishCommand).callsFake((input: PublishCommandInput) => {
    published.push(input);
    return { MessageId: 'm' };
  });
  return { notifier: new TopicNotifier({ client, topic: TOPIC }), published, mocked };
}

notifierContract('a topic of SNS', (work) => {
  const { notifier, published } = opened();
  return work(notifier, () => published.map(({ Message }) => Message).join('\n'));
});

describe('a message to the topic', () => {
  test('says in its subject what it is about', async () => {
    const { notifier, published } = opened();
    await notifier.announce(FINDING, 'the excess is held');
    expect(published).toEqual([
      {
        TopicArn: TOPIC,
        Subject: 'Ambit: critical excess-access F-000000000001',
        Message: `${FINDING.id} ${FINDING.principal}: the excess is held\n\ncritical · excess-access · account 111122223333`,
      },
    ]);
  });

  test('has a subject that SNS takes, and no line that it did not write, whatever names are like', async () => {
    const { notifier, published } = opened();
    const name = `\u001b[2J\nAll is well\u202e${'é'.repeat(200)}`;
    await notifier.announce(findingWith({ id: name, principal: name }), 'a\r\nb');
    const [{ Subject, Message } = {}] = published;
    expect(Subject).toMatch(/^Ambit: [\u0020-\u007e]{1,92}$/);
    expect(Message?.split('\n')).toHaveLength(3);
    expect(Message).toContain('\\u{1b}[2J\\u{a}All is well\\u{202e}');
  });

  test('is cut to what SNS takes, at a whole character', async () => {
    const { notifier, published } = opened();
    await notifier.announce(FINDING, '🦜'.repeat(100_000));
    const [{ Message = '' } = {}] = published;
    expect(Buffer.byteLength(Message)).toBeLessThanOrEqual(250_000);
    expect(Buffer.byteLength(Message)).toBeGreaterThan(249_990);
    expect(Message).toMatch(/🦜… \(cut; the ledger has all of it\)$/u);
    expect(Message.isWellFormed()).toBe(true);
  });

  test('that SNS does not take is a fault', async () => {
    const { notifier, mocked } = opened();
    mocked.on(PublishCommand).rejects(faultNamed('KMSAccessDenied'));
    await expect(notifier.announce(FINDING, 'x')).rejects.toThrow('KMSAccessDenied');
  });
});
