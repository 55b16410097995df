import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { BusHandOver } from '../../adapters/aws/bus-hand-over.ts';
import { EventBus } from '../../adapters/aws/event-bus.ts';
import { EventPublisher } from '../../adapters/aws/event-publisher.ts';
import type { HandOver } from '../../ports/hand-over.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { Base } from './base.ts';

/** Ambit's bus: findings for whoever listens, and what people decided, for the function that acts on it. */
export function openBus({ environment, pause }: Base): { readonly publisher: Notifier; readonly handOver: HandOver } {
  const bus = new EventBus({ client: new EventBridgeClient({}), name: environment.bus, pause });
  return { publisher: new EventPublisher(bus), handOver: new BusHandOver(bus) };
}
