import type { AccountProblem } from '../../core/account/account-problem.ts';
import { readAuthorizationDetails } from '../../core/account/authorization-details.ts';
import type { AccountState } from '../../core/account/state.ts';
import { jsonFaultOf } from '../../core/json-fault.ts';
import { jsonForm, type JsonValue } from '../../core/json.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { messageOf } from './fault-message.ts';
import { linesOf } from './text-lines.ts';

/** Longest account file read, in characters: an account at all of IAM's quotas stays below it. */
export const LARGEST_ACCOUNT_FILE = 128 * 1024 * 1024;

/** Why an account file was not read; `place` is `document` where the file as a whole is at fault. */
export type AccountFileProblem =
  | AccountProblem
  | {
      readonly code: 'UNREADABLE_FILE' | 'BROKEN_JSON' | 'FILE_TOO_LARGE';
      readonly place: 'document';
      readonly detail: string;
    };

/**
 * Reads an account from a file with the answer of `aws iam get-account-authorization-details`, or a list of its pages; gzip
 * or not, by its path or its bytes. `largest` is the longest file in characters.
 */
export async function readAccountFile(
  source: string | AsyncIterable<Uint8Array>,
  largest: number = LARGEST_ACCOUNT_FILE,
): Promise<Result<AccountState, AccountFileProblem>> {
  const text = await readText(source, largest);
  if (!text.ok) return text;
  const json = parsed(text.value);
  if (!json.ok) return json;
  const pages: readonly JsonValue[] = Array.isArray(json.value) ? json.value : [json.value];
  return readAuthorizationDetails(pages);
}

async function readText(
  source: string | AsyncIterable<Uint8Array>,
  largest: number,
): Promise<Result<string, AccountFileProblem>> {
  const lines: string[] = [];
  let length = 0;
  try {
    for await (const line of linesOf(source, largest)) {
      length += line.kind === 'line' ? line.text.length + 1 : largest + 1;
      if (length > largest) {
        return refuse('FILE_TOO_LARGE', `more than ${largest} characters; give one account in one file`);
      }
      if (line.kind === 'line') lines.push(line.text);
    }
  } catch (fault) {
    return refuse('UNREADABLE_FILE', messageOf(fault));
  }
  return ok(lines.join('\n'));
}

function parsed(text: string): Result<JsonValue, AccountFileProblem> {
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

function refuse(code: 'UNREADABLE_FILE' | 'BROKEN_JSON' | 'FILE_TOO_LARGE', detail: string) {
  return err({ code, place: 'document', detail } as const);
}
