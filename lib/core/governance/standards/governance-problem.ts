import { isJsonObject, type JsonValue } from '../../json.ts';
import { formOf, isList } from '../../policy/parse-texts.ts';
import { placeOf, quote } from '../../policy/problem.ts';

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

/** A value for people, short: its form, or a scalar as it is written. */
export function gotOf(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value === 'string') return quote(value);
  return formOf(value);
}

/** The second and later uses of a name that must be unique, as problems. */
export function repeated(names: readonly string[], placeOf: (index: number) => string): readonly GovernanceProblem[] {
  return names.flatMap((name, index) => {
    const first = names.indexOf(name);
    if (first === index) return [];
    return [
      { place: placeOf(index), got: `${quote(name)} a second time`, expected: `a name other than ${placeOf(first)}` },
    ];
  });
}
