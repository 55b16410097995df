import type { Call, Reading } from '../../core/activity/call.ts';
import { readCall } from '../../core/activity/read-call.ts';
import { findingOfUnreadable } from '../../core/governance/assess/finding-of-unreadable.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { JsonValue } from '../../core/json.ts';
import { notHandled } from '../calls/not-handled.ts';

/**
 * Where Ambit itself fails at a record, people are told and the replay goes on, as live, where it becomes a dead letter: one
 * record must not hide what millions of others show.
 */
export class ReplayFaults {
  readonly #calls = new Set<string>();
  #records = 0;
  #findings: Finding[] = [];

  /** At how many records and calls it failed. */
  get count(): number {
    return this.#records + this.#calls.size;
  }

  /** As `readCall`; a record at which it fails is one that cannot be read. */
  read(record: JsonValue): Reading {
    try {
      return readCall(record);
    } catch (fault) {
      this.#records += 1;
      const unread: Reading = { kind: 'unrelated', source: 'unknown', name: `record ${this.#records}` };
      return { kind: 'unreadable', problem: notHandled(unread, fault) };
    }
  }

  /** The answer to a question about a call; `otherwise` where that fails, and a finding, once for each call. */
  ask<Answer>(call: Call, question: () => Answer, otherwise: Answer): Answer {
    try {
      return question();
    } catch (fault) {
      if (!this.#calls.has(call.id)) {
        this.#findings.push(findingOfUnreadable(notHandled({ kind: 'call', call }, fault), call.time));
      }
      this.#calls.add(call.id);
      return otherwise;
    }
  }

  /** The findings since they were taken last. */
  take(): readonly Finding[] {
    const taken = this.#findings;
    this.#findings = [];
    return taken;
  }
}
