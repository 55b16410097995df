import * as z from 'zod';
import type { Ministack } from '../ministack.ts';

/** So many events are asked about at once. */
const AT_ONCE = 200;
/** Any account, in the form in which MiniStack looks for it. */
const SIGNED = 'AWS4-HMAC-SHA256 Credential=111122223333/20260312/us-east-1/events/aws4_request';

const answer = z.object({ Results: z.array(z.array(z.boolean())) });

/**
 * What TestEventPattern says about each of the events (JSON texts) with each of the patterns (JSON texts): in the order of
 * the events, and in each in that of the patterns. One by one, tens of thousands of requests would take a minute.
 */
export async function testEventPatterns(
  { endpoint }: Ministack,
  patterns: readonly string[],
  events: readonly string[],
): Promise<readonly (readonly boolean[])[]> {
  const results: (readonly boolean[])[] = [];
  for (let start = 0; start < events.length; start += AT_ONCE) {
    const asked = await fetch(endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AWSEvents.TestEventPatterns', authorization: SIGNED },
      body: JSON.stringify({ Events: events.slice(start, start + AT_ONCE), EventPatterns: patterns }),
    });
    if (!asked.ok) throw new Error(`MiniStack did not answer about patterns: ${asked.status} ${await asked.text()}`);
    results.push(...answer.parse(await asked.json()).Results);
  }
  return results;
}
