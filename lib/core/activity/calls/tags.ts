import { isJsonObject, type JsonObject, type JsonValue } from '../../json.ts';
import { isJsonList, memberAt } from '../member.ts';
import { textIn } from './losses.ts';
import { valuesAt } from './resource-rules.ts';
import type { EnvironmentRow } from './row.ts';

/** Where a request has the tags of what it makes. */
const ASKED: readonly string[] = ['in.tags', 'in.tagList', 'in.tagSet.items', 'in.tagSpecificationSet.items[].tags'];

/** Where an answer has the tags of what was made or destroyed. */
const ANSWERED: readonly string[] = [
  'out.tags',
  'out.tagList',
  'out.cluster.tags',
  'out.service.tags',
  'out.nodegroup.tags',
];

/**
 * Where the answers of a service always list every tag, so that an empty list says that there are none. That of ECS does not: it
 * is empty as well where nobody asked for tags. Sources: API references of RDS and EKS, and answers of theirs.
 */
const WHOLE: ReadonlyMap<string, readonly string[]> = new Map([
  ['rds', ['responseElements.tagList']],
  ['eks', ['cluster', 'nodegroup', 'fargateProfile', 'addon'].map((each) => `responseElements.${each}.tags`)],
]);

/**
 * The tags that a record shows of what a call makes or destroys, by key; empty: it shows that there are none. Undefined: it shows
 * none, which does not say that there are none.
 */
export function tagsIn(
  record: JsonValue,
  { source, effect }: Pick<EnvironmentRow, 'source' | 'effect'>,
): Readonly<Record<string, string>> | undefined {
  // what a destruction asks to tag is something else, as the experiment that it starts
  const places = effect === 'create' ? [...ASKED, ...ANSWERED] : ANSWERED;
  const found = places
    .flatMap((place) => valuesAt(record, place))
    .flatMap((each) => (isJsonObject(each) ? pairsOf(each) : []));
  if (found.length > 0) return Object.fromEntries(found);
  const hasNone = WHOLE.get(source)?.some((place) => isEmpty(memberAt(record, place))) === true;
  // what is new may get the tags of its stack later
  return effect === 'destroy' && hasNone ? {} : undefined;
}

function isEmpty(list: JsonValue | undefined): boolean {
  return isJsonObject(list) ? Object.keys(list).length === 0 : isJsonList(list) && list.length === 0;
}

/** `{ key, value }`, as most services have it, or tags by key. */
function pairsOf(each: JsonObject): readonly (readonly [string, string])[] {
  const key = textIn(each, 'key') ?? textIn(each, 'tagKey');
  if (key !== undefined) return [[key, textIn(each, 'value') ?? textIn(each, 'tagValue') ?? '']];
  return Object.entries(each).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}
