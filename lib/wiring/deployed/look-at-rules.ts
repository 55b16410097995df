import type { Mode } from '../../core/governance/standards/standards.ts';
import type { FollowUpDeps } from '../../usecases/follow-up.ts';
import { considerMode } from '../../usecases/rules/consider-mode.ts';
import { considerRules } from '../../usecases/rules/consider-rules.ts';
import { adoptSigned } from '../../usecases/rules/decide-rules.ts';
import { rulesInForce } from '../../usecases/rules/rules-in-force.ts';
import { readDeployedRules } from './governance-file.ts';
import type { Telemetry } from './telemetry.ts';

/** What was deployed: the folder of the file with the rules, and the mode. */
export interface Deployed {
  readonly folder: string;
  readonly mode: Mode;
}

/** Looks at the rules and the mode that were deployed beside those in force, and at what was signed and is not in force yet. */
export async function lookAtRules({ folder, mode }: Deployed, deps: FollowUpDeps, telemetry: Telemetry): Promise<void> {
  await considerMode(mode, deps);
  await adoptSigned(deps);
  const found = readDeployedRules(folder);
  const inForce = await rulesInForce(found.ok ? found.value : undefined, deps);
  if (inForce === undefined) return;
  const considered = await considerRules(found, inForce, deps);
  if (considered.kind === 'in-force') return;
  telemetry.info(`the rules that were deployed are ${considered.kind}`, { inForce: inForce.adoption.digest });
}
