import { foldCase } from '../../core/governance/cases/case.ts';
import type { Instant } from '../../core/instant.ts';
import type { HandOver } from '../../ports/hand-over.ts';
import { announceFinding } from '../announce-finding.ts';
import { holdAccess } from '../holds/hold-access.ts';
import type { HoldOutcome } from '../holds/hold-outcome.ts';
import { holdFinding, holdWhatIsLeft } from '../holds/hold-finding.ts';
import { type RestoreDeps, type RestoreOutcome, restoreAccess } from './restore-access.ts';
import { setWaiverDeadlines } from './waiver-deadlines.ts';

/** What followed from a decision. `signed`: more signatures are missing. */
export type Approved =
  | { readonly kind: 'signed' }
  | { readonly kind: 'complete'; readonly restore: RestoreOutcome }
  /** All have signed that the waiver is kept. */
  | { readonly kind: 'kept'; readonly until: Instant }
  | { readonly kind: 'asked' }
  | { readonly kind: 'rejected' | 'revoked'; readonly hold: HoldOutcome | { readonly kind: 'handed-over' } };

/** What a decision takes: of who acts on it itself everything, of who may neither hold nor restore no more than this. */
export type ApprovalDeps =
  | RestoreDeps
  | (Pick<RestoreDeps, 'accounts' | 'cases' | 'ledger' | 'governance' | 'clock'> & { readonly restorer: HandOver });

/** What a decision that was written down leads to. */
export type Step =
  | { readonly kind: 'signed' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'complete' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'revoked' }
  | { readonly kind: 'kept'; readonly until: Instant };

/** Does what follows, or hands it over where this part of Ambit may do none of it. */
export async function followDecision(step: Step, findingId: string, deps: ApprovalDeps): Promise<Approved> {
  if (step.kind === 'signed') return { kind: 'signed' };
  if (!actsItself(deps)) {
    await deps.restorer.decided(findingId);
    return elsewhere(step);
  }
  switch (step.kind) {
    case 'rejected':
      return { kind: 'rejected', hold: await holdFinding(findingId, deps) };
    case 'complete':
      return { kind: 'complete', restore: await restoreAccess(findingId, deps) };
    case 'revoked': {
      const hold = await holdAccess(findingId, deps);
      await holdWhatIsLeft(findingId, deps.clock.now(), deps);
      await announceFinding(findingId, deps);
      return { kind: 'revoked', hold };
    }
    case 'kept':
    case 'asked': {
      const { waiver } = foldCase(await deps.ledger.about(findingId)) ?? {};
      if (waiver !== undefined) await setWaiverDeadlines(waiver, deps);
      await announceFinding(findingId, deps);
      return step;
    }
  }
}

/** What is said where another part of Ambit does what follows. */
function elsewhere(step: Exclude<Step, { kind: 'signed' }>): Approved {
  const handedOver = { kind: 'handed-over' } as const;
  switch (step.kind) {
    case 'rejected':
    case 'revoked':
      return { kind: step.kind, hold: handedOver };
    case 'complete':
      return { kind: 'complete', restore: handedOver };
    case 'kept':
    case 'asked':
      return step;
  }
}

function actsItself(deps: ApprovalDeps): deps is RestoreDeps {
  return !('decided' in deps.restorer);
}
