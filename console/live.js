// @ts-check
/** @import { LedgerEventWire } from '../lib/api/wire.ts' */

/** News that come within so many milliseconds are told together. */
const TOGETHER = 150;

/**
 * Follows the ledger. A page that nobody sees lets go of its connection, of which a browser has six for one host, and
 * goes on where it stopped when it is seen again.
 * @param {{ state: (text: string, isLive: boolean) => void, news: (events: readonly LedgerEventWire[]) => Promise<void> }} listener
 */
export function live({ state, news }) {
  /** @type {EventSource | undefined} */
  let source;
  let last = 0;
  /** @type {LedgerEventWire[]} */
  let waiting = [];

  const tell = () => {
    const events = waiting;
    waiting = [];
    // a read that failed is made up for by the next news, or when the connection is back
    news(events).catch(() => state('not up to date', false));
  };
  const connect = () => {
    source = new EventSource(last === 0 ? '/api/events' : `/api/events?from=${last + 1}`);
    let wasLost = false;
    source.addEventListener('open', () => {
      state('live', true);
      if (wasLost) tell();
      wasLost = false;
    });
    source.addEventListener('error', () => {
      wasLost = true;
      state('connection lost, trying again', false);
    });
    source.addEventListener('entry', (message) => {
      /** @type {unknown} */
      const event = JSON.parse(String(message.data));
      if (!isLedgerEvent(event) || event.sequence <= last) return;
      last = event.sequence;
      if (waiting.length === 0) setTimeout(tell, TOGETHER);
      waiting.push(event);
    });
  };
  const follow = () => {
    if (document.hidden) {
      source?.close();
      source = undefined;
    } else if (source === undefined) {
      connect();
      tell();
    }
  };
  document.addEventListener('visibilitychange', follow);
  follow();
}

/**
 * @param {unknown} event
 * @returns {event is LedgerEventWire}
 */
function isLedgerEvent(event) {
  return typeof event === 'object' && event !== null && 'sequence' in event;
}
