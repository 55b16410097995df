import { LARGEST_JSON_VALUE, type RecordOrProblem, recordsOf } from '../adapters/local/record-files.ts';

export type { FileProblem } from '../adapters/local/file-problem.ts';
export type { RecordOrProblem } from '../adapters/local/record-files.ts';

/** The CloudTrail records in files and folders, in any container; `-` is stdin. What cannot be read is a problem, and the rest goes on. */
export function readRecords(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array>,
): AsyncGenerator<RecordOrProblem> {
  return recordsOf(paths, LARGEST_JSON_VALUE, stdin);
}
