import { canonicalText } from '../digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';

/**
 * Whether two policy documents say the same. Services write policies back in words of their own: one value as a list or by
 * itself, lists and statements in another order, keys of conditions in another case, an account as the ARN of its root. What is no
 * object is compared as it is.
 */
export function samePolicy(one: JsonValue, other: JsonValue): boolean {
  return canonicalText(normalPolicy(one)) === canonicalText(normalPolicy(other));
}

function normalPolicy(policy: JsonValue): JsonValue {
  if (!isJsonObject(policy)) return policy;
  const { Statement, Id: _, Version, ...others } = policy;
  const statements = statementsIn(Statement).map(normal);
  return { ...others, Version: Version ?? '2008-10-17', Statement: sorted(statements) };
}

function statementsIn(statement: JsonValue | undefined): readonly JsonValue[] {
  return statement === undefined ? [] : [statement].flat();
}

function normal(statement: JsonValue): JsonValue {
  if (!isJsonObject(statement)) return statement;
  return mapped(statement, (value, name) => {
    if (PRINCIPALS.includes(name)) return isJsonObject(value) ? mapped(value, principals) : value;
    if (LISTS.includes(name)) return list(value);
    if (name !== 'Condition' || !isJsonObject(value)) return value;
    return mapped(value, (keys) => (isJsonObject(keys) ? conditions(keys) : keys));
  });
}

const PRINCIPALS: readonly string[] = ['Principal', 'NotPrincipal'];
const LISTS: readonly string[] = ['Action', 'NotAction', 'Resource', 'NotResource'];

/** Names of keys are taken in any case, tags in them are not. Source: IAM user guide, "AWS JSON policy elements: Condition". */
function conditions(keys: JsonObject): JsonValue {
  const named = Object.entries(keys).map(([key, value]) => {
    const [name = '', ...tag] = key.split('/');
    return [[name.toLowerCase(), ...tag].join('/'), list(value)];
  });
  return sorted(named);
}

function principals(value: JsonValue): JsonValue {
  return list(mapList(value, (each) => (typeof each === 'string' ? each.replace(ROOT, '$1') : each)));
}

/** Source: IAM user guide, "AWS JSON policy elements: Principal": an account by its id, or by the ARN of its root. */
const ROOT = /^arn:[^:]+:iam::([0-9]{12}):root$/;

function list(value: JsonValue): JsonValue {
  return sorted([value].flat().map((each) => (typeof each === 'object' ? each : String(each))));
}

function mapList(value: JsonValue, change: (each: JsonValue) => JsonValue): readonly JsonValue[] {
  return [value].flat().map(change);
}

function sorted(values: readonly JsonValue[]): readonly JsonValue[] {
  return [...values].sort((one, other) => (canonicalText(one) < canonicalText(other) ? -1 : 1));
}

function mapped(value: JsonObject, change: (member: JsonValue, name: string) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member, name)]));
}
