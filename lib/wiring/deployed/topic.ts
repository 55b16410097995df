import { SNSClient } from '@aws-sdk/client-sns';
import { TopicNotifier } from '../../adapters/aws/topic-notifier.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { Base } from './base.ts';

/** The topic that people subscribe to. */
export function openTopic({ environment }: Base): Notifier {
  return new TopicNotifier({ client: new SNSClient({}), topic: environment.topic });
}
