import type { Reading, UnreadableCall } from '../../core/activity/call.ts';

/** A record at which Ambit itself failed, as an unreadable call: it may have granted anything. */
export function notHandled(reading: Reading, fault: unknown): UnreadableCall {
  const detail = `it could not be handled: ${fault instanceof Error ? fault.message : String(fault)}`;
  const problem = { code: 'NOT_HANDLED', field: 'record', detail } as const;
  switch (reading.kind) {
    case 'call': {
      const { id, source, name, account, time } = reading.call;
      return { ...problem, eventId: id, source, name, account, time };
    }
    case 'unrelated':
      return { ...problem, source: reading.source, name: reading.name };
    case 'unreadable':
      return reading.problem;
  }
}
