import type { Finding } from '../../core/governance/finding.ts';
import { type JsonObject, jsonForm } from '../../core/json.ts';
import type { Notifier } from '../../ports/notifier.ts';
import { cutText } from './cut-text.ts';
import type { EventBus } from './event-bus.ts';

/** Bytes of an event's detail: EventBridge takes 256 KB with all that goes along (EventBridge user guide, "PutEvents"). */
const DETAIL = 240_000;
/** Bytes of a text where the whole finding does not fit. */
const TEXT = 2000;

/**
 * Publishes findings on the bus, for other systems: detail-type `Ambit Finding`, in the detail what happened (`message`) and
 * the finding without its frozen slice. One that does not fit is `cut` to what tells it apart: the ledger has the rest by `findingId`.
 */
export class EventPublisher implements Notifier {
  readonly channel = 'eventbridge';
  readonly #bus: EventBus;

  constructor(bus: EventBus) {
    this.#bus = bus;
  }

  async announce(finding: Finding, message: string): Promise<void> {
    await this.#bus.put('Ambit Finding', detailOf(finding, message));
  }
}

function detailOf(finding: Finding, message: string): JsonObject {
  const { frozen: _, ...rest } = finding;
  const whole = { findingId: finding.id, message, cut: false, finding: jsonForm(rest) };
  if (Buffer.byteLength(JSON.stringify(whole), 'utf8') <= DETAIL) return whole;
  const { id, kind, severity, principal, account, class: name, verdict, raisedAt, digest } = finding;
  const short = { id, kind, severity, principal: cut(principal), account, class: cut(name), verdict, raisedAt, digest };
  return { findingId: finding.id, message: cut(message), cut: true, finding: jsonForm(short) };
}

function cut(text: string): string {
  return cutText(text.toWellFormed(), TEXT, '…');
}
