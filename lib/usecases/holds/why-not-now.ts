import type { Case } from '../../core/governance/cases/case.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { classInForce } from '../../core/governance/holds/class-in-force.ts';
import { isHoldDue } from '../../core/governance/holds/hold-due.ts';
import { isLeftAlone } from '../../core/governance/holds/protected.ts';
import { modeIn } from '../../core/governance/standards/mode-in.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import type { Instant } from '../../core/instant.ts';
import type { Choice } from '../append-chosen.ts';
import { type ClaimDeps, endOf, isClaimOf, leftUntil } from './hold-claim.ts';
import { type Opening, refuse } from './hold-outcome.ts';

interface NowDeps extends ClaimDeps {
  readonly governance: Governance;
}

/** Why a hold is not made now; undefined: it is to be made, by who has begun it then or by nobody else. */
export function whyNotNow(found: Case, begun: Instant | undefined, deps: NowDeps): Choice<Opening> | undefined {
  const { finding, hold, status } = found;
  const { governance } = deps;
  const now = deps.clock.now();
  if (isLeftAlone(finding, governance)) return leaveProtected(found, now);
  if (isFirst(found) && !isEnforced(finding, governance)) return refuse('NOT_ENFORCED');
  if (status === 'restoring' || status === 'restored') return refuse('WAIVED');
  const isDue = isHoldDue(found, now);
  if (hold.kind === 'confirmed' && !isDue) return { facts: [], answer: { kind: 'already-held' } };
  if (hold.kind !== 'failed' && !isDue) return refuse('NOT_DUE');
  const until = isClaimOf(found, begun) ? undefined : leftUntil(found, deps);
  return until === undefined ? undefined : { facts: [], answer: { kind: 'left', until } };
}

/** Whether nothing of the hold was done yet, and nobody but the response asks for it. */
function isFirst({ hold, status }: Case): boolean {
  return (hold.kind === 'none' || hold.kind === 'failed') && (status === 'open' || status === 'hold-failed');
}

/**
 * Whether the finding's class holds in its account today: lowering a mode stops what was planned before. Where nobody can tell its
 * class any more, what was planned goes on.
 */
function isEnforced(finding: Finding, governance: Governance): boolean {
  const principalClass = classInForce(finding, governance) ?? { mode: 'enforce' };
  return modeIn(finding.account, principalClass, governance) === 'enforce';
}

/** Who became protected in the middle of a hold: its outcome is not known to be good, and a restore need not wait for it. */
function leaveProtected({ finding, hold }: Case, now: Instant): Choice<Opening> {
  const detail = `${finding.principal} has become protected; what of the hold was done is not known`;
  const at = hold.kind === 'pending' ? endOf(hold.at, now) : now;
  const failed = { kind: 'hold-failed', findingId: finding.id, detail, at } as const;
  return { ...refuse('PROTECTED'), facts: hold.kind === 'pending' ? [failed] : [] };
}
