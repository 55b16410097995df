import { type Glob, type Letters, anyCaseGlobOf, globMatchesLetters, lettersOf } from '../../policy/glob.ts';
import type { Condition, PolicyVersion } from '../../policy/statement.ts';
import {
  type ArnReading,
  type ResolveVariable,
  arnGlobOfTemplate,
  globOfTemplate,
  parseTemplate,
} from '../../policy/template.ts';
import { parseDate } from './date.ts';
import { type IpRange, parseIp, parseIpRange } from './ip.ts';
import { type Decimal, compareDecimals, parseDecimal } from './number.ts';

/** Which relation to a bound a number or date must have. */
export type Relation = 'equal' | 'less' | 'less-or-equal' | 'greater' | 'greater-or-equal';

/** What a positive condition operator asks of one value: the value has this property for at least one listed operand. */
export type Predicate =
  | { readonly kind: 'text'; readonly globs: readonly Glob[] }
  /** Only a value that is an ARN can have it. */
  | { readonly kind: 'arn'; readonly globs: readonly Glob[] }
  | { readonly kind: 'number'; readonly relation: Relation; readonly bounds: readonly Decimal[] }
  | { readonly kind: 'date'; readonly relation: Relation; readonly bounds: readonly number[] }
  | { readonly kind: 'bool'; readonly values: readonly string[] }
  | { readonly kind: 'binary'; readonly values: readonly string[] }
  | { readonly kind: 'ip'; readonly ranges: readonly IpRange[] };

/** A predicate, or the rule by which it is not clear what the condition asks. */
export type ReadPredicate =
  | { readonly ok: true; readonly predicate: Predicate }
  | { readonly ok: false; readonly rule: string };

/** How operands are read: the document's version, the values of variables, and the reading of ARN stars. */
export interface OperandContext {
  readonly version: PolicyVersion;
  readonly resolve: ResolveVariable;
  readonly reading: ArnReading;
}

const RELATIONS: Readonly<Record<string, Relation>> = {
  Equals: 'equal',
  NotEquals: 'equal',
  LessThan: 'less',
  LessThanEquals: 'less-or-equal',
  GreaterThan: 'greater',
  GreaterThanEquals: 'greater-or-equal',
};

/** The predicate of a condition's positive twin (StringNotLike: that of StringLike). Not for Null, which asks no value. */
export function predicateOf(condition: Condition, context: OperandContext): ReadPredicate {
  const { operator, values } = condition;
  switch (operator) {
    case 'StringEquals':
    case 'StringNotEquals':
      return textPredicate(values, context, 'letters', (letters) => letters);
    case 'StringEqualsIgnoreCase':
    case 'StringNotEqualsIgnoreCase':
      return textPredicate(values, context, 'letters', anyCaseGlobOf);
    case 'StringLike':
    case 'StringNotLike':
      return textPredicate(values, context, 'wildcards', (letters) => letters);
    case 'ArnEquals':
    case 'ArnNotEquals':
    case 'ArnLike':
    case 'ArnNotLike':
      return arnPredicate(values, context);
    case 'NumericEquals':
    case 'NumericNotEquals':
    case 'NumericLessThan':
    case 'NumericLessThanEquals':
    case 'NumericGreaterThan':
    case 'NumericGreaterThanEquals':
      return boundsPredicate('number', condition, context);
    case 'DateEquals':
    case 'DateNotEquals':
    case 'DateLessThan':
    case 'DateLessThanEquals':
    case 'DateGreaterThan':
    case 'DateGreaterThanEquals':
      return boundsPredicate('date', condition, context);
    case 'Bool':
      return plainPredicate(values, context, (texts) => ({
        kind: 'bool',
        values: texts.map((text) => text.toLowerCase()),
      }));
    case 'BinaryEquals':
      return plainPredicate(values, context, (texts) => ({ kind: 'binary', values: texts }));
    case 'IpAddress':
    case 'NotIpAddress':
      return plainPredicate(values, context, (texts) => ({
        kind: 'ip',
        ranges: texts.map(parseIpRange).filter((range) => range !== undefined),
      }));
    case 'Null':
      return { ok: false, rule: 'null-has-no-operand' };
  }
}

function textPredicate(
  values: readonly string[],
  { version, resolve }: OperandContext,
  wildcards: 'wildcards' | 'letters',
  change: (glob: Glob) => Glob,
): ReadPredicate {
  const globs = values
    .map((value) => globOfTemplate(parseTemplate(value, version), resolve, wildcards))
    .filter((glob) => glob !== undefined)
    .map(change);
  return { ok: true, predicate: { kind: 'text', globs } };
}

function arnPredicate(values: readonly string[], { version, resolve, reading }: OperandContext): ReadPredicate {
  const globs: Glob[] = [];
  for (const value of values) {
    const template = parseTemplate(value, version);
    const arn = arnGlobOfTemplate(template, resolve, reading);
    if (arn.kind === 'unclear') return { ok: false, rule: 'variable-in-arn-prefix' };
    // IAM pads Resource ARNs; that it pads operands too is nowhere said, so only a pattern that ends in a star is clear
    if (value.split(':').length < 6 && !value.endsWith('*')) return { ok: false, rule: 'short-arn-operand' };
    if (arn.kind === 'glob') globs.push(arn.glob);
  }
  return { ok: true, predicate: { kind: 'arn', globs } };
}

function boundsPredicate(
  kind: 'number' | 'date',
  { operator, values }: Condition,
  context: OperandContext,
): ReadPredicate {
  const relation = RELATIONS[operator.replace(/^(Numeric|Date)/, '')] ?? 'equal';
  return plainPredicate(values, context, (texts) =>
    kind === 'number'
      ? { kind, relation, bounds: texts.map(parseDecimal).filter((bound) => bound !== undefined) }
      : { kind, relation, bounds: texts.map(parseDate).filter((bound) => bound !== undefined) },
  );
}

/** Operands without wildcards and, where AWS documents no variables for them, with none. */
function plainPredicate(
  values: readonly string[],
  context: OperandContext,
  build: (texts: readonly string[]) => Predicate,
): ReadPredicate {
  if (context.version === '2012-10-17' && values.some((value) => value.includes('${'))) {
    return { ok: false, rule: 'variable-outside-string-and-arn' };
  }
  return { ok: true, predicate: build(values) };
}

/** Whether one value of a request has the property. */
export function predicateHolds(predicate: Predicate, value: string): boolean {
  switch (predicate.kind) {
    case 'text':
      return anyMatches(predicate.globs, lettersOf(value));
    case 'arn':
      return isArn(value) && anyMatches(predicate.globs, lettersOf(value));
    case 'bool':
      return predicate.values.includes(value.toLowerCase());
    case 'binary':
      return predicate.values.includes(value);
    case 'number': {
      const number = parseDecimal(value);
      if (number === undefined) return false;
      return predicate.bounds.some((bound) => related(compareDecimals(number, bound), predicate.relation));
    }
    case 'date': {
      const date = parseDate(value);
      return date !== undefined && predicate.bounds.some((bound) => related(date - bound, predicate.relation));
    }
    case 'ip': {
      const ip = parseIp(value);
      if (ip === undefined) return false;
      return predicate.ranges.some(
        ({ version, first, last }) => version === ip.version && first <= ip.address && ip.address <= last,
      );
    }
  }
}

/** Whether the predicate can be asked of this value at all: a negated operator on a value of another type is unclear. */
export function predicateApplies(predicate: Predicate, value: string): boolean {
  switch (predicate.kind) {
    case 'text':
    case 'bool':
    case 'binary':
      return true;
    case 'arn':
      return isArn(value);
    case 'number':
      return parseDecimal(value) !== undefined;
    case 'date':
      return parseDate(value) !== undefined;
    case 'ip':
      return parseIp(value) !== undefined;
  }
}

/** Whether a text has the six parts of an ARN. */
function isArn(text: string): boolean {
  return text.startsWith('arn:') && text.split(':', 6).length === 6;
}

function anyMatches(globs: readonly Glob[], letters: Letters): boolean {
  return globs.some((glob) => globMatchesLetters(glob, letters));
}

function related(difference: number, relation: Relation): boolean {
  switch (relation) {
    case 'equal':
      return difference === 0;
    case 'less':
      return difference < 0;
    case 'less-or-equal':
      return difference <= 0;
    case 'greater':
      return difference > 0;
    case 'greater-or-equal':
      return difference >= 0;
  }
}
