// @ts-check
import { readLedger } from './api.js';
import { provider } from './sign-in.js';
/** @import { LedgerEventWire } from '../lib/api/wire.ts' */

/**
 * Is told how the connection is, and what is new.
 * @typedef {{ state: (text: string, isLive: boolean) => void, news: (events: readonly LedgerEventWire[]) => Promise<void> }} Listener
 */

/** News that come within so many milliseconds are told together. */
const TOGETHER = 150;

/** A deployed API answers once and streams nothing: the page asks it so often, in milliseconds. */
const ASKED_EVERY = 5_000;

/**
 * Follows the ledger, by a stream where there is one.
 * @param {Listener} listener
 */
export function live(listener) {
  if (provider === undefined) stream(listener);
  else poll(listener);
}

/**
 * Asks for what is new, as long as somebody sees the page.
 * @param {Listener} listener
 */
function poll({ state, news }) {
  /** @type {number | undefined} */
  let last;
  const ask = async () => {
    if (document.hidden) return;
    // what is there at first, the page has read already
    const page = await readLedger(last === undefined ? undefined : last + 1);
    const isNews = last !== undefined && page.entries.length > 0;
    last = page.entries.at(-1)?.sequence ?? last ?? page.head;
    state('live', true);
    if (isNews) await news(page.entries);
  };
  const again = () => {
    ask()
      .catch((fault) => state(fault instanceof Error ? fault.message : 'not up to date', false))
      .finally(() => setTimeout(again, ASKED_EVERY));
  };
  again();
}

/**
 * Follows the stream. A page that nobody sees lets go of its connection, of which a browser has six for one host, and
 * goes on where it stopped when it is seen again.
 * @param {Listener} listener
 */
function stream({ state, news }) {
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
