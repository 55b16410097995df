import type { AccountProblem } from '../../core/account/account-problem.ts';
import { readAuthorizationDetails } from '../../core/account/authorization-details.ts';
import type { AccountState } from '../../core/account/state.ts';
import type { JsonValue } from '../../core/json.ts';
import { err, type Result } from '../../core/result.ts';
import { type JsonFileProblem, readJsonFile } from './json-file.ts';

/** Longest account file read, in characters: an account at all of IAM's quotas stays below it. */
const LARGEST_ACCOUNT_FILE = 128 * 1024 * 1024;

/** Why an account file was not read; `place` is `document` where the file as a whole is at fault. */
export type AccountFileProblem = AccountProblem | JsonFileProblem;

/**
 * Reads an account from a file with the answer of `aws iam get-account-authorization-details`, or a list of its pages; gzip
 * or not, by its path or its bytes. `largest` is the longest file in characters.
 */
export async function readAccountFile(
  source: string | AsyncIterable<Uint8Array>,
  largest: number = LARGEST_ACCOUNT_FILE,
): Promise<Result<AccountState, AccountFileProblem>> {
  const json = await readJsonFile(source, largest);
  if (!json.ok) return json.error.code === 'FILE_TOO_LARGE' ? err(withAdvice(json.error)) : json;
  const pages: readonly JsonValue[] = Array.isArray(json.value) ? json.value : [json.value];
  return readAuthorizationDetails(pages);
}

function withAdvice(problem: JsonFileProblem): JsonFileProblem {
  return { ...problem, detail: `${problem.detail}; give one account in one file` };
}
