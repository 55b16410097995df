/**
 * What an IAM policy document says, after parsing.
 * Source: IAM user guide, "IAM JSON policy element reference" and "Grammar of the IAM JSON policy language".
 */

/** `2008-10-17` is also what a document without a Version means: its `${…}` are literal text. */
export type PolicyVersion = '2008-10-17' | '2012-10-17';

/** A policy, as parsed. */
export interface PolicyDocument {
  readonly version: PolicyVersion;
  readonly id?: string;
  readonly statements: readonly Statement[];
}

/** What a statement does with the requests that it matches. */
export type Effect = 'Allow' | 'Deny';

/** `Action` or `Resource` (negated: false), `NotAction` or `NotResource` (negated: true). */
export interface PatternList {
  readonly negated: boolean;
  readonly patterns: readonly string[];
}

/** `Principal` or `NotPrincipal`; `"*"` alone is `{ AWS: ['*'] }`. */
export interface PrincipalElement {
  readonly negated: boolean;
  readonly aws: readonly string[];
  readonly service: readonly string[];
  readonly federated: readonly string[];
  readonly canonicalUser: readonly string[];
}

/** One statement of a policy, as parsed. */
export interface Statement {
  readonly sid?: string;
  /** Place in the document, from 0. */
  readonly index: number;
  readonly effect: Effect;
  /** Absent in identity policies. */
  readonly principal?: PrincipalElement;
  readonly action: PatternList;
  /** Absent where the policy is attached to its resource (role trust policies). */
  readonly resource?: PatternList;
  readonly conditions: readonly Condition[];
}

/** How a condition treats a key that holds several values. */
export type SetOperator = 'ForAllValues' | 'ForAnyValue';

/** What the values of an operator are. */
export type ConditionFamily = 'String' | 'Numeric' | 'Date' | 'Bool' | 'Binary' | 'IpAddress' | 'Arn' | 'Null';

/** One operator with one key: `{"StringLike": {"aws:PrincipalTag/team": ["a*", "b"]}}`. */
export interface Condition {
  /** As IAM spells it, without set prefix and IfExists: `StringNotEquals`. */
  readonly operator: ConditionOperator;
  readonly set?: SetOperator;
  readonly ifExists: boolean;
  /** As written; key names ignore case, the part of a tag key after the slash as well. */
  readonly key: string;
  readonly values: readonly string[];
}

/** Every condition operator of IAM: its family, and whether it is the negation of its positive twin. */
export const CONDITION_OPERATORS = {
  StringEquals: { family: 'String', negated: false },
  StringNotEquals: { family: 'String', negated: true },
  StringEqualsIgnoreCase: { family: 'String', negated: false },
  StringNotEqualsIgnoreCase: { family: 'String', negated: true },
  StringLike: { family: 'String', negated: false },
  StringNotLike: { family: 'String', negated: true },
  NumericEquals: { family: 'Numeric', negated: false },
  NumericNotEquals: { family: 'Numeric', negated: true },
  NumericLessThan: { family: 'Numeric', negated: false },
  NumericLessThanEquals: { family: 'Numeric', negated: false },
  NumericGreaterThan: { family: 'Numeric', negated: false },
  NumericGreaterThanEquals: { family: 'Numeric', negated: false },
  DateEquals: { family: 'Date', negated: false },
  DateNotEquals: { family: 'Date', negated: true },
  DateLessThan: { family: 'Date', negated: false },
  DateLessThanEquals: { family: 'Date', negated: false },
  DateGreaterThan: { family: 'Date', negated: false },
  DateGreaterThanEquals: { family: 'Date', negated: false },
  Bool: { family: 'Bool', negated: false },
  BinaryEquals: { family: 'Binary', negated: false },
  IpAddress: { family: 'IpAddress', negated: false },
  NotIpAddress: { family: 'IpAddress', negated: true },
  ArnEquals: { family: 'Arn', negated: false },
  ArnNotEquals: { family: 'Arn', negated: true },
  ArnLike: { family: 'Arn', negated: false },
  ArnNotLike: { family: 'Arn', negated: true },
  Null: { family: 'Null', negated: false },
} as const satisfies Record<string, { readonly family: ConditionFamily; readonly negated: boolean }>;

/** An operator as IAM spells it, without set prefix and IfExists. */
export type ConditionOperator = keyof typeof CONDITION_OPERATORS;
