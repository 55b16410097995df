import type * as z from 'zod/mini';
import { isJsonObject, type JsonObject, type JsonValue } from '../json.ts';
import { formOf, isList } from '../policy/parse-texts.ts';
import { placeOf, quote } from '../policy/problem.ts';
import { didYouMean } from '../suggest.ts';

/** One thing wrong with a standards file. */
export interface GovernanceProblem {
  /** `document`, or a path from its root: `classes[1].match.nmaes`. */
  readonly place: string;
  readonly got: string;
  readonly expected: string;
  /** Where in the file, both from 1, where that is known. */
  readonly position?: { readonly line: number; readonly column: number };
}

/** Steps from the root of a document to one of its values. */
export type Path = readonly (string | number)[];

/** One problem as a line for people: `LINE:COLUMN: PLACE: GOT, expected EXPECTED`. */
export function describeGovernanceProblem(problem: GovernanceProblem): string {
  const position = problem.position === undefined ? '' : `${problem.position.line}:${problem.position.column}: `;
  return `${position}${problem.place}: ${problem.got}, expected ${problem.expected}`;
}

/** A path as a place: `classes[1].match`; the root is `document`. */
export function placeOfPath(path: Path): string {
  if (path.length === 0) return 'document';
  return path.reduce<string>(
    (place, step) => (typeof step === 'number' ? `${place}[${step}]` : placeOf(place, step)),
    '',
  );
}

const STEP = /\[(?<index>\d+)\]|\[(?<quoted>"(?:[^"\\]|\\.)*")\]|(?<name>[^.[\]]+)/g;

/** The path that a place was made of (`placeOfPath`), so that the value can be found in the file. */
export function pathOfPlace(place: string): Path {
  if (place === 'document') return [];
  return [...place.matchAll(STEP)].map((step) => {
    const { index, quoted, name } = step.groups ?? {};
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (name ?? '') : quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  });
}

/** The value at a path, or undefined where there is none. */
export function valueAt(source: JsonValue, path: Path): JsonValue | undefined {
  let value: JsonValue | undefined = source;
  for (const step of path) {
    if (value === undefined) return undefined;
    if (isList(value)) value = typeof step === 'number' ? value[step] : undefined;
    else value = isJsonObject(value) && Object.hasOwn(value, step) ? value[String(step)] : undefined;
  }
  return value;
}

/** What zod found wrong, as problems: one for each unknown key, one for each other issue. */
export function problemsOfIssue(
  issue: z.core.$ZodIssue,
  source: JsonValue,
  schema: JsonObject,
): readonly GovernanceProblem[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code !== 'unrecognized_keys') {
    return [{ place: placeOfPath(path), got: gotOf(valueAt(source, path)), expected: expectedBy(issue) }];
  }
  const known = knownKeys(schema, path, source);
  return issue.keys.map((key) => ({
    place: placeOfPath([...path, key]),
    got: `unknown key ${quote(key)}`,
    expected: `one of ${known.join(', ')}${didYouMean(key, known)}`,
  }));
}

/** A value for people, short: its form, or a scalar as it is written. */
export function gotOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quote(value);
  return formOf(value);
}

function expectedBy(issue: Exclude<z.core.$ZodIssue, z.core.$ZodIssueUnrecognizedKeys>): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? String(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string') return 'a text that is not empty';
      return issue.origin === 'array' ? 'at least one entry' : `at least ${issue.minimum}`;
    case 'too_big':
      return `at most ${issue.maximum}`;
    case 'invalid_union':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a string; put it in quotes',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  // all numbers of the file are whole; for one that is missing zod only says `number`
  number: 'a whole number',
  int: 'a whole number',
};

/** The keys that the schema knows at a path; of several forms, those of the one whose `kind` the source has. */
function knownKeys(schema: JsonObject, path: Path, source: JsonValue): readonly string[] {
  let here: JsonValue | undefined = schema;
  path.forEach((step, depth) => {
    const form: JsonObject = formAt(here, valueAt(source, path.slice(0, depth)));
    const properties = form['properties'];
    here = typeof step === 'number' ? form['items'] : isJsonObject(properties) ? properties[step] : undefined;
  });
  const properties = formAt(here, valueAt(source, path))['properties'];
  return isJsonObject(properties) ? Object.keys(properties) : [];
}

function formAt(schema: JsonValue | undefined, value: JsonValue | undefined): JsonObject {
  if (!isJsonObject(schema)) return {};
  const forms = schema['oneOf'];
  if (forms === undefined || !isList(forms)) return schema;
  const kind = isJsonObject(value) ? value['kind'] : undefined;
  const form = forms.find((each) => isJsonObject(each) && valueAt(each, ['properties', 'kind', 'const']) === kind);
  return isJsonObject(form) ? form : schema;
}
