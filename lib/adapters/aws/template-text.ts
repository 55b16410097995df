import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { type JsonValue, jsonForm } from '../../core/json.ts';

/**
 * A CloudFormation template (JSON or YAML text, or JSON already) as JSON, with the long forms of all functions, so that one template
 * has one digest however it is written. A fault where it is none: keys written twice are refused, since who
 * reads them differently would judge another template.
 * Source: CloudFormation user guide, "Template formats" (no aliases), "Intrinsic function reference".
 */
export function templateJson(template: unknown): JsonValue {
  if (typeof template !== 'string') return jsonForm(template);
  const document = parseDocument(template, { uniqueKeys: true, logLevel: 'error', stringKeys: true });
  const [problem] = document.errors;
  if (problem !== undefined)
    throw new Error(`the template is neither JSON nor YAML: ${problem.message.split('\n')[0]}`);
  return jsonOf(document.contents);
}

function jsonOf(node: unknown): JsonValue {
  if (isAlias(node)) throw new Error('the template has an alias, which CloudFormation does not take');
  const value = plainJsonOf(node);
  const tag = tagOf(node);
  if (tag === undefined) return value;
  if (tag === 'GetAtt' && typeof value === 'string') return { 'Fn::GetAtt': splitOnce(value) };
  return { [tag === 'Ref' || tag === 'Condition' ? tag : `Fn::${tag}`]: value };
}

function plainJsonOf(node: unknown): JsonValue {
  if (isSeq(node)) return node.items.map(jsonOf);
  if (isMap(node)) return Object.fromEntries(node.items.map(({ key, value }) => [keyOf(key), jsonOf(value)]));
  return isScalar(node) ? jsonForm(node.value ?? null) : null;
}

function keyOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** `!Sub` → `Sub`; tags of YAML's own stand for no function. */
function tagOf(node: unknown): string | undefined {
  const tag = isScalar(node) || isSeq(node) || isMap(node) ? node.tag : undefined;
  return tag === undefined ? undefined : /^!([A-Za-z]+)$/.exec(tag)?.[1];
}

/** `Name.Attribute.Part` → `['Name', 'Attribute.Part']`. */
function splitOnce(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
