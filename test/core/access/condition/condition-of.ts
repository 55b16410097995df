import { parseConditions } from '../../../../lib/core/policy/parse-condition.ts';
import type { Condition } from '../../../../lib/core/policy/statement.ts';

/** The condition that a policy writes with this operator, on the key `aws:Key`. */
export function conditionOf(operator: string, operands: readonly string[]): Condition {
  const [condition] = parseConditions({ [operator]: { 'aws:Key': operands } }, 'Condition', () => undefined);
  if (condition === undefined) throw new Error(`no condition for ${operator}`);
  return condition;
}
