import { canonicalText } from '../digest.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { isJsonList } from './member.ts';
import { isFunction, type Template } from './template.ts';

/** The template of a stack as it is and as it is to be. */
export interface TemplatePair {
  readonly before: Template;
  readonly after: Template;
}

/** Functions whose value is settled where all that they are given is. */
const PURE = new Set([
  'Fn::Base64',
  'Fn::Cidr',
  'Fn::GetAZs',
  'Fn::ImportValue',
  'Fn::Join',
  'Fn::Length',
  'Fn::Select',
  'Fn::Split',
  'Fn::ToJsonString',
]);

/** These mean the same before and after an update of one stack. */
const SAME_IN_A_STACK = /^AWS::(AccountId|Partition|Region|StackId|StackName|URLSuffix|NoValue)$/;

/**
 * Whether a value that both templates write in the same words also means the same in both. Parameters are not in the
 * templates, so what hangs on one may have changed; so may what hangs on a condition, on another resource that changes, or
 * on a value that is kept elsewhere (`{{resolve:…}}`).
 */
export function isSettled(value: JsonValue, pair: TemplatePair, seen: readonly string[] = []): boolean {
  if (isJsonList(value)) return value.every((each) => isSettled(each, pair, seen));
  if (typeof value === 'string') return !value.includes('{{resolve:');
  if (!isJsonObject(value)) return true;
  const [only, ...others] = Object.entries(value);
  if (only === undefined || others.length > 0 || !isFunction(only[0])) {
    return Object.values(value).every((each) => isSettled(each, pair, seen));
  }
  const [name, given] = only;
  if (name === 'Ref') return typeof given === 'string' && isNameSettled(given, pair, seen);
  if (name === 'Fn::GetAtt') return isNameSettled(resourceNamedIn(given), pair, seen);
  if (name === 'Fn::Sub') return isTextSettled(given, pair, seen);
  if (name === 'Fn::FindInMap') return isMapSettled(given, pair, seen);
  return PURE.has(name) && isSettled(given, pair, seen);
}

/** What a name stands for: a resource that is left as it is, or something of the stack itself. */
function isNameSettled(name: string, pair: TemplatePair, seen: readonly string[]): boolean {
  if (SAME_IN_A_STACK.test(name) || seen.includes(name)) return true;
  const [before, after] = [pair.before.resources.get(name), pair.after.resources.get(name)];
  if (before === undefined || after === undefined || before.type !== after.type) return false;
  if (before.condition !== undefined || after.condition !== undefined) return false;
  return isSame(before.properties, after.properties) && isSettled(after.properties, pair, [...seen, name]);
}

function resourceNamedIn(given: JsonValue): string {
  const first = isJsonList(given) ? given[0] : given;
  return typeof first === 'string' ? (first.split('.')[0] ?? '') : '';
}

function isTextSettled(given: JsonValue, pair: TemplatePair, seen: readonly string[]): boolean {
  const [text, values = {}] = isJsonList(given) ? given : [given];
  if (typeof text !== 'string' || !isJsonObject(values) || text.includes('{{resolve:')) return false;
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
  return (
    isSettled(values, pair, seen) &&
    names.every((name) => Object.hasOwn(values, name) || isNameSettled(name.split('.')[0] ?? '', pair, seen))
  );
}

function isMapSettled(given: JsonValue, pair: TemplatePair, seen: readonly string[]): boolean {
  return isSame(pair.before.mappings, pair.after.mappings) && isSettled(given, pair, seen);
}

/** Whether two values are the same JSON, whatever the order of their members. */
export function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return canonicalText(one) === canonicalText(other);
}

/** The value at a path of names with dots in between, or the function that stands on the way to it; undefined: none. */
export function valueOf(properties: JsonObject, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = properties;
  for (const name of path.split('.')) {
    if (!isJsonObject(value)) return undefined;
    if (Object.keys(value).some(isFunction)) return value;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}
