import type { FileProblem } from '../../../lib/adapters/local/file-problem.ts';
import { recordsOf } from '../../../lib/adapters/local/record-files.ts';
import { watchedRecordsOf } from '../../../lib/adapters/local/watched-records.ts';
import { mayBeAgent } from '../../../lib/core/activity/agent-markers.ts';
import { isSession, type Reading } from '../../../lib/core/activity/call.ts';
import { readCall } from '../../../lib/core/activity/read-call.ts';
import { WATCHED_INTEREST } from '../../../lib/core/activity/scan/watched-interest.ts';
import type { JsonValue } from '../../../lib/core/json.ts';

/** What a reader makes of files: how many records, those that matter in order, and what cannot be read. */
export interface Seen {
  read: number;
  readonly matter: JsonValue[];
  readonly problems: FileProblem[];
}

function note(seen: Seen, record: JsonValue): void {
  seen.read += 1;
  if (saysSomething(readCall(record))) seen.matter.push(record);
}

/** Whether more than a count may come of a record. */
export function saysSomething(reading: Reading): boolean {
  if (reading.kind !== 'call') return reading.kind === 'unreadable';
  const { call } = reading;
  return call.error !== undefined || !isSession(call) || mayBeAgent(call.actor);
}

/** What is read of files where every record is parsed. */
export async function whole(paths: readonly string[]): Promise<Seen> {
  const seen: Seen = { read: 0, matter: [], problems: [] };
  for await (const each of recordsOf(paths)) {
    if (each.kind === 'problem') seen.problems.push(each.problem);
    else note(seen, each.record);
  }
  return seen;
}

/** What is read of files where only what may matter is parsed. */
export async function watched(
  paths: readonly string[],
  stdin?: AsyncIterable<Uint8Array>,
): Promise<Seen & { skipped: number }> {
  const seen: Seen & { skipped: number } = { read: 0, matter: [], problems: [], skipped: 0 };
  const reading = { interest: WATCHED_INTEREST, threads: 1, ...(stdin === undefined ? {} : { stdin }) };
  for await (const each of watchedRecordsOf(paths, reading)) {
    if (each.kind === 'problem') seen.problems.push(each.problem);
    if (each.kind === 'records') {
      seen.read += each.unrelated + each.counted;
      seen.skipped += each.unrelated + each.counted;
      for (const record of each.records) note(seen, record);
    }
  }
  return seen;
}

/** A record of a call of IAM, with its id. */
export const record = (name: string, id: string, more: object = {}) => ({
  eventVersion: '1.09',
  userIdentity: { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/app/i-1' },
  eventSource: 'iam.amazonaws.com',
  eventName: name,
  eventID: id,
  ...more,
});
/** A log file of these records. */
export const logOf = (...records: readonly unknown[]) => JSON.stringify({ Records: records });
/** The name of a trail's file of this time. */
export const nameAt = (time: string, region = 'us-east-1') =>
  `AWSLogs/111122223333/CloudTrail/${region}/2025/12/01/111122223333_CloudTrail_${region}_${time}_Ab1.json.gz`;
/** The ids of the records that matter, in their order. */
export const idsOf = ({ matter }: Seen) => JSON.stringify(matter).match(/(?<="eventID":")\w+/g) ?? [];
