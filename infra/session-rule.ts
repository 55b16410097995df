import { TELLING_OPERATIONS } from '../lib/core/activity/agent-markers.ts';
import type { CallRow } from '../lib/core/activity/calls/row.ts';
import { CALLS } from '../lib/core/activity/calls/table.ts';
import { AGENT_CALLS } from './agent-calls.ts';
import { ruleOf, type WatchRule, WHOLE } from './call-pattern.ts';
import type { Partition } from './partitions.ts';
import type { PickingRule } from './picking-rule.ts';

/** Which sessions are delivered of those that CloudTrail counts among the calls that only read (`AssumeRole`). */
export type WatchedSessions = 'agents' | 'all';

const ROWS = Map.groupBy(CALLS, operationOf);

/**
 * Whether a call does nothing but begin a session, so that it may wait: an account has such calls by the million, and
 * anybody makes them in a loop. Not those that alone tell of an agent, nor those that a rule for a whole service picks anyway.
 */
export function beginsSession(row: CallRow): boolean {
  const isPlain = ROWS.get(operationOf(row))?.every(({ kind }) => kind === 'session') ?? false;
  if (!isPlain || TELLING_OPERATIONS.includes(`${row.source}.amazonaws.com:${row.name}`)) return false;
  return row.reads === true || !WHOLE.includes(row.source);
}

/**
 * The rule for sessions that begin: they go to a queue of their own. `agents` leaves out those that CloudTrail counts among the
 * calls that only read; what agents begin `AGENT_CALLS` picks as well, for the queue of calls.
 */
export function sessionRule(partition: Partition, sessions: WatchedSessions): WatchRule {
  const rule = ruleOf('sessions', rowsOf(partition), partition);
  return { ...rule, reads: sessions === 'all' ? 'included' : 'left-out', lane: 'sessions' };
}

/** Picks sessions that begin from what others sent to the hub's bus. */
export function sentSessions(partition: Partition): PickingRule {
  const { detail } = ruleOf('sessions', rowsOf(partition), partition).pattern;
  const description = 'Sessions that begin in other accounts and Regions';
  return { name: 'sessions', description, reads: 'included', pattern: { ...SENT, detail } };
}

/** Picks all other calls there, and sessions where AWS says that an agent begins them: they do not wait with the others. */
export function sentCalls(partition: Partition): PickingRule {
  const { eventSource, eventName } = ruleOf('sessions', rowsOf(partition), partition).pattern.detail;
  const isOther = [
    { eventSource: [{ 'anything-but': eventSource }, { exists: false }] },
    { eventName: [{ 'anything-but': eventName }, { exists: false }] },
  ];
  const detail = { $or: [...isOther, ...AGENT_CALLS.pattern.detail.$or] };
  const description = 'Calls that other accounts and Regions sent';
  return { name: 'calls', description, reads: 'included', pattern: { ...SENT, detail } };
}

/** Nobody but AWS can put an event whose source begins so, and a rule cannot change what it forwards. */
const SENT = { source: [{ prefix: 'aws.' }], 'detail-type': [{ suffix: ' via CloudTrail' }] };

function rowsOf({ missingServices }: Partition): readonly CallRow[] {
  return CALLS.filter((row) => !missingServices.includes(row.source) && beginsSession(row));
}

function operationOf({ source, name }: Pick<CallRow, 'source' | 'name'>): string {
  return `${source}:${name}`;
}
