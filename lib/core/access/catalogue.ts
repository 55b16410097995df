import { globMatches } from '../policy/glob.ts';
import source from './catalogue.json' with { type: 'json' };
import { remembered } from './condition/remembered.ts';
import type { AccessLevel } from './excess.ts';

const LEVELS: Readonly<Record<string, AccessLevel>> = {
  L: 'List',
  R: 'Read',
  T: 'Tagging',
  W: 'Write',
  P: 'Permissions management',
  U: 'Unknown',
};

/** The day of the data, `2026-09-26`. */
export const CATALOGUE_DATE: string = source.date;

/** The actions of one service of the service authorization reference, sorted by name in any case. */
export interface Service {
  /** As in actions: `s3`. */
  readonly name: string;
  /** Number of its first action, and one more than that of its last. */
  readonly first: number;
  readonly end: number;
  /** Without the service, as AWS writes them: `GetObject`. */
  readonly names: readonly string[];
  readonly lowerCaseNames: readonly string[];
  readonly accessLevels: readonly AccessLevel[];
  /** Which set of ARN shapes each action takes; actions with equal numbers take the same resources. */
  readonly shapeSets: readonly number[];
}

/** The numbers of a service's actions. Its rows are read when it is first asked for. */
interface Rows {
  readonly name: string;
  readonly first: number;
  readonly end: number;
}

/** What a catalogue that is deployed loads service by service: `name` is one of `SERVICE_NAMES`. */
const ROWS_OF: Readonly<Record<string, string>> = source.services;

const ROWS: readonly Rows[] = numberedRows();
const ROWS_BY_NAME: ReadonlyMap<string, Rows> = new Map(ROWS.map((rows) => [rows.name, rows]));
const read = new Map<string, Service>();

/** How many actions there are. Their numbers, by service and name, are 0 to one less. */
export const ACTION_COUNT: number = ROWS.at(-1)?.end ?? 0;

/** The names of all services, sorted. */
export const SERVICE_NAMES: readonly string[] = ROWS.map(({ name }) => name);

/** The service of this name (lower case), or undefined where the catalogue does not know it. */
export function serviceNamed(name: string): Service | undefined {
  const rows = ROWS_BY_NAME.get(name);
  return rows === undefined ? undefined : serviceOfRows(rows);
}

/** The service of an action. */
export function serviceOf(action: number): Service {
  let [low, high] = [0, ROWS.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((ROWS[middle]?.first ?? 0) <= action) low = middle;
    else high = middle - 1;
  }
  const rows = ROWS[low];
  if (rows === undefined) throw new RangeError(`the catalogue has no action ${action}`);
  return serviceOfRows(rows);
}

/** An action as AWS writes it: `s3:GetObject`. */
export function actionName(action: number): string {
  const service = serviceOf(action);
  return `${service.name}:${service.names[action - service.first] ?? ''}`;
}

/** The access level that AWS documents for an action; `Unknown` where it documents none. */
export function accessLevelOf(action: number): AccessLevel {
  const service = serviceOf(action);
  return service.accessLevels[action - service.first] ?? 'Unknown';
}

/** The number of the set of ARN shapes that an action takes. */
export function shapeSetOf(action: number): number {
  const service = serviceOf(action);
  return service.shapeSets[action - service.first] ?? 0;
}

/** By full name, in lower case: all actions of the services that were asked for. */
const numbers = new Map<string, number>();
const numbered = new Set<string>();

/** The number of an action (`service:Name`, any case), or undefined where the catalogue does not know it. */
export function actionNumber(name: string): number | undefined {
  const lower = name.toLowerCase();
  const known = numbers.get(lower);
  if (known !== undefined) return known;
  const service = lower.slice(0, lower.indexOf(':'));
  if (numbered.has(service) || !ROWS_BY_NAME.has(service)) return undefined;
  numbered.add(service);
  const { first, lowerCaseNames } = serviceNamed(service) ?? { first: 0, lowerCaseNames: [] };
  for (const [index, each] of lowerCaseNames.entries()) numbers.set(`${service}:${each}`, first + index);
  return numbers.get(lower);
}

/** How many names of a service sort before a text (lower case). */
export function placeOfName({ lowerCaseNames }: Service, text: string): number {
  let [low, high] = [0, lowerCaseNames.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lowerCaseNames[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

let shapeSets: readonly (readonly string[])[] | undefined;

/** The ARN shapes of a set: patterns with `*` for each variable part. Empty: the actions take no resource but `*`. */
export function shapesOf(shapeSet: number): readonly string[] {
  shapeSets ??= readShapeSets();
  return shapeSets[shapeSet] ?? [];
}

function readShapeSets(): readonly (readonly string[])[] {
  const { shapes } = source;
  return source.shapeSets.map((list) =>
    list === '' ? [] : list.split(',').map((shape) => shapes[Number(shape)] ?? '*'),
  );
}

const MULTI_VALUED_KEYS: ReadonlySet<string> = new Set(source.multiValuedKeys);
const MULTI_VALUED_PATTERNS: readonly string[] = source.multiValuedKeys.filter((key) => key.includes('*'));

/** Whether a condition key (lower case) may hold several values in one request. */
export const isMultiValued: (key: string) => boolean = remembered(
  (key) => MULTI_VALUED_KEYS.has(key) || MULTI_VALUED_PATTERNS.some((pattern) => globMatches(pattern, key)),
);

/** What a condition key holds where it is not text. */
export type KeyType = 'arn' | 'bool' | 'numeric' | 'date' | 'ipaddress' | 'binary';

const KEY_TYPES = keyTypes();
const KEY_TYPE_PATTERNS = [...KEY_TYPES].filter(([key]) => key.includes('*'));

/** What a condition key (lower case) holds; undefined: text, or not known. */
export const keyTypeOf: (key: string) => KeyType | undefined = remembered((key) => {
  const known = KEY_TYPES.get(key);
  if (known !== undefined) return known;
  for (const [pattern, type] of KEY_TYPE_PATTERNS) if (globMatches(pattern, key)) return type;
  return undefined;
});

function keyTypes(): ReadonlyMap<string, KeyType> {
  const types = new Map<string, KeyType>();
  const { keyTypes: lists }: { readonly keyTypes: Readonly<Partial<Record<KeyType, string>>> } = source;
  for (const type of ['arn', 'bool', 'numeric', 'date', 'ipaddress', 'binary'] as const) {
    for (const key of (lists[type] ?? '').split(' ')) if (key !== '') types.set(key, type);
  }
  return types;
}

function numberedRows(): readonly Rows[] {
  const rows: Rows[] = [];
  let first = 0;
  for (const [name, count] of Object.entries(source.counts)) {
    rows.push({ name, first, end: first + count });
    first += count;
  }
  return rows;
}

/** A row is `GetObject/R12`: the name, the letter of its access level, the number of its shape set. */
function serviceOfRows({ name, first, end }: Rows): Service {
  const known = read.get(name);
  if (known !== undefined) return known;
  const text = ROWS_OF[name] ?? '';
  const rows = text === '' ? [] : text.split(' ').map((row) => ({ row, slash: row.indexOf('/') }));
  const names = rows.map(({ row, slash }) => row.slice(0, slash));
  const service = {
    name,
    first,
    end,
    names,
    lowerCaseNames: names.map((each) => each.toLowerCase()),
    accessLevels: rows.map(({ row, slash }) => LEVELS[row.charAt(slash + 1)] ?? 'Unknown'),
    shapeSets: rows.map(({ row, slash }) => Number(row.slice(slash + 2))),
  };
  read.set(name, service);
  return service;
}
