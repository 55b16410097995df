import { describeGovernanceProblem } from '../../core/governance/standards/governance-problem.ts';
import type { StandardsSource } from '../../core/governance/standards/digest-of-standards.ts';
import { parseKeptGovernance } from '../../core/governance/standards/parse-governance.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';

/** What rules say that were in force once. A fault where this version cannot read them: nothing may be decided without. */
export function governanceIn({ json, files }: StandardsSource): Governance {
  const parsed = parseKeptGovernance(json, files);
  if (parsed.ok) return parsed.value;
  const problems = parsed.error.map(describeGovernanceProblem).join('; ');
  throw new Error(`the rules in force cannot be read by this version of Ambit: ${problems}`);
}
