import { recordsIn } from '../../core/activity/containers.ts';
import { jsonFaultOf } from '../../core/json-fault.ts';
import type { JsonValue } from '../../core/json.ts';
import { messageOf } from './fault-message.ts';
import { type FileProblem, problemOfFault } from './file-problem.ts';
import { listedFiles } from './listed-files.ts';
import { linesOf, type TextLine } from './text-lines.ts';

/** One record out of a file, or what kept a file or a line of it from being read. */
export type RecordOrProblem =
  | { readonly kind: 'record'; readonly record: JsonValue; readonly file: string; readonly line?: number }
  | { readonly kind: 'problem'; readonly problem: FileProblem };

/** Longest JSON value read, in characters: half of what a JavaScript string may hold. CloudTrail's files stay under 50 MB. */
export const LARGEST_JSON_VALUE = 256 * 1024 * 1024;

/**
 * The CloudTrail records in files and folders (all files below, sorted): one JSON value or JSON lines, told apart by
 * content, each of them gzip or not. Containers are opened; what is no record is handed on as it is. A broken file or
 * line gives one problem, and the rest goes on. JSON lines stream; a whole JSON value is held in memory, one at a time.
 * `largest` is the longest value in characters; `stdin` is read where a path is `-`.
 */
export async function* recordsOf(
  paths: readonly string[],
  largest: number = LARGEST_JSON_VALUE,
  stdin?: AsyncIterable<Uint8Array>,
): AsyncGenerator<RecordOrProblem> {
  for (const path of paths) {
    if (path === '-' && stdin !== undefined) {
      yield* recordsOfFile('stdin', linesOf(stdin, largest), largest);
      continue;
    }
    for await (const listed of listedFiles([path])) {
      if (listed.kind === 'file') yield* recordsOfFile(listed.file, linesOf(listed.file, largest), largest);
      else if (listed.kind === 'unreadable') {
        yield problem({ code: 'UNREADABLE_FILE', file: listed.path, reason: listed.reason });
      }
    }
  }
}

/** The records of one file, whatever its lines come from. */
export async function* recordsOfFile(
  file: string,
  lines: AsyncGenerator<TextLine>,
  largest: number,
): AsyncGenerator<RecordOrProblem> {
  try {
    yield* recordsOfLines(file, lines, largest);
  } catch (fault) {
    yield problem(problemOfFault(file, fault));
  } finally {
    await lines.return(undefined);
  }
}

/** Names of files that hold JSON lines, so that their first line is a value even where it is broken. */
const LINES_NAME = /\.(?:jsonl|ndjson)(?:\.gz)?$/i;

async function* recordsOfLines(
  file: string,
  lines: AsyncGenerator<TextLine>,
  largest: number,
): AsyncGenerator<RecordOrProblem> {
  const first = await firstWritten(lines);
  const named = LINES_NAME.test(file);
  if (first === undefined) {
    if (!named) yield problem({ code: 'EMPTY', file, reason: 'the file is empty' });
    return;
  }
  if (!named && first.kind === 'line' && !parsed(first.text).ok) {
    yield* recordsOfWhole(file, first, lines, largest);
    return;
  }
  yield* recordsOfLine(file, first, largest);
  for await (const line of lines) yield* recordsOfLine(file, line, largest);
}

async function firstWritten(lines: AsyncGenerator<TextLine>): Promise<TextLine | undefined> {
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    if (next.value.kind === 'too-long' || next.value.text.trim() !== '') return next.value;
  }
  return undefined;
}

function* recordsOfLine(file: string, line: TextLine, largest: number): Generator<RecordOrProblem> {
  if (line.kind === 'too-long') {
    yield problem({ code: 'TOO_LARGE', file, line: line.number, reason: tooLarge(largest) });
    return;
  }
  if (line.text.trim() === '') return;
  const value = parsed(line.text);
  if (!value.ok) {
    yield problem({ code: 'BROKEN_JSON', file, line: line.number, reason: value.reason });
    return;
  }
  for (const record of recordsIn(value.value)) yield { kind: 'record', record, file, line: line.number };
}

/** A file whose first line is no JSON value: one value over many lines, or JSON lines of which the first is broken. */
async function* recordsOfWhole(
  file: string,
  first: { readonly number: number; readonly text: string },
  rest: AsyncGenerator<TextLine>,
  largest: number,
): AsyncGenerator<RecordOrProblem> {
  const texts = [...Array.from({ length: first.number - 1 }, () => ''), first.text];
  let length = first.text.length;
  for await (const line of rest) {
    length += line.kind === 'line' ? line.text.length + 1 : largest + 1;
    if (length > largest || line.kind === 'too-long') {
      yield problem({ code: 'TOO_LARGE', file, reason: tooLarge(largest) });
      return;
    }
    texts.push(line.text);
  }
  const whole = parsed(texts.join('\n'));
  if (whole.ok) {
    for (const record of recordsIn(whole.value)) yield { kind: 'record', record, file };
  } else if (areMostlyValues(texts)) {
    for (const [index, text] of texts.entries()) {
      yield* recordsOfLine(file, { kind: 'line', number: index + 1, text }, largest);
    }
  } else {
    const line = /^no JSON: line (\d+),/.exec(whole.reason)?.[1];
    yield problem({
      code: 'BROKEN_JSON',
      file,
      ...(line === undefined ? {} : { line: Number(line) }),
      reason: whole.reason,
    });
  }
}

/** Whether at least half of the written lines are JSON objects or lists by themselves. */
function areMostlyValues(texts: readonly string[]): boolean {
  const written = texts.filter((text) => text.trim() !== '');
  const values = written.filter((text) => {
    const value = parsed(text);
    return value.ok && typeof value.value === 'object' && value.value !== null;
  });
  return values.length * 2 >= written.length;
}

// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

type Parsed = { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly reason: string };

function parsed(text: string): Parsed {
  try {
    return { ok: true, value: parseJson(text) };
  } catch (fault) {
    const broken = jsonFaultOf(text);
    const where =
      broken === undefined ? messageOf(fault) : `line ${broken.line}, column ${broken.column}: ${broken.detail}`;
    return { ok: false, reason: `no JSON: ${where}` };
  }
}

function problem(found: FileProblem): RecordOrProblem {
  return { kind: 'problem', problem: found };
}

function tooLarge(largest: number): string {
  return `a JSON value of more than ${largest} characters; split the file`;
}
