import { serviceCallsIn } from '../../../core/account/plan-call.ts';
import type { Case } from '../../../core/governance/cases/case.ts';
import type { Finding, StackPart } from '../../../core/governance/finding.ts';
import { planOf } from '../../../core/governance/holds/hold-due.ts';
import {
  mayWait,
  type StackReading,
  waitOrHold,
  waitsUntil,
} from '../../../core/governance/holds/in-code/wait-for-stack.ts';
import type { StackFact } from '../../../core/governance/ledger/stack-fact.ts';
import type { Governance } from '../../../core/governance/standards/standards.ts';
import { toIso } from '../../../core/instant.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { ServiceEnforcer } from '../../../ports/enforcer.ts';
import type { Stacks } from '../../../ports/stacks.ts';
import type { CaseBook } from '../../case-book.ts';

/** What tells which stack keeps something, whether it is at work, and how long a hold may wait for it. */
export interface StackDeps {
  readonly governance: Governance;
  readonly cases: CaseBook;
  readonly clock: Clock;
  /** Absent: no stack can be asked for, and none is waited for. */
  readonly stacks?: Stacks;
  readonly services?: Pick<ServiceEnforcer, 'shows'>;
}

/** What is done about a hold that is due: it waits or has become needless, which the fact tells, or it is made now. */
export type StackLook =
  | { readonly kind: 'waits' | 'gone'; readonly fact: StackFact }
  /** `stack`: what was found, for people. */
  | { readonly kind: 'hold'; readonly stack?: string };

/** So long a service may show what was there before the call, in milliseconds: that is not gone. */
const SHOWS_AFTER = 60_000;

/**
 * Looks whether a hold that is due waits for the stack that keeps what it would overwrite. One that has waited reads first whether
 * the stack took the excess away by itself.
 */
export async function lookAtStack(found: Case, deps: StackDeps): Promise<StackLook> {
  const { finding, waits } = found;
  if (!mayWait(found) || finding.keptIn === undefined) return { kind: 'hold' };
  const now = deps.clock.now();
  const until = waitsUntil(finding, await waitedLately(finding, deps), deps.governance);
  // who has never waited asks no stack where the time for that is over
  if (waits === undefined && now >= until)
    return { kind: 'hold', stack: `the hold waits for no stack after ${toIso(until)}` };
  const decided = waitOrHold(found, await readingOf(finding.account, finding.keptIn, deps), { now, until });
  const findingId = finding.id;
  if (decided.kind === 'wait') {
    const { stack, status, look, since } = decided;
    return { kind: 'waits', fact: { kind: 'hold-waits', findingId, stack, status, look, until, since, at: now } };
  }
  const why = decided.because;
  const mayShow = waits !== undefined && now >= finding.raisedAt + SHOWS_AFTER;
  if (!mayShow || !(await isGone(finding, deps))) return { kind: 'hold', stack: why };
  return { kind: 'gone', fact: { kind: 'excess-gone', findingId, why, at: now } };
}

/** The findings of an account whose holds have waited lately. */
async function waitedLately(
  { account, raisedAt }: Finding,
  { cases, governance }: StackDeps,
): Promise<readonly Case[]> {
  const since = raisedAt - governance.flapping.withinMinutes * 60_000;
  const cards = await cases.cards();
  return cases.these(cards.filter((card) => card.account === account && (card.waitedAt ?? 0) > since));
}

async function readingOf(account: string, part: StackPart, { stacks }: StackDeps): Promise<StackReading> {
  if (stacks === undefined) return { kind: 'unreadable', why: 'nobody is there to ask' };
  return stacks.stackWith(account, part);
}

/** Whether all is as the hold would make it, by what is there now. */
async function isGone({ account, response }: Finding, { services }: StackDeps): Promise<boolean> {
  const calls = planOf(response)?.calls ?? [];
  const ofServices = serviceCallsIn(calls);
  if (services === undefined || ofServices.length === 0 || ofServices.length < calls.length) return false;
  const shown = await Promise.all(ofServices.map((call) => services.shows(account, call)));
  return shown.every(Boolean);
}
