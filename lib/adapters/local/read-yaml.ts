import { type Document, isAlias, isNode, LineCounter, parseDocument, visit } from 'yaml';
import type { GovernanceProblem, Path } from '../../core/governance/standards/governance-problem.ts';
import type { JsonValue } from '../../core/json.ts';
import { err, ok, type Result } from '../../core/result.ts';

/** A YAML document as JSON, with the position of each of its values. */
export interface YamlDocument {
  readonly json: JsonValue;
  /** Line and column, both from 1, of the value or key at a path, or of the nearest value around it. */
  readonly positionOf: (path: Path) => { readonly line: number; readonly column: number };
}

/**
 * Reads one YAML 1.2 document (JSON is one). Refused: syntax errors, keys written twice, several documents, tags that
 * are not YAML's own, and aliases, since a few lines of them can stand for gigabytes.
 */
export function readYaml(text: string): Result<YamlDocument, readonly GovernanceProblem[]> {
  const lines = new LineCounter();
  const document = parseYaml(text, lines);
  if (document === undefined || document.errors.some(({ message }) => OUT_OF_STACK.test(message))) {
    return err([{ place: 'document', got: 'values nested too deeply to read', expected: 'a few levels' }]);
  }
  const positionAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems: GovernanceProblem[] = [...document.errors, ...document.warnings].map((each) => ({
    place: 'document',
    got: lowerFirst(each.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? each.code),
    expected: EXPECTED[each.code] ?? 'one well-formed YAML document',
    position: positionAt(each.pos[0]),
  }));
  visit(document, {
    Scalar: (_key, { value, range }) => {
      if (typeof value !== 'number' || Number.isFinite(value)) return;
      const expected = 'a number that JSON has';
      problems.push({ place: 'document', got: String(value), expected, position: positionAt(range?.[0] ?? 0) });
    },
    Alias: (_key, alias) => {
      const expected = 'the value written out, or in a file of its own (file:)';
      problems.push({
        place: 'document',
        got: `the alias *${alias.source}`,
        expected,
        position: positionAt(alias.range?.[0] ?? 0),
      });
    },
  });
  if (problems.length > 0) return err(problems);
  const json: unknown = document.toJS({ maxAliasCount: 0 });
  if (!isJson(json)) throw new TypeError('a YAML document of the core schema is JSON');
  return ok({ json, positionOf: (path) => positionAt(offsetOf(document, path)) });
}

/** What the parser makes of a stack that ended before the nesting did, where it does not throw it. */
const OUT_OF_STACK = /call stack|stack overflow/i;

const EXPECTED: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: 'each key once',
  MULTIPLE_DOCS: 'one document',
};

function parseYaml(text: string, lineCounter: LineCounter): Document.Parsed | undefined {
  try {
    return parseDocument(text, { lineCounter, uniqueKeys: true, version: '1.2', schema: 'core', prettyErrors: false });
  } catch (cause) {
    // the parser is recursive: its stack ends before a hostile nesting does
    if (cause instanceof RangeError) return undefined;
    throw cause;
  }
}

/** Offset of the value at a path; what is not there has the place of what is around it. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && !isAlias(node) && node.range) return node.range[0];
  }
  return 0;
}

/** Whether a value is made of JSON's kinds only. */
function isJson(value: unknown): value is JsonValue {
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value === 'object') return Object.values(value).every(isJson);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
