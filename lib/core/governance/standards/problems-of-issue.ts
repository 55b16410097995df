import type * as z from 'zod/mini';
import type { JsonValue } from '../../json.ts';
import { quote } from '../../policy/problem.ts';
import { didYouMean } from '../../suggest.ts';
import { type GovernanceProblem, gotOf, placeOfPath, valueAt } from './governance-problem.ts';
import { knownKeys } from './known-keys.ts';

/** What zod found wrong, as problems: one for each unknown key, one for each other issue. */
export function problemsOfIssue(
  issue: z.core.$ZodIssue,
  source: JsonValue,
  schema: z.core.SomeType,
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
