import type { FollowUpDeps } from '../../usecases/follow-up.ts';
import { considerRules } from '../../usecases/rules/consider-rules.ts';
import { adoptSigned } from '../../usecases/rules/decide-rules.ts';
import { rulesInForce } from '../../usecases/rules/rules-in-force.ts';
import { readDeployedRules } from './governance-file.ts';
import type { Telemetry } from './telemetry.ts';

/** Looks at the rules that were deployed beside those in force, and at what was signed and is not in force yet. */
export async function lookAtRules(folder: string, deps: FollowUpDeps, telemetry: Telemetry): Promise<void> {
  await adoptSigned(deps);
  const found = readDeployedRules(folder);
  const inForce = await rulesInForce(found.ok ? found.value : undefined, deps);
  if (inForce === undefined) return;
  const considered = await considerRules(found, inForce, deps);
  if (considered.kind === 'in-force') return;
  telemetry.info(`the rules that were deployed are ${considered.kind}`, { inForce: inForce.adoption.digest });
}
