import type { NamedPolicy } from '../../access/policy-set.ts';
import { isJsonObject, type JsonValue } from '../../json.ts';
import { isList } from '../../policy/parse-texts.ts';
import { parsePolicy } from '../../policy/parse.ts';
import { quote } from '../../policy/problem.ts';
import type { Statement } from '../../policy/statement.ts';
import { trustCeiling } from './trust-ceiling.ts';
import { type GovernanceProblem, gotOf, type Path, placeOfPath, valueAt } from './governance-problem.ts';
import type { GovernanceFile, PolicyEntry } from './governance-schema.ts';
import type { Standard } from './standards.ts';

/** The actions that exist. A name in a standard may be a pattern: `s3:Get*`. */
export interface ActionNames {
  /** Whether the name is an action, or a pattern that matches one. */
  readonly knownAction: (name: string) => boolean;
  /** The action that was most likely meant. */
  readonly suggestAction: (name: string) => string | undefined;
}

interface Reading {
  readonly source: JsonValue;
  readonly files: ReadonlyMap<string, JsonValue>;
  readonly problems: GovernanceProblem[];
  readonly actionNames?: ActionNames;
}

/** Reads a standard's policies; adds what is wrong with them to the problems. */
export function parseStandard(
  standard: GovernanceFile['unclassified']['standard'],
  { className, path }: { readonly className: string; readonly path: Path },
  read: Reading,
): Standard {
  const name = standard.name ?? className;
  const policies = standard.policies.flatMap((entry, index) =>
    parseEntry(entry, { form: 'identity', name: `${name}[${index}]`, path: [...path, 'policies', index] }, read),
  );
  const ceiling = { form: 'trust', name: `${name} assumable by`, path: [...path, 'assumableBy'] } as const;
  const [assumableBy] = parseCeiling(standard.assumableBy, ceiling, read);
  return { name, policies, ...(assumableBy === undefined ? {} : { assumableBy }) };
}

function parseCeiling(
  ceiling: GovernanceFile['unclassified']['standard']['assumableBy'],
  entry: Entry,
  read: Reading,
): readonly NamedPolicy[] {
  if (ceiling === undefined) return [];
  if (!isStrings(ceiling)) return parseEntry(ceiling, entry, read);
  const document = trustCeiling(ceiling);
  if (document.ok) return [{ name: entry.name, document: document.value }];
  const { index, got, expected } = document.error;
  read.problems.push({ place: placeOfPath([...entry.path, index]), got, expected });
  return [];
}

function isStrings(ceiling: readonly string[] | PolicyEntry): ceiling is readonly string[] {
  return Array.isArray(ceiling);
}

interface Entry {
  readonly form: 'identity' | 'trust';
  readonly name: string;
  readonly path: Path;
}

function parseEntry(entry: PolicyEntry, { form, name, path }: Entry, read: Reading): readonly NamedPolicy[] {
  const place = placeOfPath(path);
  const { file } = entry;
  if (file !== undefined && Object.keys(entry).length > 1) {
    read.problems.push({ place, got: 'file: beside other elements', expected: 'either file: or a policy document' });
    return [];
  }
  // the document as it stands in the source: zod has copied it
  const json = file === undefined ? valueAt(read.source, path) : read.files.get(file);
  if (json === undefined) {
    read.problems.push({ place, got: `the file ${quote(file ?? '')}, which was not read`, expected: 'a policy file' });
    return [];
  }
  const parsed = parsePolicy(json);
  if (!parsed.ok) {
    for (const problem of parsed.error) {
      read.problems.push({ ...problem, place: within(place, file, problem.place) });
    }
    return [];
  }
  const document = parsed.value;
  for (const statement of document.statements) {
    const at = within(place, file, statementPlace(json, statement));
    read.problems.push(...formProblems(form, statement, at), ...actionProblems(statement, at, read.actionNames));
  }
  return [{ name: document.id ?? file ?? name, document }];
}

/** The place in a policy document as a place in the standards file, or in the policy file that it names. */
function within(place: string, file: string | undefined, inner: string): string {
  const outer = file === undefined ? place : `${place}(${file})`;
  if (inner === 'document') return outer;
  return inner.startsWith('[') ? `${outer}${inner}` : `${outer}.${inner}`;
}

function statementPlace(json: JsonValue, statement: Statement): string {
  const statements = isJsonObject(json) ? json['Statement'] : undefined;
  return statements !== undefined && isList(statements) ? `Statement[${statement.index}]` : 'Statement';
}

/** A trust policy among the policies, or the other way round, would allow nothing or be misread: it is a mistake. */
function formProblems(form: Entry['form'], statement: Statement, place: string): readonly GovernanceProblem[] {
  if (form === 'trust') {
    if (statement.principal !== undefined) return [];
    return [{ place, got: 'no Principal', expected: 'a Principal: a trust policy says who may assume the role' }];
  }
  if (statement.principal === undefined) return [];
  return [{ place, got: 'a Principal', expected: 'none: standards are identity policies; use assumableBy' }];
}

function actionProblems(
  statement: Statement,
  place: string,
  names: ActionNames | undefined,
): readonly GovernanceProblem[] {
  if (names === undefined) return [];
  const element = statement.action.negated ? 'NotAction' : 'Action';
  return statement.action.patterns.flatMap((pattern) => {
    if (names.knownAction(pattern)) return [];
    const near = names.suggestAction(pattern);
    const expected = `an action of AWS${near === undefined ? '' : `; did you mean "${near}"?`}`;
    return [{ place: `${place}.${element}`, got: `unknown action ${gotOf(pattern)}`, expected }];
  });
}
