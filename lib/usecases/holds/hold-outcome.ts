import type { PlanCall } from '../../core/account/plan-call.ts';
import type { Finding } from '../../core/governance/finding.ts';
import type { Instant } from '../../core/instant.ts';
import type { Choice } from '../append-chosen.ts';

/**
 * What came of a hold. `not-held`: there is nothing that may be held now, and why. `left`: another worker is at it, and has
 * until then.
 */
export type HoldOutcome =
  | { readonly kind: 'held' }
  | { readonly kind: 'left'; readonly until: Instant }
  | { readonly kind: 'already-held' }
  | { readonly kind: 'failed'; readonly detail: string }
  | {
      readonly kind: 'not-held';
      readonly code: NotHeld;
    };

/**
 * `KEPT_BY_OTHERS`: it would take what another waiver covers, which runs. `WAITS_FOR_STACK`: the stack is looked at again.
 * `GONE`: the stack took the excess away by itself.
 */
type NotHeld =
  | 'NO_SUCH_FINDING'
  | 'NO_PLAN'
  | 'PROTECTED'
  | 'NOT_ENFORCED'
  | 'WAIVED'
  | 'NOT_DUE'
  | 'KEPT_BY_OTHERS'
  | 'WAITS_FOR_STACK'
  | 'GONE';

const OF_STACKS: ReadonlySet<NotHeld> = new Set(['WAITS_FOR_STACK', 'GONE']);

/**
 * `begun`: the moment of the intention that the calls are made under. `givenBack`: what of the principal's had been given
 * back, or was being, when they were chosen.
 */
export type Opening =
  | {
      readonly kind: 'go';
      readonly finding: Finding;
      readonly calls: readonly PlanCall[];
      readonly begun: Instant;
      readonly givenBack: readonly string[];
    }
  | HoldOutcome;

/** Whether a hold waits for the waiver of another finding to end. */
export function isKept(outcome: HoldOutcome | undefined): boolean {
  return outcome?.kind === 'not-held' && outcome.code === 'KEPT_BY_OTHERS';
}

/** Whether a hold waits for a stack, or has become needless by it. */
export function isOfStack(outcome: HoldOutcome): boolean {
  return outcome.kind === 'not-held' && OF_STACKS.has(outcome.code);
}

/** Nothing is written down, and nothing held. */
export function refuse(code: NotHeld): Choice<Opening> {
  return { facts: [], answer: { kind: 'not-held', code } };
}
