import { globMatches } from '../policy/glob.ts';
import source from './catalogue.json' with { type: 'json' };
import type { AccessLevel } from './excess.ts';

/** One action of the service authorization reference. Its place in the catalogue is its number everywhere. */
export interface CatalogueAction {
  /** As AWS writes it: `s3:GetObject`. */
  readonly name: string;
  readonly accessLevel: AccessLevel;
  /** Which set of ARN shapes it takes; actions with equal numbers take the same resources. */
  readonly shapeSet: number;
}

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

/** Every action, by service and name. */
export const ACTIONS: readonly CatalogueAction[] = Object.entries(source.services).flatMap(([service, rows]) =>
  rows
    .split(' ')
    .filter((row) => row !== '')
    .map((row) => {
      const slash = row.indexOf('/');
      const accessLevel = LEVELS[row.charAt(slash + 1)] ?? 'Unknown';
      return { name: `${service}:${row.slice(0, slash)}`, accessLevel, shapeSet: Number(row.slice(slash + 2)) };
    }),
);

/** The names in lower case, as patterns are matched with them. */
export const LOWER_CASE_NAMES: readonly string[] = ACTIONS.map(({ name }) => name.toLowerCase());

const NUMBERS: ReadonlyMap<string, number> = new Map(LOWER_CASE_NAMES.map((name, number) => [name, number]));

/** First and past-the-last action number of each service. */
export const SERVICE_RANGES: ReadonlyMap<string, readonly [number, number]> = rangesByService();

const SHAPE_SETS: readonly (readonly string[])[] = source.shapeSets.map((list) =>
  list === '' ? [] : list.split(',').map((shape) => source.shapes[Number(shape)] ?? '*'),
);

const MULTI_VALUED_KEYS: ReadonlySet<string> = new Set(source.multiValuedKeys);
const MULTI_VALUED_PATTERNS: readonly string[] = source.multiValuedKeys.filter((key) => key.includes('*'));

const KEY_TYPES = keyTypes();
const KEY_TYPE_PATTERNS = [...KEY_TYPES].filter(([key]) => key.includes('*'));

/** The number of an action (any case), or undefined where the catalogue does not know it. */
export function actionNumber(name: string): number | undefined {
  return NUMBERS.get(name.toLowerCase());
}

/** The ARN shapes of a set: patterns with `*` for each variable part. Empty: the actions take no resource but `*`. */
export function shapesOf(shapeSet: number): readonly string[] {
  return SHAPE_SETS[shapeSet] ?? [];
}

/** Whether a condition key (lower case) may hold several values in one request. */
export function isMultiValued(key: string): boolean {
  return MULTI_VALUED_KEYS.has(key) || MULTI_VALUED_PATTERNS.some((pattern) => globMatches(pattern, key));
}

/** What a condition key (lower case) holds; undefined: text, or not known. */
export function keyTypeOf(key: string): KeyType | undefined {
  const known = KEY_TYPES.get(key);
  if (known !== undefined) return known;
  for (const [pattern, type] of KEY_TYPE_PATTERNS) if (globMatches(pattern, key)) return type;
  return undefined;
}

export type KeyType = 'arn' | 'bool' | 'numeric' | 'date' | 'ipaddress' | 'binary';

function keyTypes(): ReadonlyMap<string, KeyType> {
  const types = new Map<string, KeyType>();
  const { keyTypes: lists }: { readonly keyTypes: Readonly<Partial<Record<KeyType, string>>> } = source;
  for (const type of ['arn', 'bool', 'numeric', 'date', 'ipaddress', 'binary'] as const) {
    for (const key of (lists[type] ?? '').split(' ')) if (key !== '') types.set(key, type);
  }
  return types;
}

function rangesByService(): ReadonlyMap<string, readonly [number, number]> {
  const ranges = new Map<string, readonly [number, number]>();
  for (const [number, { name }] of ACTIONS.entries()) {
    const service = name.slice(0, name.indexOf(':'));
    ranges.set(service, [ranges.get(service)?.[0] ?? number, number + 1]);
  }
  return ranges;
}
