import type { ExcessBox, Reason, Witness } from '../../core/access/excess.ts';
import { principalsOf } from '../../core/account/slice.ts';
import type { AccountState } from '../../core/account/state.ts';
import { classOf } from '../../core/governance/standards/classify.ts';
import type { Finding } from '../../core/governance/finding.ts';
import { type StandingDeps, standingExcess } from './standing-excess.ts';

/** What one principal holds, measured against the standard of its class and the waivers that run. */
export interface PrincipalVerdict {
  readonly principal: string;
  readonly class: string;
  readonly verdict: 'within' | 'exceeds' | 'undetermined';
  readonly excess: readonly ExcessBox[];
  readonly witness: Witness | null;
  readonly reasons: readonly Reason[];
  /** The findings that say so: access and trust; empty where all is within. */
  readonly findings: readonly Finding[];
}

/** Measures each principal of an account against what its class may hold. */
export async function* sweepAccount(state: AccountState, deps: StandingDeps): AsyncIterable<PrincipalVerdict> {
  for (const principal of principalsOf(state)) {
    const findings = await standingExcess({ principal: principal.arn, state }, deps);
    yield verdictOf(principal.arn, classOf(principal, deps.governance).name, findings);
  }
}

function verdictOf(principal: string, className: string, findings: readonly Finding[]): PrincipalVerdict {
  const exceeds = findings.some(({ verdict }) => verdict === 'exceeds');
  const undetermined = findings.length > 0 ? 'undetermined' : 'within';
  return {
    principal,
    class: className,
    verdict: exceeds ? 'exceeds' : undetermined,
    excess: findings.flatMap(({ excess }) => excess),
    witness: findings.find(({ witness }) => witness !== null)?.witness ?? null,
    reasons: findings.flatMap(({ reasons }) => reasons),
    findings,
  };
}
