import type { UnreadableCall } from '../../activity/call.ts';
import { digestOf } from '../../digest.ts';
import type { Instant } from '../../instant.ts';
import { jsonForm } from '../../json.ts';
import type { Finding } from '../finding.ts';
import { findingId, raise } from '../raise.ts';

const UNKNOWN = 'unknown';

/**
 * The finding that a record of a watched call could not be read: it may have granted anything, so it always alerts. The
 * record's event id, or where it has none what is wrong with it, gives the finding its id.
 */
export function findingOfUnreadable(problem: UnreadableCall, now: Instant): Finding {
  const { code, field, detail, eventId, source, name, account, time } = problem;
  const cause = eventId ?? digestOf(jsonForm(problem));
  const known = eventId !== undefined && source !== undefined && name !== undefined && time !== undefined;
  return raise(
    {
      id: findingId(cause, UNKNOWN, 'unreadable-call'),
      kind: 'unreadable-call',
      severity: 'high',
      principal: UNKNOWN,
      account: account ?? UNKNOWN,
      class: UNKNOWN,
      actor: { id: UNKNOWN, name: UNKNOWN, class: UNKNOWN, via: UNKNOWN, agentHints: [] },
      call: known ? { id: eventId, source, name, time } : null,
      verdict: 'undetermined',
      excess: [],
      witness: null,
      reasons: [{ rule: code, detail: `${field}: ${detail}` }],
      resources: [],
      raisedAt: now,
    },
    { kind: 'alert', why: 'a call that cannot be read cannot be undone: read the account' },
  );
}
