import type { JsonValue } from '../json.ts';
import type { Reading } from './call.ts';
import { callRowsOf } from './calls/table.ts';
import { readRecord } from './read-record.ts';

/** What one CloudTrail record, or one EventBridge envelope around it, tells by the whole table of calls (`readRecord`). */
export function readCall(json: JsonValue): Reading {
  return readRecord(json, callRowsOf);
}
