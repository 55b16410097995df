import type { JsonValue } from '../json.ts';
import { err, ok, type Result } from '../result.ts';
import { type PolicyProblem, placeOf, quote } from './problem.ts';

/** Longest document read, in characters: IAM's own limits are far below it. */
export const LONGEST_DOCUMENT = 1_048_576;

/** Deepest nesting read; a policy needs seven levels. */
export const DEEPEST_NESTING = 64;

/**
 * Reads the text of a policy document: JSON, or percent-encoded JSON as IAM's API returns it (RFC 3986: `+` is a plus).
 * A byte order mark and white space around it are tolerated. Refused: no JSON, more than `longest` characters,
 * more than `DEEPEST_NESTING` levels, and a name that comes twice in one object, of which `JSON.parse` would
 * silently keep the last (IAM refuses such documents too, so what it would mean is not known).
 */
export function decodeDocument(text: string, longest: number = LONGEST_DOCUMENT): Result<JsonValue, PolicyProblem> {
  const plain = percentDecoded(text, longest);
  if (!plain.ok) return plain;
  if (plain.value.length > longest) return refuse(`${plain.value.length} characters`, `at most ${longest}`);
  if (nesting(plain.value) > DEEPEST_NESTING) {
    return refuse(`more than ${DEEPEST_NESTING} levels of nesting`, 'a policy document');
  }
  const parsed = parsedJson(plain.value);
  if (!parsed.ok) return parsed;
  const twice = repeatedName(plain.value);
  return twice === undefined ? parsed : err(twice);
}

function refuse(got: string, expected: string): Result<never, PolicyProblem> {
  return err({ place: 'document', got, expected });
}

function percentDecoded(text: string, longest: number): Result<string, PolicyProblem> {
  // three characters for each encoded byte, at most four bytes for each character
  if (text.length > 12 * longest) return refuse(`${text.length} characters`, `at most ${longest}`);
  // trim also removes a byte order mark
  const trimmed = text.trim();
  if (!trimmed.startsWith('%')) return ok(trimmed);
  try {
    return ok(decodeURIComponent(trimmed).trim());
  } catch {
    return refuse('a broken percent-encoding', 'JSON or percent-encoded JSON');
  }
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

function parsedJson(text: string): Result<JsonValue, PolicyProblem> {
  if (text === '') return refuse('an empty text', 'a policy document in JSON');
  try {
    return ok(parseJson(text));
  } catch (fault) {
    const why = fault instanceof Error ? fault.message : 'no reason given';
    return refuse(`a text that is no JSON (${why.replaceAll(/\s+/g, ' ')})`, 'a policy document in JSON');
  }
}

/** Whole strings and single marks; everything between them does not matter here. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]/gs;

function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** An object (names seen so far) or a list (position) that is open at some point of the text. */
interface OpenValue {
  readonly place: string;
  readonly names: Set<string> | undefined;
  /** Place of the member being read. */
  member: string;
  position: number;
}

/** The first name that comes twice in one object of a text that is known to be JSON. */
function repeatedName(text: string): PolicyProblem | undefined {
  const open: OpenValue[] = [];
  let last = '';
  for (const [token] of text.matchAll(TOKEN)) {
    const current = open.at(-1);
    if (token === '{' || token === '[') {
      open.push(opened(token, current?.member ?? ''));
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (token === ':' && current?.names !== undefined) {
      const name = unquoted(last);
      const place = placeOf(current.place, name);
      if (current.names.has(name)) {
        return { place, got: `a second element ${quote(name)}`, expected: 'each name once in an object' };
      }
      current.names.add(name);
      current.member = place;
    } else if (token === ',' && current !== undefined && current.names === undefined) {
      current.position += 1;
      current.member = `${current.place}[${current.position}]`;
    }
    last = token;
  }
  return undefined;
}

/** The text that a JSON string stands for. */
function unquoted(json: string): string {
  const text = parseJson(json);
  return typeof text === 'string' ? text : json;
}

function opened(mark: '{' | '[', place: string): OpenValue {
  return { place, names: mark === '{' ? new Set() : undefined, member: `${place}[0]`, position: 0 };
}
