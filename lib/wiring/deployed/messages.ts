import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { BusHandOver } from '../../adapters/aws/bus-hand-over.ts';
import { EventBus } from '../../adapters/aws/event-bus.ts';
import { EventPublisher } from '../../adapters/aws/event-publisher.ts';
import { TopicNotifier } from '../../adapters/aws/topic-notifier.ts';
import type { HandOver } from '../../ports/hand-over.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { Base } from './base.ts';

/** How functions tell people, and each other. */
export interface Messages {
  readonly notifiers: readonly Notifier[];
  readonly handOver: HandOver;
}

/** The topic that people subscribe to, and the bus. */
export function openMessages({ environment, pause }: Base): Messages {
  const bus = new EventBus({ client: new EventBridgeClient({}), name: environment.bus, pause });
  return {
    notifiers: [new TopicNotifier({ client: new SNSClient({}), topic: environment.topic }), new EventPublisher(bus)],
    handOver: new BusHandOver(bus),
  };
}
