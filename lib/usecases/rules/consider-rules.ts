import { digestOf } from '../../core/digest.ts';
import {
  describeGovernanceProblem,
  type GovernanceProblem,
} from '../../core/governance/standards/governance-problem.ts';
import { digestOfStandards, type StandardsSource } from '../../core/governance/standards/digest-of-standards.ts';
import { parseGovernance } from '../../core/governance/standards/parse-governance.ts';
import { findingOfRules, type RefusedRules } from '../../core/governance/rules/finding-of-rules.ts';
import { type Adoption, foldRules } from '../../core/governance/rules/fold-rules.ts';
import { RULES } from '../../core/governance/rules/rules-fact.ts';
import { weakeningsOf } from '../../core/governance/rules/weakenings-of.ts';
import type { Result } from '../../core/result.ts';
import { appendChosen } from '../append-chosen.ts';
import type { FollowUpDeps } from '../follow-up.ts';
import { raiseFindings } from '../raise-findings.ts';
import { governanceIn } from './governance-in.ts';
import { adoptionOf, type RulesDeps, type RulesInForce } from './rules-in-force.ts';

/** A file with rules: what it says, or what is wrong with it. */
export type FoundRules = Result<StandardsSource, readonly GovernanceProblem[]>;

/** What came of a file. in-force: it says what counts already; adopted: it counts from now on; refused: it does not. */
export type Considered =
  | { readonly kind: 'in-force' }
  | { readonly kind: 'adopted' }
  | { readonly kind: 'refused'; readonly refused: RefusedRules };

/**
 * Looks at a file with rules. Those that ask for as much as the rules in force, or for more, are put in force. Weaker ones, and a
 * file that cannot be read, are refused, and that is a finding: each file once beside the same rules.
 */
export async function considerRules(
  found: FoundRules,
  inForce: Pick<RulesInForce, 'rules' | 'adoption' | 'standards'>,
  deps: FollowUpDeps,
): Promise<Considered> {
  const { rules, adoption, standards } = inForce;
  const digest = found.ok ? digestOfStandards(found.value) : digestOf(found.error.map(describeGovernanceProblem));
  if (digest === adoption.standards) return { kind: 'in-force' };
  const known = rules.refused;
  if (known?.found === digest && known.inForce === adoption.digest) return { kind: 'refused', refused: known };
  const judged = judge(found, standards);
  if (found.ok && judged.problem === '' && judged.weakens.length === 0) return adopt(found.value, adoption, deps);
  const refused = { found: digest, inForce: adoption.digest, ...judged };
  await refuse(refused, deps);
  return { kind: 'refused', refused };
}

/** In what a file asks for less than the rules in force, or why it cannot be read. */
export function judge(found: FoundRules, inForce: StandardsSource): Pick<RefusedRules, 'weakens' | 'problem'> {
  const after = found.ok ? parseGovernance(found.value.json, found.value.files) : found;
  if (!after.ok) return { weakens: [], problem: problemText(after.error) };
  return { weakens: weakeningsOf(governanceIn(inForce), after.value), problem: '' };
}

/** The most that a finding quotes of what is wrong with a file, in characters. */
const MOST = 2000;

/** What is wrong with a file, for people. */
export function problemText(problems: readonly GovernanceProblem[]): string {
  return problems.map(describeGovernanceProblem).join('; ').slice(0, MOST);
}

/** Nothing is put in force where somebody else was faster: the next look finds what is. */
async function adopt(found: StandardsSource, last: Adoption, { ledger, clock }: RulesDeps): Promise<Considered> {
  return appendChosen<Considered>(ledger, RULES, (entries) => {
    if (foldRules(entries).inForce?.digest !== last.digest) return { facts: [], answer: { kind: 'in-force' } };
    const facts = adoptionOf(found, last, { by: 'no-weakening', at: clock.now() });
    return { facts, answer: { kind: 'adopted' } };
  });
}

/** People are told first: once it is written down that a file was refused, it is not looked at again. */
async function refuse(refused: RefusedRules, deps: FollowUpDeps): Promise<void> {
  const { ledger, clock } = deps;
  await raiseFindings([findingOfRules(refused, clock.now())], deps);
  await appendChosen(ledger, RULES, (entries) => {
    const known = foldRules(entries).refused;
    const isKnown = known?.found === refused.found && known.inForce === refused.inForce;
    const facts = isKnown ? [] : [{ kind: 'rules-refused', ...refused, at: clock.now() } as const];
    return { facts, answer: undefined };
  });
}
