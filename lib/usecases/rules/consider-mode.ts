import { findingOfMode } from '../../core/governance/rules/finding-of-rules.ts';
import { type DeployedMode, foldRules } from '../../core/governance/rules/fold-rules.ts';
import { RULES } from '../../core/governance/rules/rules-fact.ts';
import { doesAtMost } from '../../core/governance/standards/mode-in.ts';
import type { Mode } from '../../core/governance/standards/standards.ts';
import { appendChosen } from '../append-chosen.ts';
import { effectiveMode } from '../drill/effective-mode.ts';
import type { FollowUpDeps } from '../follow-up.ts';
import { raiseFindings } from '../raise-findings.ts';

/**
 * Looks at the mode that was deployed. One in which as much is done as in the one in force, or more, is in force from now on. A lower
 * one is not, and that is a finding, once for each time that it is deployed: people sign `accountModes` instead.
 */
export async function considerMode(deployed: Mode, deps: FollowUpDeps): Promise<void> {
  const { ledger, clock } = deps;
  const { mode: asked } = await effectiveMode(deployed, ledger);
  const { mode } = foldRules(await ledger.about(RULES));
  const news = newsOf(asked, mode);
  if (news === undefined) return;
  // people are told first: once it is written down, it is not looked at again
  if (news === 'rules-mode-refused' && mode !== undefined) {
    await raiseFindings([findingOfMode(asked, mode, clock.now())], deps);
  }
  await appendChosen(ledger, RULES, (entries) => {
    const kind = newsOf(asked, foldRules(entries).mode);
    return { facts: kind === undefined ? [] : [{ kind, mode: asked, at: clock.now() }], answer: undefined };
  });
}

/** What is to be written down of a mode that was deployed; undefined: it is known. */
function newsOf(asked: Mode, mode: DeployedMode | undefined): 'rules-mode' | 'rules-mode-refused' | undefined {
  if (mode === undefined) return 'rules-mode';
  const { inForce, refused } = mode;
  if (!doesAtMost(inForce, asked)) return refused === asked ? undefined : 'rules-mode-refused';
  return inForce === asked && refused === undefined ? undefined : 'rules-mode';
}
