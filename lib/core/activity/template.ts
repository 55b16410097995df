import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { isJsonList, textAt } from './member.ts';

/** A resource as a template defines it. */
export interface TemplateResource {
  readonly type: string;
  readonly properties: JsonObject;
  /** As it is written; undefined: none. */
  readonly condition: JsonValue | undefined;
  readonly deletionPolicy: JsonValue | undefined;
}

/** A CloudFormation template, as JSON with the long forms of all functions, read as far as changes of it are judged by. */
export interface Template {
  readonly resources: ReadonlyMap<string, TemplateResource>;
  /** Members of `Resources` that are no resources but stand for some: loops (`Fn::ForEach::…`) and includes. */
  readonly generators: ReadonlyMap<string, JsonValue>;
  readonly parameters: ReadonlySet<string>;
  readonly mappings: JsonValue;
  /** Names of the macros that rewrite it: what comes out of them is not known. */
  readonly macros: readonly string[];
}

/** These leave every resource that is written out as it is. */
const HARMLESS_MACROS: ReadonlySet<string> = new Set(['AWS::LanguageExtensions', 'AWS::Serverless-2016-10-31']);

/** Reads a template; undefined where it has not the form of one. */
export function readTemplate(json: JsonValue | undefined): Template | undefined {
  if (!isJsonObject(json)) return undefined;
  const {
    Resources: resources = {},
    Parameters: parameters = {},
    Mappings: mappings = {},
    Transform: transform = [],
  } = json;
  if (!isJsonObject(resources) || !isJsonObject(parameters)) return undefined;
  const read: [string, TemplateResource][] = [];
  const generators: [string, JsonValue][] = [];
  for (const [logicalId, definition] of Object.entries(resources)) {
    const resource = resourceOf(definition);
    if (resource !== undefined) read.push([logicalId, resource]);
    else if (logicalId.startsWith('Fn::')) generators.push([logicalId, definition]);
    else return undefined;
  }
  return {
    resources: new Map(read),
    generators: new Map(generators),
    parameters: new Set(Object.keys(parameters)),
    mappings,
    macros: macrosOf(transform),
  };
}

function resourceOf(definition: JsonValue): TemplateResource | undefined {
  if (!isJsonObject(definition)) return undefined;
  const { Type: type, Properties: properties = {}, Condition: condition, DeletionPolicy: deletionPolicy } = definition;
  if (typeof type !== 'string' || !isJsonObject(properties)) return undefined;
  return { type, properties, condition, deletionPolicy };
}

function macrosOf(transform: JsonValue): readonly string[] {
  const all = isJsonList(transform) ? transform : [transform];
  return all
    .map((each) => (typeof each === 'string' ? each : (textAt(each, 'Name') ?? 'a macro without a name')))
    .filter((name) => !HARMLESS_MACROS.has(name));
}

/** Whether a value has a function of CloudFormation in it that nothing has put a value for. */
export function hasUnresolved(value: JsonValue): boolean {
  if (isJsonList(value)) return value.some(hasUnresolved);
  if (typeof value === 'string') return value.includes('{{resolve:') || value.includes('{{changeSet:');
  if (!isJsonObject(value)) return false;
  const [only, ...others] = Object.keys(value);
  if (only !== undefined && others.length === 0 && isFunction(only)) return true;
  return Object.values(value).some(hasUnresolved);
}

/** Names of CloudFormation's functions, as JSON has them. */
export function isFunction(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}
