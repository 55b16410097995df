import { isJsonObject, type JsonValue } from '../json.ts';
import { didYouMean } from '../suggest.ts';
import { formOf, parseScalars } from './parse-texts.ts';
import { placeOf, quote, type Report } from './problem.ts';
import { CONDITION_OPERATORS, type Condition, type ConditionOperator, type SetOperator } from './statement.ts';

const OPERATORS: ReadonlyMap<string, ConditionOperator> = new Map(
  Object.keys(CONDITION_OPERATORS)
    .filter(isOperator)
    .map((operator) => [operator.toLowerCase(), operator]),
);
const SET_OPERATORS: ReadonlyMap<string, SetOperator> = new Map([
  ['forallvalues', 'ForAllValues'],
  ['foranyvalue', 'ForAnyValue'],
]);

/** An operator name taken apart: `ForAllValues:StringLikeIfExists`. */
type OperatorName = Pick<Condition, 'operator' | 'ifExists'> & { readonly set?: SetOperator };

/**
 * Reads a `Condition` element: operator to key to value or values. Operators are recognised in any case (documents written
 * years ago hold other spellings) and come back as IAM spells them. A key that comes twice under one operator
 * in different case is one key with the values of both; an operator that comes twice is a problem.
 * Source: IAM user guide, "IAM JSON policy elements: Condition operators".
 */
export function parseConditions(value: JsonValue, place: string, report: Report): readonly Condition[] {
  if (!isJsonObject(value)) {
    report(place, formOf(value), 'an object from condition operators to keys');
    return [];
  }
  const seen = new Set<string>();
  return Object.entries(value).flatMap(([written, keys]) => {
    const operatorPlace = placeOf(place, written);
    const name = parseOperator(written, operatorPlace, report);
    if (name === undefined) return [];
    if (seen.has(written.toLowerCase())) {
      report(operatorPlace, `a second ${quote(written)} that differs in case only`, 'each operator once');
      return [];
    }
    seen.add(written.toLowerCase());
    return parseKeys(name, keys, operatorPlace, report);
  });
}

function parseOperator(written: string, place: string, report: Report): OperatorName | undefined {
  const [, setPart, rest = ''] = /^(?:([^:]*):)?(.*)$/s.exec(written) ?? [];
  const set = setPart === undefined ? undefined : SET_OPERATORS.get(setPart.toLowerCase());
  const ifExists = /ifexists$/i.test(rest);
  const operator = OPERATORS.get((ifExists ? rest.slice(0, -'IfExists'.length) : rest).toLowerCase());
  if (operator === undefined || (setPart !== undefined && set === undefined)) {
    const prefixes = setPart === undefined ? [''] : [...SET_OPERATORS.values()].map((each) => `${each}:`);
    const near = didYouMean(written, spellings(prefixes, ifExists ? 'IfExists' : ''));
    report(place, `unknown condition operator ${quote(written)}`, `one of IAM's operators${near}`);
    return undefined;
  }
  if (operator === 'Null' && ifExists) {
    report(place, `the operator ${quote(written)}`, 'Null without IfExists: it asks itself whether the key exists');
    return undefined;
  }
  return set === undefined ? { operator, ifExists } : { operator, ifExists, set };
}

/** Every operator, with each of the prefixes and the suffix. */
function spellings(prefixes: readonly string[], suffix: string): readonly string[] {
  return prefixes.flatMap((prefix) => [...OPERATORS.values()].map((operator) => `${prefix}${operator}${suffix}`));
}

function parseKeys(name: OperatorName, value: JsonValue, place: string, report: Report): readonly Condition[] {
  if (!isJsonObject(value)) {
    report(place, formOf(value), 'an object from condition keys to values');
    return [];
  }
  const byKey = new Map<string, Condition>();
  for (const [key, written] of Object.entries(value)) {
    const values = parseScalars(written, placeOf(place, key), report);
    const same = byKey.get(key.toLowerCase());
    byKey.set(key.toLowerCase(), { ...name, key: same?.key ?? key, values: [...(same?.values ?? []), ...values] });
  }
  return [...byKey.values()];
}

function isOperator(name: string): name is ConditionOperator {
  return Object.hasOwn(CONDITION_OPERATORS, name);
}
