import type { HandOver } from '../../ports/hand-over.ts';
import type { Notifier } from '../../ports/notifier.ts';
import type { Base } from './base.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** How functions tell people, and each other. */
export interface Messages {
  readonly notifiers: readonly Notifier[];
  readonly handOver: HandOver;
}

/** The topic that people subscribe to, and the bus; most invocations have nothing to say. */
export function openMessages(base: Base): Messages {
  const topic = whenFirstUsed(async () => (await import('./topic.ts')).openTopic(base));
  const bus = whenFirstUsed(async () => (await import('./bus.ts')).openBus(base));
  return {
    notifiers: [
      { channel: 'sns', announce: async (finding, message) => (await topic()).announce(finding, message) },
      {
        channel: 'eventbridge',
        announce: async (finding, message) => (await bus()).publisher.announce(finding, message),
      },
    ],
    handOver: { decided: async (findingId) => (await bus()).handOver.decided(findingId) },
  };
}
