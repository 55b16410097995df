import { type Instant, toIso } from '../../instant.ts';
import type { Case } from '../cases/case-parts.ts';
import type { HoldWaits } from '../ledger/stack-fact.ts';
import type { Governance } from '../standards/standards.ts';

/** What CloudFormation says of the stack that keeps something. */
export type StackReading =
  /** `stack`: the ARN of the outermost stack; `status`: as CloudFormation writes it, `UPDATE_IN_PROGRESS`. */
  | { readonly kind: 'found'; readonly stack: string; readonly status: string }
  /** No stack is known to have it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Whether a hold waits for a stack, or is made now; `because`: what is said of that. */
export type StackDecision =
  | ({ readonly kind: 'wait' } & Pick<HoldWaits, 'stack' | 'status' | 'look' | 'until' | 'since'>)
  | { readonly kind: 'hold'; readonly because: string };

const MINUTE = 60_000;
/** It is looked again as long after as it has waited, within these, in milliseconds. */
const SOONEST_LOOK = MINUTE;
const LATEST_LOOK = 5 * MINUTE;

/**
 * Statuses in which a stack may take away by itself what it gave, or would fail by a hold. In its cleanup the outcome is decided.
 * Source: CloudFormation user guide, "Stack status codes".
 */
const AT_WORK: ReadonlySet<string> = new Set([
  'CREATE_IN_PROGRESS',
  'ROLLBACK_IN_PROGRESS',
  'DELETE_IN_PROGRESS',
  'UPDATE_IN_PROGRESS',
  'UPDATE_ROLLBACK_IN_PROGRESS',
  'IMPORT_IN_PROGRESS',
  'IMPORT_ROLLBACK_IN_PROGRESS',
]);

/**
 * Until when the first hold of a finding may wait for the stack that keeps what it overwrites. Undefined: it waits for none, as
 * no stack has it, as it is critical, or as people have decided already.
 */
export function waitsUntil(
  { finding, hold, status }: Pick<Case, 'finding' | 'hold' | 'status'>,
  { waitForStackMinutes }: Pick<Governance, 'waitForStackMinutes'>,
): Instant | undefined {
  const isFirst = status === 'open' && hold.kind === 'none';
  if (!isFirst || finding.keptIn === undefined || finding.severity === 'critical') return undefined;
  return finding.raisedAt + waitForStackMinutes * MINUTE;
}

/** Whether a hold waits on, by what CloudFormation says now of the stack. What is not known to be at work is not waited for. */
export function waitOrHold(
  { waits }: Pick<Case, 'waits'>,
  reading: StackReading,
  { now, until }: { readonly now: Instant; readonly until: Instant },
): StackDecision {
  if (reading.kind === 'none') return hold('no stack is known to have it, the hold waits for none');
  if (reading.kind === 'unreadable')
    return hold(`the hold waits for no stack, as its state cannot be read: ${reading.why}`);
  const { stack, status } = reading;
  if (!AT_WORK.has(status)) return hold(`the stack ${stack} is ${status}`);
  if (now >= until) return hold(`the stack ${stack} is still ${status}, and was waited for until ${toIso(until)}`);
  const since = waits?.since ?? now;
  const look = Math.min(now + Math.min(Math.max(now - since, SOONEST_LOOK), LATEST_LOOK), until);
  return { kind: 'wait', stack, status, look, until, since };
}

function hold(because: string): StackDecision {
  return { kind: 'hold', because };
}
