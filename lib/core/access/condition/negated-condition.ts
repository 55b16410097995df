import type { Condition, ConditionOperator } from '../../policy/statement.ts';

/**
 * Operators whose negation is an operator: the value has the property of one exactly when it does not have that of the
 * other. A missing key satisfies a negated operator, so the pairs of text, addresses and ARNs are exact for it as well.
 */
const OPPOSITES: Readonly<Partial<Record<ConditionOperator, ConditionOperator>>> = both({
  StringEquals: 'StringNotEquals',
  StringEqualsIgnoreCase: 'StringNotEqualsIgnoreCase',
  StringLike: 'StringNotLike',
  ArnEquals: 'ArnNotEquals',
  ArnLike: 'ArnNotLike',
  IpAddress: 'NotIpAddress',
  NumericEquals: 'NumericNotEquals',
  DateEquals: 'DateNotEquals',
});

/** The same where only one bound is listed; a missing key satisfies neither. */
const OPPOSITE_BOUNDS: Readonly<Partial<Record<ConditionOperator, ConditionOperator>>> = both({
  NumericLessThan: 'NumericGreaterThanEquals',
  NumericLessThanEquals: 'NumericGreaterThan',
  DateLessThan: 'DateGreaterThanEquals',
  DateLessThanEquals: 'DateGreaterThan',
});

/**
 * Conditions that are all true exactly where this one is false; undefined: IAM has none. Whether they really are is checked
 * by whoever uses them: of values of other types than the operator's AWS says little.
 * Source: IAM user guide, "Condition operators" and "Multivalued context keys".
 */
export function negatedCondition(condition: Condition): readonly Condition[] | undefined {
  const { operator, set, values, ifExists } = condition;
  if (operator === 'Null') return oneOf(values, ['true', 'false'], (value) => ({ ...condition, values: [value] }));
  if (operator === 'Bool') {
    if (set !== undefined) return undefined;
    return oneOf(values, ['true', 'false'], (value) => ({ ...condition, ifExists: !ifExists, values: [value] }));
  }
  if (set !== undefined) {
    const opposite = OPPOSITES[operator];
    const other = set === 'ForAllValues' ? 'ForAnyValue' : 'ForAllValues';
    return opposite === undefined || ifExists ? undefined : [{ ...condition, operator: opposite, set: other }];
  }
  const opposite = OPPOSITES[operator];
  if (opposite !== undefined) {
    const negated = { ...condition, operator: opposite, ifExists: false };
    // with IfExists a missing key satisfies the condition, so it must be there
    return ifExists && !operator.includes('Not') ? [negated, present(condition)] : [negated];
  }
  const bound = OPPOSITE_BOUNDS[operator];
  if (bound === undefined || values.length !== 1) return undefined;
  return [{ ...condition, operator: bound, ifExists: !ifExists }];
}

function present({ key }: Condition): Condition {
  return { operator: 'Null', ifExists: false, key, values: ['false'] };
}

function oneOf(
  values: readonly string[],
  both: readonly [string, string],
  make: (other: string) => Condition,
): readonly Condition[] | undefined {
  const [value, ...others] = new Set(values.map((each) => each.toLowerCase()));
  if (others.length > 0 || value === undefined || !both.includes(value)) return undefined;
  return [make(value === both[0] ? both[1] : both[0])];
}

function both(
  pairs: Readonly<Partial<Record<ConditionOperator, ConditionOperator>>>,
): Readonly<Partial<Record<ConditionOperator, ConditionOperator>>> {
  const turned = Object.fromEntries(Object.entries(pairs).map(([operator, opposite]) => [opposite, operator]));
  return { ...pairs, ...turned };
}
