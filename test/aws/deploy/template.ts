import { readFileSync } from 'node:fs';
import { isJsonList, memberAt } from '../../../lib/core/activity/member.ts';
import { isJsonObject, jsonForm, type JsonObject, type JsonValue } from '../../../lib/core/json.ts';

const MOST_PROCESSES = 2;

/** A template of CloudFormation as CDK writes it. */
export type Template = JsonObject;

/** One resource of a template. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/**
 * Reads a template, with words in it replaced.
 * @throws Error if the file holds no object
 */
export function readTemplate(file: string, words: ReadonlyMap<string, string> = new Map()): Template {
  let text = readFileSync(file, 'utf8');
  for (const [word, by] of words) text = text.replaceAll(word, by);
  const json = jsonForm(JSON.parse(text));
  if (!isJsonObject(json)) throw new Error(`${file} holds no object`);
  return json;
}

/** The template that the only stack set of a template has for its accounts. */
export function templateOfStackSet(template: Template): Template {
  const [stackSet] = resourcesOf(template, 'AWS::CloudFormation::StackSet');
  const body = stackSet?.properties['TemplateBody'];
  if (typeof body !== 'string') throw new Error('there is no stack set with a template');
  const json = jsonForm(JSON.parse(body));
  if (!isJsonObject(json)) throw new Error('the template of the stack set is no object');
  return json;
}

/** The resources of a template, of one type. */
function resourcesOf(template: Template, type: string): readonly Resource[] {
  return Object.entries(resources(template))
    .filter(([, resource]) => memberAt(resource, 'Type') === type)
    .map(([logicalId, resource]) => ({ logicalId, type, properties: objectOr(memberAt(resource, 'Properties')) }));
}

/**
 * A template as MiniStack takes it: without the question for the version of CDK's bootstrap stack, with conditions that
 * name account and Region outright, with functions whose `NODE_OPTIONS` are those of the tests, and with few of them at once.
 * `place` says what stands for `AWS::Region` and its like.
 */
export function amended(template: Template, place: ReadonlyMap<string, string>): Template {
  const { Rules: _, Parameters, Conditions, ...rest } = template;
  const { BootstrapVersion: __, ...parameters } = objectOr(Parameters);
  const amendedResources = Object.entries(resources(template)).map(([name, resource]): [string, JsonObject] => [
    name,
    amendedByType(objectOr(resource)),
  ]);
  return {
    ...rest,
    Parameters: parameters,
    ...(Conditions === undefined ? {} : { Conditions: placed(Conditions, place) }),
    Resources: Object.fromEntries(amendedResources),
  };
}

/** Conditions of MiniStack do not know where they are. */
function placed(value: JsonValue, place: ReadonlyMap<string, string>): JsonValue {
  if (isJsonList(value)) return value.map((item) => placed(item, place));
  if (!isJsonObject(value)) return value;
  const { Ref } = value;
  const known = typeof Ref === 'string' ? place.get(Ref) : undefined;
  return known ?? Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, placed(inner, place)]));
}

function amendedByType(resource: JsonObject): JsonObject {
  if (typeOf(resource) === 'AWS::Lambda::Function') return withoutNodeOptions(resource);
  return typeOf(resource) === 'AWS::Lambda::EventSourceMapping' ? withFewProcesses(resource) : resource;
}

/** All invocations that run at once share this machine. */
function withFewProcesses(resource: JsonObject): JsonObject {
  const properties = objectOr(resource['Properties']);
  const most = memberAt(properties, 'ScalingConfig.MaximumConcurrency');
  if (typeof most !== 'number') return resource;
  const ScalingConfig = { MaximumConcurrency: Math.min(most, MOST_PROCESSES) };
  return { ...resource, Properties: { ...properties, ScalingConfig } };
}

function withoutNodeOptions(resource: JsonObject): JsonObject {
  const properties = objectOr(resource['Properties']);
  const { NODE_OPTIONS: _, ...Variables } = objectOr(memberAt(properties, 'Environment.Variables'));
  return { ...resource, Properties: { ...properties, Environment: { Variables } } };
}

function resources(template: Template): JsonObject {
  return objectOr(template['Resources']);
}

function typeOf(resource: JsonValue): string {
  const type = memberAt(resource, 'Type');
  return typeof type === 'string' ? type : '';
}

function objectOr(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
