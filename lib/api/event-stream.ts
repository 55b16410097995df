import { type Context, Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { LocalApiDeps } from './deps.ts';
import { ledgerEvent } from './describe-fact.ts';
import { readNumber } from './read-query.ts';
import { refuse } from './refuse.ts';

/** How often the ledger is looked at, in milliseconds. */
const EVERY = 400;
/** After so many looks without news a comment is sent, so that nothing in between takes the line for dead. */
const QUIET_LOOKS = 40;
/** So many streams at once: each one reads the ledger again and again. */
const MOST_STREAMS = 50;

/**
 * `/events`: new ledger entries as server-sent events, the sequence number as their id. It goes on after `Last-Event-ID`,
 * else from entry `from`, else with what is appended from now on.
 * Streams beyond `MOST_STREAMS` are refused: whoever can reach the page could otherwise keep Ambit busy with reading.
 * Source: HTML standard, "Server-sent events".
 */
export function eventRoutes(deps: LocalApiDeps): Hono {
  const open = new Set<SSEStreamingApi>();
  return new Hono().get('/', async (context) => {
    if (context.req.method === 'HEAD') {
      return refuse(context, { status: 405, code: 'NOT_A_STREAM', message: 'ask for the stream with GET' });
    }
    const from = readNumber(context, 'from', { least: 1, most: Number.MAX_SAFE_INTEGER });
    if (!from.ok) return refuse(context, from.error);
    const first = lastEventId(context) ?? from.value ?? (await deps.usecases.ledger.head()) + 1;
    if (open.size >= MOST_STREAMS) {
      const message = `${MOST_STREAMS} pages are live already; close some of them`;
      return refuse(context, { status: 503, code: 'TOO_MANY_STREAMS', message });
    }
    return streamSSE(context, async (stream) => {
      open.add(stream);
      stream.onAbort(() => {
        open.delete(stream);
      });
      try {
        await follow(stream, first, deps);
      } catch (fault) {
        deps.reportFault(fault);
      } finally {
        open.delete(stream);
      }
    });
  });
}

/** The entry after the last one that this reader has got; undefined: it reads for the first time. */
function lastEventId(context: Context): number | undefined {
  const id = context.req.header('last-event-id') ?? '';
  return /^\d{1,15}$/.test(id) ? Number(id) + 1 : undefined;
}

async function follow(stream: SSEStreamingApi, first: number, { usecases }: LocalApiDeps): Promise<void> {
  const { ledger, governance, pause } = usecases;
  let next = first;
  let quiet = 0;
  await stream.write('retry: 1000\n\n');
  while (!stream.aborted) {
    const seen = next;
    for await (const entry of ledger.entries(next)) {
      if (stream.aborted) return;
      next = entry.sequence + 1;
      const text = JSON.stringify(ledgerEvent(entry, governance));
      await stream.writeSSE({ event: 'entry', id: String(entry.sequence), data: text });
    }
    quiet = next > seen ? 0 : quiet + 1;
    if (quiet % QUIET_LOOKS === QUIET_LOOKS - 1) await stream.write(': still here\n\n');
    await pause(EVERY);
  }
}
