import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { isJsonList } from './member.ts';

/** Tags by key; undefined as a value: it depends on what the template does not say. */
export type TemplateTags = Readonly<Record<string, string | undefined>>;

/** The tags that a template gives a resource by its properties; undefined: none. Most types have a list, some an object. */
export function templateTags({ Tags: tags = [] }: JsonObject): TemplateTags | undefined {
  const pairs = isJsonList(tags) ? tags.flatMap(pairOf) : membersOf(tags);
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

type Pair = readonly [string, string | undefined];

function pairOf(tag: JsonValue): readonly Pair[] {
  if (!isJsonObject(tag)) return [];
  const { Key: key, Value: value } = tag;
  return typeof key === 'string' ? [[key, textOf(value)]] : [];
}

function membersOf(tags: JsonValue): readonly Pair[] {
  return isJsonObject(tags) ? Object.entries(tags).map(([key, value]) => [key, textOf(value)] as const) : [];
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
