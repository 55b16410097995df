import { mayBeAgent } from '../../core/activity/agent-markers.ts';
import { type Call, isSession, type Reading } from '../../core/activity/call.ts';
import { readCall } from '../../core/activity/read-call.ts';
import { agentFindingId } from '../../core/governance/agents/agent-session.ts';
import { findingOfUnreadable } from '../../core/governance/assess/finding-of-unreadable.ts';
import type { Instant } from '../../core/instant.ts';
import type { JsonValue } from '../../core/json.ts';
import type { Ledger } from '../../ports/ledger.ts';

/** What a comparison of the trail with the ledger came to. */
export interface MissedCount {
  /** Records of watched calls that changed something. */
  readonly watched: number;
  /** Those of them that no event had told, and that were fed in now. */
  readonly missed: number;
}

/** What the ledger knows, and where records that it lacks are sent. */
export interface FeedMissedDeps {
  readonly ledger: Ledger;
  /** Hands records to whoever handles events, as if they had been delivered. */
  readonly feed: (records: readonly JsonValue[]) => Promise<void>;
  readonly now: Instant;
}

/** So many records at once are handed on. */
const BATCH = 10;

/**
 * Feeds in what the trail recorded and the ledger does not know: EventBridge delivers most events, not all. The ledger has an
 * assessment of every call that was handled, so what it lacks was never delivered, or is still under way: read only
 * records that are old enough. Fed twice, a record is handled once. Of what agents do that changes nothing, one record of each
 * session is fed where none led to a finding; that is not counted, since it may be that there is none to find.
 */
export async function feedMissed(records: Iterable<JsonValue>, deps: FeedMissedDeps): Promise<MissedCount> {
  let watched = 0;
  let missed = 0;
  let batch: JsonValue[] = [];
  const sessions = new Set<string>();
  for (const record of records) {
    const reading = readCall(record);
    const session = sessionOfAgent(reading);
    const subject = session ?? subjectOf(reading, deps.now);
    if (subject === undefined || sessions.has(subject)) continue;
    if (session === undefined) watched += 1;
    else sessions.add(session);
    if ((await deps.ledger.about(subject)).length > 0) continue;
    if (session === undefined) missed += 1;
    batch.push(record);
    if (batch.length < BATCH) continue;
    await deps.feed(batch);
    batch = [];
  }
  if (batch.length > 0) await deps.feed(batch);
  return { watched, missed };
}

/** What the ledger has entries about once the record was handled; undefined: nothing, it is not watched or changed nothing. */
function subjectOf(reading: Reading, now: Instant): string | undefined {
  switch (reading.kind) {
    case 'call':
      return changesNothing(reading.call) ? undefined : reading.call.id;
    case 'unrelated':
      return undefined;
    case 'unreadable':
      return findingOfUnreadable(reading.problem, now).id;
  }
}

/** The finding that a call would lead to by who made it alone; undefined: it is no agent's, or does more than tell that. */
function sessionOfAgent(reading: Reading): string | undefined {
  if (reading.kind !== 'call' || !changesNothing(reading.call) || !mayBeAgent(reading.call.actor)) return undefined;
  return agentFindingId(reading.call);
}

function changesNothing(call: Call): boolean {
  return call.error !== undefined || isSession(call);
}
