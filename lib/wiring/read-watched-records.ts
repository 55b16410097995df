import { availableParallelism } from 'node:os';
import { type ReadingProgress, type RecordsOrProblem, watchedRecordsOf } from '../adapters/local/watched-records.ts';
import { WATCHED_INTEREST } from '../core/activity/scan/watched-interest.ts';

export type { ReadingProgress, RecordsOrProblem } from '../adapters/local/watched-records.ts';

/** One thread reads faster than the calls in nearly any log can be assessed; more only help where there are cores for them. */
const threadsFor = (cores: number): number => (cores > 3 ? 2 : 1);

/**
 * The CloudTrail records in files and folders that the table of calls may name, in batches, and how many others there were;
 * `-` is stdin. `progress` is told how far it is, in the bytes of all files. What cannot be read is a problem, and the rest goes on.
 */
export function readWatchedRecords(
  paths: readonly string[],
  stdin: AsyncIterable<Uint8Array>,
  progress?: (progress: ReadingProgress) => void,
): AsyncGenerator<RecordsOrProblem> {
  const threads = threadsFor(availableParallelism());
  return watchedRecordsOf(paths, {
    interest: WATCHED_INTEREST,
    threads,
    stdin,
    ...(progress === undefined ? {} : { progress }),
  });
}
