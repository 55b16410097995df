import { decide } from '../../../access/decide.ts';
import { boxOfPart, type Comparison, type ExcessPart, type Reason } from '../../../access/excess.ts';
import type { PolicySet } from '../../../access/policy-set.ts';
import { type AccountGuardrails, underAccountGuardrails } from '../../../account/organization/account-guardrails.ts';
import { formText } from '../../../digest.ts';
import type { Severity } from '../../finding.ts';
import type { NoPlan } from '../../holds/respond.ts';
import { KEPT_BACK, PARTLY_KEPT_BACK } from './kept-back.ts';

/** What a principal holds, and what the organization limits it to. */
export interface Limited {
  readonly after: PolicySet;
  readonly guardrails?: AccountGuardrails | undefined;
}

/** An excess as far as it can be used today. */
export interface Usable {
  readonly comparison: Comparison;
  /** What is held, under the guardrails of the account where these leave an excess. */
  readonly held: PolicySet;
  /** Present where guardrails keep all of the excess back: then it is there, and nobody can use it. */
  readonly keptBack?: { readonly severity: Severity; readonly plan: NoPlan };
}

const NOT_USABLE = {
  severity: 'low',
  plan: { none: 'policies of the organization keep all of it back: there is no use of it to stop' },
} as const;

/**
 * The excess of what is held, as `beyond` finds it, without what the guardrails of the account keep back. Where nothing else is
 * in excess it is told as kept back: it becomes usable with the next policy that is detached. What cannot be decided with the
 * guardrails counts as usable.
 */
export function usableOf({ after, guardrails }: Limited, beyond: (held: PolicySet) => Comparison): Usable {
  const whole = beyond(after);
  const held = underAccountGuardrails(after, guardrails);
  if (whole.verdict === 'within' || held === after) return { comparison: whole, held: after };
  const usable = beyond(held);
  const { excess } = whole;
  switch (usable.verdict) {
    case 'within': {
      const reasons = [reasonOf(KEPT_BACK, excess, held), ...whole.reasons];
      return { comparison: { ...whole, reasons }, held: after, keptBack: NOT_USABLE };
    }
    case 'undetermined':
      return { comparison: { verdict: 'undetermined', excess, reasons: usable.reasons }, held: after };
    case 'exceeds': {
      if (textOf(usable.excess) === textOf(excess)) return { comparison: usable, held };
      const reasons = [reasonOf(PARTLY_KEPT_BACK, excess, held), ...usable.reasons];
      return { comparison: { ...usable, reasons }, held };
    }
  }
}

function reasonOf(rule: typeof KEPT_BACK | typeof PARTLY_KEPT_BACK, excess: readonly ExcessPart[], held: PolicySet) {
  const what =
    rule === KEPT_BACK
      ? 'policies of the organization keep all of it back'
      : 'policies of the organization keep back more that is held beyond the standard, and that a restore gives back too';
  return {
    rule,
    detail: `${what}${shownBy(excess, held)}; it can be used as soon as they are loosened`,
  } satisfies Reason;
}

/** A request that the guardrails keep back, and by which statements; empty where none is known. */
function shownBy(excess: readonly ExcessPart[], held: PolicySet): string {
  for (const { witness } of excess) {
    if (witness === undefined) continue;
    const { decision, by } = decide(held, witness);
    if (decision === 'explicit-deny') return `: ${witness.action} is denied by ${by.join(', ')}`;
    if (decision === 'implicit-deny') return `: ${witness.action} is allowed by none of them at some level`;
  }
  return '';
}

function textOf(excess: readonly ExcessPart[]): string {
  return formText(excess.map(boxOfPart));
}
