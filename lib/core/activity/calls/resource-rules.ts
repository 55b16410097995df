import type { JsonValue } from '../../json.ts';
import { isJsonList, member } from '../member.ts';

/** Where a record names what a call touches, and the ARN that a name stands for. */
export interface ResourceRule {
  /**
   * Path of names or ARNs: `in.` is `requestParameters`, `out.` is `responseElements`, `[]` goes through a list:
   * `in.instancesSet.items[].instanceId`. Absent where a call has one resource in each account and Region.
   */
  readonly at?: string;
  /**
   * The ARN after `arn:PARTITION:`, with `{region}`, `{account}`, `{name}` (what `at` found) and other paths in braces, each
   * with what it is where the record leaves it out (`{in.cluster|default}`).
   * `*` stands for a part that the record does not tell. Absent where the record gives no more than a name.
   * Source of the shapes: service authorization reference.
   */
  readonly arn?: string;
  /** What of the found text is the name: all of it where absent. */
  readonly keep?: 'last-segment';
}

/** Where the record's account and Region come from, and its partition, as the ARNs of what it names have them. */
export interface ResourcePlace {
  readonly partition: string;
  readonly region: string;
  readonly account: string;
}

/**
 * The ARNs that a record names, else the names: those of the first rule that finds any, and those of the record's own
 * `resources` list. Empty where the record does not say.
 */
export function resourcesOf(
  record: JsonValue,
  rules: readonly ResourceRule[],
  place: ResourcePlace,
): readonly string[] {
  const byRule = rules.map((rule) => namedBy(record, rule, place)).find((found) => found.length > 0) ?? [];
  const listed = ['resources[].ARN', 'resources[].ARNPrefix'].flatMap((path) => textsAt(record, path));
  return [...new Set([...byRule, ...listed].map((found) => withCluster(found, record)))];
}

/** What lies in a cluster of ECS and is named without it. */
const WITHOUT_CLUSTER = /^(?<lead>arn:[^:]+:ecs:[^:]*:[^:]*:(?:service|task|container-instance))\/(?<name>[^/]+)$/;

/**
 * An ARN of ECS with the cluster in it, which those from before 2021 lack; any other as it is. Where a request names no cluster it
 * is the one called "default". Source: Amazon ECS developer guide, "Amazon Resource Names (ARNs) and IDs".
 */
function withCluster(found: string, record: JsonValue): string {
  const { lead, name } = WITHOUT_CLUSTER.exec(found)?.groups ?? {};
  if (lead === undefined || name === undefined) return found;
  const [cluster = 'default'] = ['in.cluster', 'out.service.clusterArn'].flatMap((path) => textsAt(record, path));
  return `${lead}/${lastSegmentOf(cluster)}/${name}`;
}

/** Every value that a path leads to; a list where the path expects none is gone through as well. */
export function valuesAt(record: JsonValue, path: string): readonly JsonValue[] {
  let places: readonly JsonValue[] = [record];
  for (const step of path.replaceAll('[]', '').split('.')) {
    const name = ROOTS.get(step) ?? step;
    places = places.flatMap((place) => {
      const found = member(place, name);
      if (found === undefined || found === null) return [];
      return isJsonList(found) ? found : [found];
    });
  }
  return places;
}

const ROOTS: ReadonlyMap<string, string> = new Map([
  ['in', 'requestParameters'],
  ['out', 'responseElements'],
]);

/** Every text that a path leads to; empty ones are left out. */
export function textsAt(record: JsonValue, path: string): readonly string[] {
  return valuesAt(record, path)
    .filter((value) => typeof value === 'string' && value !== '')
    .map(String);
}

function namedBy(record: JsonValue, rule: ResourceRule, place: ResourcePlace): readonly string[] {
  const { at, arn } = rule;
  if (at === undefined) return arn === undefined ? [] : [arnFrom(record, arn, '', place)];
  return textsAt(record, at).map((found) => {
    if (found.startsWith('arn:')) return found;
    const name = rule.keep === 'last-segment' ? lastSegmentOf(found) : found;
    return arn === undefined ? name : arnFrom(record, arn, name, place);
  });
}

/** `/jobs` and `/jobs/` are one. */
function lastSegmentOf(path: string): string {
  return path.replace(/\/+$/, '').replace(/^.*\//, '');
}

function arnFrom(record: JsonValue, template: string, name: string, place: ResourcePlace): string {
  const filled = template.replaceAll(/\{([^}]+)\}/g, (_, part: string) => {
    if (part === 'region') return place.region;
    if (part === 'account') return place.account;
    if (part === 'name') return asKept(bareName(name, template), template);
    // a cluster or an application is named by its name or its ARN; the ARN shape wants the name
    const [path = '', absent = '*'] = part.split('|');
    const text = textsAt(record, path)[0] ?? absent;
    return text.startsWith('arn:') ? text.slice(text.lastIndexOf('/') + 1) : text;
  });
  return `arn:${place.partition}:${filled}`;
}

/**
 * These take names in any case and keep them in small letters, in which the ARN has them; the record has what was typed. Neptune and
 * DocumentDB are called through RDS. Source: API references of RDS, ElastiCache and Redshift: "stored as a lowercase string".
 */
const KEEPS_SMALL_LETTERS = /^(?:rds|elasticache|redshift):/;

function asKept(name: string, template: string): string {
  return KEEPS_SMALL_LETTERS.test(template) ? name.toLowerCase() : name;
}

/**
 * A name without what the template has before it: `123456789012:function:f`, and each part of that, is given for `f`, `/a/b` for
 * `a/b`. Source: Lambda API reference, `FunctionName`.
 */
function bareName(name: string, template: string): string {
  const lead = /([a-z-]+[:/])\{name\}/.exec(template)?.[1] ?? '';
  const bare = lead.endsWith(':')
    ? name.replace(new RegExp(`^(?:[a-z]{2}(?:-[a-z]+)+-\\d:)?(?:\\d{12}:)?(?:${lead})?`), '')
    : name;
  return lead.endsWith('/') && bare.startsWith('/') ? bare.slice(1) : bare;
}
