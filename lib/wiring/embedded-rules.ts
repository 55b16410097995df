import type { GovernanceProblem } from '../core/governance/standards/governance-problem.ts';
import type { Governance } from '../core/governance/standards/standards.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { StandardsFile } from '../adapters/local/standards-file.ts';
import type { FollowUpDeps } from '../usecases/follow-up.ts';
import { type Considered, considerRules, type FoundRules } from '../usecases/rules/consider-rules.ts';
import { adoptSigned } from '../usecases/rules/decide-rules.ts';
import { governanceIn } from '../usecases/rules/governance-in.ts';
import { type RulesDeps, rulesInForce } from '../usecases/rules/rules-in-force.ts';

/** What became of the standards file when the folder was opened. first-use: the folder had no rules, it has these now. */
export type RulesStanding = Considered | { readonly kind: 'first-use' };

/** What a standards file says, or why it says nothing. */
export function foundIn(read: Result<StandardsFile, readonly GovernanceProblem[]>): FoundRules {
  return read.ok ? ok({ json: read.value.json, files: read.value.files }) : read;
}

/**
 * Looks at the standards file beside the rules of the folder, and gives those that count. Refused where the file cannot be read and
 * the folder has no rules.
 */
export async function settleRules(
  found: FoundRules,
  depsWith: (governance: Governance) => FollowUpDeps,
  deps: RulesDeps,
): Promise<
  Result<{ readonly governance: Governance; readonly standing: RulesStanding }, readonly GovernanceProblem[]>
> {
  const standards = found.ok ? found.value : undefined;
  const first = await rulesInForce(standards, deps);
  if (first === undefined) return err(found.ok ? [] : found.error);
  if (first.isFirstUse) return ok({ governance: governanceIn(first.standards), standing: { kind: 'first-use' } });
  await adoptSigned(depsWith(governanceIn(first.standards)));
  const inForce = (await rulesInForce(standards, deps)) ?? first;
  const standing = await considerRules(found, inForce, depsWith(governanceIn(inForce.standards)));
  const now = standing.kind === 'adopted' ? ((await rulesInForce(standards, deps)) ?? inForce) : inForce;
  return ok({ governance: governanceIn(now.standards), standing });
}
