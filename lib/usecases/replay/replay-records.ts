import type { Call } from '../../core/activity/call.ts';
import { applyCall } from '../../core/account/apply.ts';
import { missingFor } from '../../core/account/missing.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { JsonValue } from '../../core/json.ts';
import { orderCalls } from './order-calls.ts';
import { ReplayFaults } from './replay-faults.ts';
import type { ReplayGaps } from './replay-gaps.ts';
import { ReplayedAccounts, type ReplayedWorld } from './replayed-accounts.ts';
import { type ReplayCounts, ReplayedReadings, type SkippedRecords } from './replayed-readings.ts';

/** How many calls are kept back to be sorted: what CloudTrail delivers within some minutes. */
const WINDOW = 5000;

/** The world before the records, and the records. */
export interface ReplayInput extends ReplayedWorld {
  readonly records: AsyncIterable<JsonValue>;
  /** How many more there were so far that were not even parsed. */
  readonly skipped?: () => SkippedRecords;
  /** Is told of each call that is assessed, in the order in which they happened. */
  readonly observer?: (call: Call, step: ReplayedStep) => void;
}

/** The account of a call before and after it, and what was found. */
export interface ReplayedStep {
  readonly before: AccountState;
  readonly after: AccountState;
  readonly findings: readonly Finding[];
}

/**
 * A finding as it comes up, and how many principals its account is known to have by then; at the end, once, the counts, at how
 * many records Ambit itself failed, and what could not be known.
 */
export type ReplayStep =
  | { readonly kind: 'finding'; readonly finding: Finding; readonly principals: number }
  | { readonly kind: 'counts'; readonly counts: ReplayCounts; readonly faults: number; readonly gaps: ReplayGaps };

/**
 * What Ambit would have found, had it seen these records: only reads, never acts. Records may come in any order, from
 * several accounts, and twice. The present moment of each finding is the moment of its call. Where Ambit itself fails at a
 * record, that is a finding, and the replay goes on.
 */
export async function* replayRecords(input: ReplayInput): AsyncIterable<ReplayStep> {
  const readings = new ReplayedReadings({ keepsSessions: input.observer !== undefined });
  const replayed = new ReplayedAccounts(input);
  const faults = new ReplayFaults();
  const raised = new Set<string>();
  function* fresh(findings: readonly Finding[]): Iterable<ReplayStep> {
    for (const finding of [...readings.takeUnreadable(), ...findings, ...faults.take()]) {
      if (raised.has(finding.id)) continue;
      raised.add(finding.id);
      yield { kind: 'finding', finding, principals: replayed.principalsIn(finding.account) };
    }
  }

  const lacks = (call: Call) => faults.ask(call, () => lacksSomething(call, replayed.stateOf(call)), false);
  const fits = (call: Call) => faults.ask(call, () => applies(call, replayed.stateOf(call)), false);
  for await (const { call } of orderCalls(callsIn(input, readings, faults), { window: WINDOW, lacks, fits })) {
    const before = replayed.stateOf(call);
    const findings = faults.ask(call, () => replayed.assess(call), []);
    input.observer?.(call, { before, after: replayed.stateOf(call), findings });
    yield* fresh(findings);
  }
  for (const call of readings.untold) yield* fresh(faults.ask(call, () => replayed.assessUntold([call]), []));
  yield* fresh([]);
  yield { kind: 'counts', counts: readings.counts, faults: faults.count, gaps: replayed.gaps() };
}

async function* callsIn(
  { records, skipped }: ReplayInput,
  readings: ReplayedReadings,
  faults: ReplayFaults,
): AsyncIterable<Call> {
  for await (const record of records) {
    const reading = faults.read(record);
    const add = () => readings.add(reading);
    const call = reading.kind === 'call' ? faults.ask(reading.call, add, undefined) : add();
    if (call !== undefined) yield call;
  }
  if (skipped !== undefined) readings.addSkipped(skipped());
}

function lacksSomething({ change, error }: Call, state: AccountState): boolean {
  return (
    error === undefined &&
    change.kind === 'access' &&
    change.iam !== undefined &&
    missingFor(change.iam, state) !== undefined
  );
}

function applies({ change }: Call, state: AccountState): boolean {
  return change.kind !== 'access' || change.iam === undefined || applyCall(state, change.iam).ok;
}
