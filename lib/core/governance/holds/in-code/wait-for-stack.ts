import { type Instant, toIso } from '../../../instant.ts';
import type { Case } from '../../cases/case-parts.ts';
import type { HoldWaits } from '../../ledger/stack-fact.ts';
import type { Finding } from '../../finding.ts';
import type { Governance } from '../../standards/standards.ts';

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
 * Whether the hold of a finding may wait for the stack that keeps what it overwrites: the first one may, unless it is critical, or
 * people have decided already.
 */
export function mayWait({ finding, status }: Pick<Case, 'finding' | 'status'>): boolean {
  return status === 'open' && finding.keptIn !== undefined && finding.severity !== 'critical';
}

/**
 * Until when the hold of a finding may wait, by the rules and by which others have waited: those of the same thing within the window
 * of `flapping` wait together, no longer than the first of them, and the newest is held first. So nobody keeps it open by granting
 * it again and again.
 */
export function waitsUntil(
  finding: Finding,
  others: readonly Case[],
  { waitForStackMinutes, flapping }: Pick<Governance, 'waitForStackMinutes' | 'flapping'>,
): Instant {
  const since = finding.raisedAt - flapping.withinMinutes * MINUTE;
  const before = others
    .filter(({ waits }) => waits !== undefined)
    .map((other) => other.finding)
    .filter((other) => other.raisedAt > since && isBefore(other, finding) && isOfSameThing(other, finding));
  const raised = [finding, ...before].map(({ raisedAt }) => raisedAt);
  return Math.min(...raised) + waitForStackMinutes * MINUTE - before.length;
}

function isBefore(one: Finding, other: Finding): boolean {
  return one.raisedAt === other.raisedAt ? one.id < other.id : one.raisedAt < other.raisedAt;
}

/** Whether two findings are of one thing that a stack keeps. */
export function isOfSameThing(one: Finding, other: Finding): boolean {
  const [names, others] = [one.keptIn?.names ?? [], other.keptIn?.names ?? []];
  const isThere = one.account === other.account && one.keptIn?.region === other.keptIn?.region;
  return isThere && names.some((name) => others.includes(name));
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
