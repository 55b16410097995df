import { CONDITION_OPERATORS, type Condition } from '../../policy/statement.ts';
import { type OperandContext, type Predicate, predicateApplies, predicateHolds, predicateOf } from './predicate.ts';

/**
 * What a condition asks of the values of its key, brought to a few forms. `negated` turns the whole test around, so
 * StringNotEquals is `StringEquals` negated, and ForAnyValue:StringNotEquals is ForAllValues:StringEquals negated.
 * Source: IAM user guide, "Condition operators" and "Multivalued context keys".
 */
export type ConditionTest = ValueTest | PresenceTest | UnclearTest;

/** A test of what a key says. */
export interface ValueTest {
  readonly kind: 'value';
  readonly key: string;
  /** `one`: the key's single value; `every`, `some`: of all its values. */
  readonly quantifier: 'one' | 'every' | 'some';
  readonly predicate: Predicate;
  /** The answer, before negation, where the key is missing. */
  readonly whenMissing: boolean;
  readonly negated: boolean;
  /** The rule that leaves the answer open where the key is missing. */
  readonly unclearWhenMissing?: string;
}

/** Null: whether the key is missing. */
export interface PresenceTest {
  readonly kind: 'presence';
  readonly key: string;
  /** `any`: both were listed; `none`: no value that Null knows. */
  readonly wanted: 'missing' | 'present' | 'any' | 'none';
}

/** A condition that AWS's documentation does not settle. */
export interface UnclearTest {
  readonly kind: 'unclear';
  readonly key: string;
  readonly rule: string;
}

/** What one condition asks; its key in lower case. */
export function testOf(condition: Condition, context: OperandContext): ConditionTest {
  const key = condition.key.toLowerCase();
  if (condition.operator === 'Null') return { kind: 'presence', key, wanted: wantedPresence(condition.values) };
  const read = predicateOf(condition, context);
  if (!read.ok) return { kind: 'unclear', key, rule: read.rule };
  const { predicate } = read;
  const operatorNegated = CONDITION_OPERATORS[condition.operator].negated;
  if (condition.set === undefined) {
    // a missing key satisfies negated operators, with IfExists or without (IAM user guide, "Condition operators")
    const whenMissing = !operatorNegated && condition.ifExists;
    return { kind: 'value', key, quantifier: 'one', predicate, whenMissing, negated: operatorNegated };
  }
  // every value differs from all operands = not some value equals one of them
  const quantifier = (condition.set === 'ForAllValues') === operatorNegated ? 'some' : 'every';
  const whenMissing = (condition.set === 'ForAllValues') !== operatorNegated;
  const test = { kind: 'value', key, quantifier, predicate, whenMissing, negated: operatorNegated } as const;
  // ForAnyValue is false and IfExists true where the key is missing: which of them wins is nowhere said
  const isOpen = condition.set === 'ForAnyValue' && condition.ifExists;
  return isOpen ? { ...test, unclearWhenMissing: 'for-any-value-if-exists' } : test;
}

/** True, false, or the rule that leaves it open. `values` undefined or empty: the key is missing. */
export type TestAnswer = boolean | { readonly unclear: string };

/** Whether the values of the key in a request pass the test. */
export function passes(test: ConditionTest, values: readonly string[] | undefined): TestAnswer {
  const missing = values === undefined || values.length === 0;
  switch (test.kind) {
    case 'unclear':
      return { unclear: test.rule };
    case 'presence':
      return test.wanted === 'any' || (test.wanted !== 'none' && (test.wanted === 'missing') === missing);
    case 'value':
      return missing ? passesMissing(test) : passesValues(test, values);
  }
}

function passesMissing({ whenMissing, negated, unclearWhenMissing }: ValueTest): TestAnswer {
  return unclearWhenMissing === undefined ? whenMissing !== negated : { unclear: unclearWhenMissing };
}

function passesValues(test: ValueTest, values: readonly string[]): TestAnswer {
  // a set of nothing but empty text is a null data set, which set operators take as no value (same page)
  if (test.quantifier !== 'one' && values.every((value) => value === '')) return test.whenMissing !== test.negated;
  if (test.quantifier === 'one' && values.length > 1) return { unclear: 'several-values-without-set-operator' };
  if (test.negated && values.some((value) => !predicateApplies(test.predicate, value))) {
    return { unclear: 'negated-operator-on-value-of-other-type' };
  }
  const holds = (value: string): boolean => predicateHolds(test.predicate, value);
  return (test.quantifier === 'some' ? values.some(holds) : values.every(holds)) !== test.negated;
}

function wantedPresence(values: readonly string[]): PresenceTest['wanted'] {
  const wanted = new Set(values.map((value) => value.toLowerCase()));
  const missing = wanted.has('true');
  if (missing && wanted.has('false')) return 'any';
  if (missing) return 'missing';
  return wanted.has('false') ? 'present' : 'none';
}
