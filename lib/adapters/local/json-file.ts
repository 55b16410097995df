import { jsonFaultOf } from '../../core/json-fault.ts';
import { jsonForm, type JsonValue } from '../../core/json.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { messageOf } from './fault-message.ts';
import { linesOf } from './text-lines.ts';

/** Why a file with one JSON value was not read; the file as a whole is at fault. */
export interface JsonFileProblem {
  readonly code: 'UNREADABLE_FILE' | 'BROKEN_JSON' | 'FILE_TOO_LARGE';
  readonly place: 'document';
  readonly detail: string;
}

/** Reads a file with one JSON value, gzip or not, by its path or its bytes. `largest` is the longest file in characters. */
export async function readJsonFile(
  source: string | AsyncIterable<Uint8Array>,
  largest: number,
): Promise<Result<JsonValue, JsonFileProblem>> {
  const text = await readText(source, largest);
  return text.ok ? parsed(text.value) : text;
}

async function readText(
  source: string | AsyncIterable<Uint8Array>,
  largest: number,
): Promise<Result<string, JsonFileProblem>> {
  const lines: string[] = [];
  let length = 0;
  try {
    for await (const line of linesOf(source, largest)) {
      length += line.kind === 'line' ? line.text.length + 1 : largest + 1;
      if (length > largest) return refuse('FILE_TOO_LARGE', `more than ${largest} characters`);
      if (line.kind === 'line') lines.push(line.text);
    }
  } catch (fault) {
    return refuse('UNREADABLE_FILE', messageOf(fault));
  }
  return ok(lines.join('\n'));
}

function parsed(text: string): Result<JsonValue, JsonFileProblem> {
  try {
    // a byte order mark is white space to trim
    return ok(jsonForm(JSON.parse(text.trim())));
  } catch (fault) {
    const broken = jsonFaultOf(text);
    const detail =
      broken === undefined ? messageOf(fault) : `line ${broken.line}, column ${broken.column}: ${broken.detail}`;
    return refuse('BROKEN_JSON', detail);
  }
}

function refuse(code: JsonFileProblem['code'], detail: string) {
  return err({ code, place: 'document', detail } as const);
}
