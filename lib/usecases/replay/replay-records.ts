import { readCall } from '../../core/activity/read-call.ts';
import { mayBeAgent } from '../../core/activity/agent-markers.ts';
import { type Call, isSession, type Reading } from '../../core/activity/call.ts';
import { missingFor } from '../../core/account/missing.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { findingOfUnreadable } from '../../core/governance/assess/finding-of-unreadable.ts';
import type { Instant } from '../../core/instant.ts';
import type { JsonValue } from '../../core/json.ts';
import { orderCalls } from './order-calls.ts';
import type { ReplayGaps } from './replay-gaps.ts';
import { ReplayedAccounts, type ReplayedWorld } from './replayed-accounts.ts';
import { tellApart } from './tell-apart.ts';

/** How many calls are kept back to be sorted: what CloudTrail delivers within some minutes. */
const WINDOW = 5000;

export interface ReplayInput extends ReplayedWorld {
  readonly records: AsyncIterable<JsonValue>;
  /** How many more there were so far that were not even parsed. */
  readonly skipped?: () => SkippedRecords;
  /** Is told of each call that is assessed, in the order in which they happened. */
  readonly observer?: (call: Call, step: ReplayedStep) => void;
}

/** Records that a reader passed over. */
export interface SkippedRecords {
  /** No row of the table of calls names them. */
  readonly unrelated: number;
  /** Calls that AWS took and of which nothing but a count comes: sessions without a sign of an agent. */
  readonly counted: number;
}

/** The account of a call before and after it, and what was found. */
export interface ReplayedStep {
  readonly before: AccountState;
  readonly after: AccountState;
  readonly findings: readonly Finding[];
}

/** How many records there were, and what they were. `read` is the sum of `understood`, `unrelated` and `unreadable`. */
export interface ReplayCounts {
  readonly read: number;
  /** Watched calls that were read, the refused and the repeated ones among them. */
  readonly understood: number;
  /** Of the understood: AWS refused them, they changed nothing. */
  readonly denied: number;
  /** Of the understood, without what was not even parsed: they were there before, the same call under the same id. */
  readonly repeated: number;
  readonly unrelated: number;
  readonly unreadable: number;
}

/** A finding as it comes up; at the end, once, the counts and what could not be known. */
export type ReplayStep =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'counts'; readonly counts: ReplayCounts; readonly gaps: ReplayGaps };

/**
 * What Ambit would have found, had it seen these records: only reads, never acts. Records may come in any order, from
 * several accounts, and twice. The present moment of each finding is the moment of its call.
 */
export async function* replayRecords(input: ReplayInput): AsyncIterable<ReplayStep> {
  const tally = { read: 0, understood: 0, denied: 0, repeated: 0, unrelated: 0, unreadable: 0 };
  const replayed = new ReplayedAccounts(input);
  const apart = tellApart();
  const found: Finding[] = [];

  async function* effectiveCalls(): AsyncIterable<Call> {
    for await (const record of input.records) {
      tally.read += 1;
      const call = effective(readCall(record));
      if (call !== undefined) yield call;
    }
    const { unrelated, counted } = input.skipped?.() ?? { unrelated: 0, counted: 0 };
    tally.read += unrelated + counted;
    tally.unrelated += unrelated;
    tally.understood += counted;
  }

  /** The call that a record tells, where AWS took it and it was not there before. */
  function effective(reading: Reading): Call | undefined {
    switch (reading.kind) {
      case 'unrelated':
        tally.unrelated += 1;
        return undefined;
      case 'unreadable':
        tally.unreadable += 1;
        found.push(findingOfUnreadable(reading.problem, reading.problem.time ?? UNKNOWN_TIME));
        return undefined;
      case 'call': {
        tally.understood += 1;
        const { call, standing } = apart(reading.call);
        if (standing === 'repeated') tally.repeated += 1;
        if (call.error !== undefined) tally.denied += 1;
        return standing === 'first' && saysSomething(call) ? call : undefined;
      }
    }
  }

  /** Whether a finding may come of a call, or somebody wants to know of it. */
  function saysSomething(call: Call): boolean {
    if (mayBeAgent(call.actor)) return true;
    return call.error === undefined && (input.observer !== undefined || !isSession(call));
  }

  const raised = new Set<string>();
  function* fresh(): Iterable<ReplayStep> {
    for (const finding of found.splice(0)) {
      if (raised.has(finding.id)) continue;
      raised.add(finding.id);
      yield { kind: 'finding', finding };
    }
  }

  const lacks = (call: Call) => lacksSomething(call, replayed.stateOf(call));
  for await (const { call } of orderCalls(effectiveCalls(), { window: WINDOW, lacks })) {
    const before = replayed.stateOf(call);
    const findings = replayed.assess(call);
    input.observer?.(call, { before, after: replayed.stateOf(call), findings });
    found.push(...findings);
    yield* fresh();
  }
  yield* fresh();
  yield { kind: 'counts', counts: tally, gaps: replayed.gaps() };
}

/** A record that does not say when: the finding says so by 1970. */
const UNKNOWN_TIME: Instant = 0;

function lacksSomething({ change, error }: Call, state: AccountState): boolean {
  return (
    error === undefined &&
    change.kind === 'access' &&
    change.iam !== undefined &&
    missingFor(change.iam, state) !== undefined
  );
}
