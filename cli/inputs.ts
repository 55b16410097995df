import type { Readable } from 'node:stream';
import { jsonFaultOf } from '../lib/core/json-fault.ts';
import type { JsonValue } from '../lib/core/json.ts';
import { decodeDocument } from '../lib/core/policy/decode.ts';
import { describeProblem, type PolicyProblem } from '../lib/core/policy/problem.ts';
import { printable } from '../lib/core/printable.ts';
import { err, type Result } from '../lib/core/result.ts';
import { readLines } from '../lib/wiring/read-lines.ts';
import { EXIT } from './exit-codes.ts';
import { Stop } from './stop.ts';

/** Longest policy set or request, a file or a line of a batch, in characters: a thousand of IAM's largest documents. */
export const LONGEST_INPUT = 32 * 1_048_576;

/** A file as messages name it. */
export function nameOf(path: string): string {
  if (path === '') return 'a file without a name';
  return path === '-' ? 'stdin' : path;
}

/** The text of a small file, or of stdin (`-`). A `Stop` where it cannot be read or is too long. */
export async function readTextFile(path: string, stdin: Readable): Promise<string> {
  const lines: string[] = [];
  let length = 0;
  for await (const line of linesOfInput(path, stdin)) {
    length += line.kind === 'line' ? line.text.length + 1 : LONGEST_INPUT + 1;
    if (length > LONGEST_INPUT) {
      throw new Stop(
        EXIT.badInput,
        `${nameOf(path)}: more than ${LONGEST_INPUT} characters; give one policy set a file`,
      );
    }
    if (line.kind === 'line') lines.push(line.text);
  }
  return lines.join('\n');
}

/** The lines of a file or of stdin (`-`), in constant memory. A `Stop` where it cannot be read. */
export async function* linesOfInput(path: string, stdin: Readable): ReturnType<typeof readLines> {
  try {
    yield* readLines(path === '-' ? stdin : path, LONGEST_INPUT);
  } catch (fault) {
    throw new Stop(EXIT.badInput, `${nameOf(path)}: ${reasonOf(fault)}`, { cause: fault });
  }
}

/** What a reader makes of a file's text; a `Stop` with the first problem, and where it is, if it refuses. */
export async function readDocument<T>(
  path: string,
  stdin: Readable,
  read: (source: JsonValue) => Result<T, readonly PolicyProblem[]>,
): Promise<T> {
  const text = await readTextFile(path, stdin);
  const decoded = decodeDocument(text, LONGEST_INPUT);
  const result = decoded.ok ? read(decoded.value) : err([decoded.error]);
  if (result.ok) return result.value;
  throw new Stop(EXIT.badInput, problemLine(nameOf(path), text, result.error));
}

/** Problems of a text in one line: the first with its place, and how many more there are. */
function problemLine(name: string, text: string, problems: readonly PolicyProblem[]): string {
  const plain = text.trimStart();
  const broken = plain.startsWith('%') ? undefined : jsonFaultOf(text);
  if (broken !== undefined) return `${name}:${broken.line}:${broken.column}: broken JSON: ${broken.detail}`;
  return `${name}: ${problemsText(problems)}`;
}

/** Problems as a text: the first, and how many more there are. */
export function problemsText(problems: readonly PolicyProblem[]): string {
  const [first] = problems;
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return first === undefined ? 'it was refused' : `${describeProblem(first)}${more}`;
}

/** Why a file could not be read, and what to do, in a few words. */
export function reasonOf(fault: unknown): string {
  const code = typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : '';
  const known = REASONS[code];
  if (known !== undefined) return known;
  const message =
    typeof fault === 'object' && fault !== null && 'message' in fault ? String(fault.message) : String(fault);
  if (code.startsWith('Z_')) return `the gzip data is broken or cut off (${message}); fetch the file again`;
  return `it cannot be read: ${printable(message)}`;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file; check the path',
  ENOTDIR: 'no such file; check the path',
  EISDIR: 'it is a folder; name a file in it',
  EACCES: 'no permission to read it; check its mode',
  EPERM: 'no permission to read it; check its mode',
};
