import { affectedBy } from '../../core/account/affected-by.ts';
import { type Call, changesOf, type Reading } from '../../core/activity/call.ts';
import { deliveryOf } from '../../core/activity/delivery.ts';
import { textAt } from '../../core/activity/member.ts';
import { readCall } from '../../core/activity/read-call.ts';
import { type AccessExplained, explainAccess } from '../../core/governance/assess/explain-access.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { JsonValue } from '../../core/json.ts';
import { type ReplayedStep, type ReplayInput, replayRecords } from './replay-records.ts';

/** The world of a replay, and the one call to explain. */
export interface ExplainInput extends Omit<ReplayInput, 'observer'> {
  /** The id under which a call is handled: its record's `eventID`, or that of the record that it corrects. */
  readonly callId: string;
}

/** What became of a call when the records before it and itself were replayed. */
export interface CallExplained {
  readonly callId: string;
  /** What each record with this id says, in the order of the records; empty: there is none. */
  readonly readings: readonly Reading[];
  /** The calls under this id that changed something: usually one. Refused calls, sessions and repeats are not among them. */
  readonly assessed: readonly AssessedStep[];
  /** Findings of records that could not be read. */
  readonly unreadable: readonly Finding[];
}

/** One call as it was assessed. */
export interface AssessedStep {
  readonly call: Call;
  /** Those whose access it may have moved. */
  readonly principals: readonly AccessExplained[];
  readonly findings: readonly Finding[];
}

/** Replays records until their end, and says why a call in them was a finding, or why it was none. Nothing is done. */
export async function explainCall({ callId, ...input }: ExplainInput): Promise<CallExplained> {
  const readings: Reading[] = [];
  const assessed: AssessedStep[] = [];
  const unreadable: Finding[] = [];
  async function* observed(): AsyncIterable<JsonValue> {
    for await (const record of input.records) {
      if (idOf(record) === callId) readings.push(readCall(record));
      yield record;
    }
  }
  const observer = (call: Call, step: ReplayedStep): void => {
    // calls that share an id are told apart by a number behind it
    if (call.id !== callId && !call.id.startsWith(`${callId}#`)) return;
    const principals = principalsMoved(call, step, input.governance);
    assessed.push({ call, principals, findings: step.findings });
  };
  for await (const step of replayRecords({ ...input, records: observed(), observer })) {
    if (step.kind === 'finding' && step.finding.kind === 'unreadable-call' && step.finding.call?.id === callId) {
      unreadable.push(step.finding);
    }
  }
  return { callId, readings, assessed, unreadable };
}

function idOf(record: JsonValue): string | undefined {
  const found = deliveryOf(record)?.record;
  return textAt(found, 'addendum.originalEventID') ?? textAt(found, 'eventID');
}

function principalsMoved(
  call: Call,
  { before, after }: ReplayedStep,
  governance: Governance,
): readonly AccessExplained[] {
  const moved = changesOf(call).flatMap((change) =>
    change.kind === 'access' && change.iam !== undefined
      ? [...affectedBy(change.iam, before), ...affectedBy(change.iam, after)]
      : [],
  );
  return [...new Set(moved)].flatMap((arn) => explainAccess({ before, after }, arn, governance) ?? []);
}
