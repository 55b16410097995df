import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonValue } from '../../core/json.ts';
import type { StandardsSource } from '../../core/governance/standards/digest-of-standards.ts';
import type { GovernanceProblem } from '../../core/governance/standards/governance-problem.ts';
import { err, ok, type Result } from '../../core/result.ts';

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

/** There is nothing that could be decided by: no rules are in force, and those that were deployed cannot be read. */
export class GovernanceFault extends Error {
  override readonly name = 'GovernanceFault';
}

/**
 * The rules that were deployed beside the functions (`governance.json`: the standards file as JSON, and the policy files that it
 * names). They are a proposal: what is in force is in the ledger.
 */
export function readDeployedRules(folder: string): Result<StandardsSource, readonly GovernanceProblem[]> {
  const file = join(folder, 'governance.json');
  const json = parsed(readFileSync(file, 'utf8'));
  if (isJsonObject(json) && isJsonObject(json['files']) && json['source'] !== undefined) {
    return ok({ json: json['source'], files: new Map(Object.entries(json['files'])) });
  }
  return err([{ place: 'document', got: 'something else', expected: 'what the stack writes; deploy it again' }]);
}

function parsed(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch {
    // no JSON at all is as good as none of this form
    return null;
  }
}
