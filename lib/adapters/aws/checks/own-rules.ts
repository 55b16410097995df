import { foldRules } from '../../../core/governance/rules/fold-rules.ts';
import { RULES } from '../../../core/governance/rules/rules-fact.ts';
import type { Ledger } from '../../../ports/ledger.ts';
import { type Check, fine, warning } from './check.ts';

const NAME = 'own rules';
const SHOW = 'ambit rules show --live';

/** Whether what was deployed (`digestOfStandards`) is in force, and whether anybody signed it. */
export async function checkOwnRules(ledger: Pick<Ledger, 'about'>, deployed: string): Promise<Check> {
  const { inForce, proposal, refused } = foldRules(await ledger.about(RULES));
  if (inForce === undefined) return warning(NAME, 'no rules are in force yet', 'ambit doctor, in some minutes');
  const { version, by } = inForce;
  if (inForce.standards === deployed) {
    const how = by === 'first-use' ? ', trusted on first use' : '';
    return fine(NAME, `version ${version} is in force, as it was deployed${how}`);
  }
  const says = `what was deployed is not in force, version ${version} is`;
  if (proposal?.standards === deployed) return warning(NAME, `${says}: signatures are missing`, SHOW);
  if (refused?.found === deployed) return warning(NAME, `${says}: it is weaker, and nobody signed that`, SHOW);
  return warning(NAME, `${says}: nobody has looked at it yet`, 'ambit doctor, in some minutes');
}
