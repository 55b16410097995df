import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonValue } from '../../core/json.ts';
import { describeGovernanceProblem } from '../../core/governance/standards/governance-problem.ts';
import { parseGovernance } from '../../core/governance/standards/parse-governance.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

/** The governance that was deployed with a function cannot be read: nothing may be decided without it. */
export class GovernanceFault extends Error {
  override readonly name = 'GovernanceFault';
}

/**
 * The governance that was deployed beside the functions (`governance.json`: the standards file as JSON, and the policy files
 * that it names). Throws a `GovernanceFault`.
 */
export function readDeployedGovernance(folder: string): Governance {
  const file = join(folder, 'governance.json');
  const json = parseJson(readFileSync(file, 'utf8'));
  if (!isJsonObject(json) || !isJsonObject(json['files']) || json['source'] === undefined) {
    throw new GovernanceFault(`${file} is not what the stack writes; deploy it again`);
  }
  const parsed = parseGovernance(json['source'], new Map(Object.entries(json['files'])));
  if (parsed.ok) return parsed.value;
  throw new GovernanceFault(`${file} has problems: ${parsed.error.map(describeGovernanceProblem).join('; ')}`);
}
