import { cappedAt } from '../../core/governance/standards/capped.ts';
import { describeGovernanceProblem } from '../../core/governance/standards/governance-problem.ts';
import { parseGovernance } from '../../core/governance/standards/parse-governance.ts';
import { doesAtMost } from '../../core/governance/standards/mode-in.ts';
import type { Governance, Mode } from '../../core/governance/standards/standards.ts';
import type { Digest } from '../../core/digest.ts';
import type { Instant } from '../../core/instant.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { effectiveMode } from '../../usecases/drill/effective-mode.ts';
import { governanceIn } from '../../usecases/rules/governance-in.ts';
import { rulesInForce } from '../../usecases/rules/rules-in-force.ts';
import { GovernanceFault, readDeployedRules } from './governance-file.ts';

/** The governance that counts now, and what people should know of it, for the log. */
export interface Governing {
  readonly governance: Governance;
  readonly notes: readonly string[];
}

/** Rules that were just put in force are looked for so often, in milliseconds. */
const LOOKED_FOR = 60_000;

/** What the rules say that were in force at a moment. */
interface Rules {
  readonly digest: Digest;
  readonly governance: Governance;
  /** The mode in force: no deployment lowers it. */
  readonly mode: Mode | undefined;
  readonly at: Instant;
}

/**
 * Answers with the governance that counts now: that of the rules in force, whatever was deployed; no class does more than the mode,
 * and none enforces before a drill has passed. A mode that is lower than the one in force counts for nothing. Throws a `GovernanceFault` where nothing is in force and nothing can be.
 */
export function openGoverning(folder: string, asked: Mode, clock: Clock): (ledger: Ledger) => Promise<Governing> {
  const found = readDeployedRules(folder);
  let rules: Rules | undefined;
  let isDrilled = false;
  async function look(ledger: Ledger): Promise<{ readonly now: Rules; readonly notes: readonly string[] }> {
    const at = clock.now();
    if (rules !== undefined && at - rules.at < LOOKED_FOR) return { now: rules, notes: [] };
    const inForce = await rulesInForce(found.ok ? found.value : undefined, { ledger, clock });
    if (inForce === undefined) throw new GovernanceFault(whyNot(found));
    const { digest, version } = inForce.adoption;
    const governance = rules?.digest === digest ? rules.governance : governanceIn(inForce.standards);
    rules = { digest, governance, mode: inForce.rules.mode?.inForce, at };
    const first = `rules version ${version} (${digest}) are trusted on first use: check that they are yours`;
    return { now: rules, notes: inForce.isFirstUse ? [first] : [] };
  }
  return async (ledger) => {
    const [{ now, notes }, mode] = await Promise.all([
      look(ledger),
      // a drill that has passed stays passed, so that the ledger need not be asked again
      isDrilled ? { mode: asked, why: undefined } : effectiveMode(asked, ledger),
    ]);
    isDrilled = mode.mode === asked;
    const counts = higher(mode.mode, now.mode);
    const governance = cappedAt(counts, now.governance);
    const isLowered = counts !== mode.mode;
    const why = isLowered
      ? `the mode ${asked} was deployed, and ${counts} stays in force: nobody signed less`
      : mode.why;
    return { governance, notes: why === undefined ? notes : [...notes, why] };
  };
}

function higher(asked: Mode, inForce: Mode | undefined): Mode {
  return inForce === undefined || doesAtMost(inForce, asked) ? asked : inForce;
}

function whyNot(found: ReturnType<typeof readDeployedRules>): string {
  const read = found.ok ? parseGovernance(found.value.json, found.value.files) : found;
  const problems = read.ok ? [] : read.error.map(describeGovernanceProblem);
  return `no rules are in force, and those that were deployed cannot be read: ${problems.join('; ')}`;
}
