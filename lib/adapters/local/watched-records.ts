import { statSync } from 'node:fs';
import { recordsIn } from '../../core/activity/containers.ts';
import type { Interest } from '../../core/activity/scan/interest.ts';
import type { JsonValue } from '../../core/json.ts';
import type { FileProblem } from './file-problem.ts';
import { inOrderOfWriting, listedFiles } from './listed-files.ts';
import { readLogs } from './log-readers.ts';
import type { PieceBatch } from './piece-batch.ts';
import { LARGEST_JSON_VALUE, type RecordOrProblem, recordsOfFile } from './record-files.ts';
import { releaseBytes } from './release-bytes.ts';
import { linesOf } from './text-lines.ts';

/** Some records out of a file and how many of it were passed over, or what kept it from being read. */
export type RecordsOrProblem =
  | {
      readonly kind: 'records';
      readonly records: readonly JsonValue[];
      /** Records that no row of the table of calls names. */
      readonly unrelated: number;
      /** Calls of which nothing but a count comes. */
      readonly counted: number;
    }
  | { readonly kind: 'problem'; readonly problem: FileProblem }
  /** A folder of digest files that is left out. */
  | { readonly kind: 'digests'; readonly path: string };

/** How much of the files is read, in bytes as they are on the disk. */
export interface ReadingProgress {
  readonly read: number;
  readonly of: number;
}

/** Which records are wanted, and how they are read. */
export interface WatchedReading {
  readonly interest: Interest;
  /** How many threads read. */
  readonly threads: number;
  /** Read where a path is `-`. */
  readonly stdin?: AsyncIterable<Uint8Array>;
  /** Is told after each file how far the reading is. */
  readonly progress?: (progress: ReadingProgress) => void;
}

/**
 * The records in files and folders that are of interest; of log files as CloudTrail writes them all others are counted and
 * not parsed, and log files are read in the order in which they were written. Whatever else there is, is read as `recordsOf`
 * reads it, whole. A log file that breaks off gives the records before, and a problem. The same files always give the
 * same, in the same order.
 */
export async function* watchedRecordsOf(
  paths: readonly string[],
  { interest, threads, stdin, progress }: WatchedReading,
): AsyncGenerator<RecordsOrProblem> {
  const files: string[] = [];
  for await (const listed of listedFiles(paths.filter((path) => path !== '-'))) {
    if (listed.kind === 'file') files.push(listed.file);
    else if (listed.kind === 'digests') yield listed;
    else yield { kind: 'problem', problem: { code: 'UNREADABLE_FILE', file: listed.path, reason: listed.reason } };
  }
  const done = progress === undefined ? () => {} : counterOf(files, progress);
  for await (const step of readLogs(inOrderOfWriting(files), { interest, threads })) {
    if (step.batch !== undefined) yield recordsOfBatch(step.batch);
    if (step.end?.kind === 'problem') yield step.end;
    if (step.end?.kind === 'other') yield* whole(step.file, step.file);
    if (step.end !== undefined) done(step.file);
  }
  if (stdin !== undefined && paths.includes('-')) yield* whole('stdin', stdin);
}

/** Counts the bytes of the files that are done. */
function counterOf(files: readonly string[], progress: (progress: ReadingProgress) => void): (file: string) => void {
  const sizes = new Map(files.map((file) => [file, statSync(file, { throwIfNoEntry: false })?.size ?? 0]));
  const of = sizes.values().reduce((sum, size) => sum + size, 0);
  let read = 0;
  return (file) => {
    read += sizes.get(file) ?? 0;
    progress({ read, of });
  };
}

/** A file that is no log file of CloudTrail's, all of it. What a broken one gave before counts as repeated. */
async function* whole(file: string, source: string | AsyncIterable<Uint8Array>): AsyncGenerator<RecordsOrProblem> {
  for await (const each of recordsOfFile(file, linesOf(source, LARGEST_JSON_VALUE), LARGEST_JSON_VALUE)) {
    yield one(each);
  }
}

function one(each: RecordOrProblem): RecordsOrProblem {
  return each.kind === 'problem' ? each : { kind: 'records', records: [each.record], unrelated: 0, counted: 0 };
}

const utf8 = new TextDecoder();
// JSON.parse returns any; what it returns is a JsonValue by definition
const parseJson: (text: string) => JsonValue = JSON.parse;

function recordsOfBatch({ bytes, ends, unrelated, counted }: PieceBatch): RecordsOrProblem {
  const records: JsonValue[] = [];
  let from = 0;
  for (const end of ends) {
    records.push(...recordsIn(parseJson(utf8.decode(bytes.subarray(from, end)))));
    from = end;
  }
  releaseBytes(bytes);
  return { kind: 'records', records, unrelated, counted };
}
