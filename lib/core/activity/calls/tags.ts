import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { textIn } from './losses.ts';
import { valuesAt } from './resource-rules.ts';

/** Where records have the tags of what a call touches: those that it is made with, or that the answer shows. */
const PLACES: readonly string[] = [
  'in.tags',
  'in.tagList',
  'in.tagSet.items',
  'in.tagSpecificationSet.items[].tags',
  'out.tags',
  'out.tagList',
  'out.cluster.tags',
  'out.service.tags',
  'out.nodegroup.tags',
];

/** The tags that a record shows, by key; undefined: it shows none, which does not say that there are none. */
export function tagsIn(record: JsonValue): Readonly<Record<string, string>> | undefined {
  const found = PLACES.flatMap((place) => valuesAt(record, place)).flatMap((each) =>
    isJsonObject(each) ? pairsOf(each) : [],
  );
  return found.length === 0 ? undefined : Object.fromEntries(found);
}

/** `{ key, value }`, as most services have it, or tags by key. */
function pairsOf(each: JsonObject): readonly (readonly [string, string])[] {
  const key = textIn(each, 'key') ?? textIn(each, 'tagKey');
  if (key !== undefined) return [[key, textIn(each, 'value') ?? textIn(each, 'tagValue') ?? '']];
  return Object.entries(each).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}
