import { Readable } from 'node:stream';
import { types } from 'node:util';
import { createGunzip } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { fromIso, type Instant, toIso } from '../../core/instant.ts';
import type { JsonValue } from '../../core/json.ts';
import type { MissedRecords, TrailPlace, TrailStart, TrailStretch } from '../../ports/missed-records.ts';
import type { CallBudget } from './call-budget.ts';
import { BrokenLogFile, recordsInStream } from './record-stream.ts';

/** The bucket in which a trail writes its log files. */
export interface TrailFilesSettings {
  readonly s3: S3Client;
  readonly bucket: string;
  /** What the trail puts before `AWSLogs/`: empty, or `some/prefix/`. */
  readonly prefix: string;
  readonly budget: CallBudget;
}

interface LogFile {
  readonly key: string;
  readonly writtenAt: Instant;
}

/** All that was written before `at` is handled, and what was written at that moment up to this key. */
interface Place {
  readonly at: Instant;
  readonly key: string;
}

const SECOND = 1_000;
const DAY = 86_400_000;
/** Records that are handed on together. */
const MOST_AT_ONCE = 100;

/**
 * The records in a trail's bucket. Files are taken in the order in which they were written, not by the time in their names: a
 * file can come late. An organization's trail has its id between `AWSLogs/` and the account; both places are read.
 * Source: CloudTrail user guide, "Finding your CloudTrail log files" and "CloudTrail log file examples", file name format.
 */
export class TrailFiles implements MissedRecords {
  readonly #settings: TrailFilesSettings;
  #roots: Promise<readonly string[]> | undefined;

  constructor(settings: TrailFilesSettings) {
    this.#settings = settings;
  }

  async *recorded(place: TrailPlace, from: TrailStart, until: Instant): AsyncGenerator<TrailStretch> {
    let done: Place = 'after' in from ? placeOf(from.after) : { at: from.since, key: '' };
    // S3 gives whole seconds: of the last one more may be written
    const last = Math.floor(until / SECOND) * SECOND - 1;
    while (done.at <= last) {
      // a day at a time, so that the list of files stays short however long nobody has read them
      const end = Math.min(last, done.at + DAY);
      for (const file of await this.#filesBetween(place, done, end)) {
        yield* this.#stretchesOf(file, done);
        done = { at: file.writtenAt, key: file.key };
        yield { records: [], cursor: cursorOf(done) };
      }
      done = { at: end + 1, key: '' };
      yield { records: [], cursor: cursorOf(done) };
    }
  }

  /** The records of a file; before its last one is handled, nothing of it is. */
  async *#stretchesOf({ key }: LogFile, before: Place): AsyncGenerator<TrailStretch> {
    const cursor = cursorOf(before);
    let records: JsonValue[] = [];
    for await (const record of this.#recordsIn(key)) {
      records.push(record);
      if (records.length < MOST_AT_ONCE) continue;
      yield { records, cursor };
      records = [];
    }
    if (records.length > 0) yield { records, cursor };
  }

  async *#recordsIn(key: string): AsyncGenerator<JsonValue> {
    const { s3, bucket, budget } = this.#settings;
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    const failed = `the log file ${key} in the bucket ${bucket} could not be read`;
    const { Body } = await budget.spendOn(failed, (options) => s3.send(command, options));
    if (!(Body instanceof Readable)) throw new Error(`the log file ${key} has no content`);
    const unpacked = createGunzip();
    // what goes wrong on the way comes out where it is read
    Body.on('error', (fault) => unpacked.destroy(fault));
    Body.pipe(unpacked);
    try {
      yield* recordsInStream(unpacked);
    } catch (fault) {
      if (!isBroken(fault)) throw new Error(`the log file ${key} could not be read to its end`, { cause: fault });
      yield { brokenLogFile: key, bucket, problem: fault.message };
    } finally {
      Body.destroy();
    }
  }

  /** Files of a place that were written after one moment and up to another, oldest first. */
  async #filesBetween({ account, region }: TrailPlace, done: Place, end: Instant): Promise<readonly LogFile[]> {
    const files: LogFile[] = [];
    for (const root of await this.#rootsOnce()) {
      for (const date of datesBetween(done.at, end)) {
        files.push(...(await this.#list(`${root}${account}/CloudTrail/${region}/${date}/`)));
      }
    }
    const wanted = files.filter(
      ({ key, writtenAt }) =>
        key.endsWith('.json.gz') &&
        writtenAt <= end &&
        (writtenAt > done.at || (writtenAt === done.at && key > done.key)),
    );
    return wanted.sort((one, two) => one.writtenAt - two.writtenAt || (one.key < two.key ? -1 : 1));
  }

  async #list(Prefix: string): Promise<readonly LogFile[]> {
    const files: LogFile[] = [];
    for await (const { Contents } of this.#pages({ Prefix })) {
      for (const { Key, LastModified } of Contents ?? []) {
        if (Key !== undefined && LastModified !== undefined)
          files.push({ key: Key, writtenAt: LastModified.getTime() });
      }
    }
    return files;
  }

  #rootsOnce(): Promise<readonly string[]> {
    this.#roots ??= this.#readRoots().catch((fault: unknown) => {
      this.#roots = undefined;
      throw fault;
    });
    return this.#roots;
  }

  /** `AWSLogs/`, and `AWSLogs/o-…/` where an organization's trail writes here. */
  async #readRoots(): Promise<readonly string[]> {
    const own = `${this.#settings.prefix}AWSLogs/`;
    const roots = [own];
    for await (const { CommonPrefixes } of this.#pages({ Prefix: `${own}o-`, Delimiter: '/' })) {
      for (const { Prefix } of CommonPrefixes ?? []) if (Prefix !== undefined) roots.push(Prefix);
    }
    return roots;
  }

  async *#pages(what: { readonly Prefix: string; readonly Delimiter?: string }) {
    const { s3, bucket, budget } = this.#settings;
    const failed = `the log files in the bucket ${bucket} could not be listed below ${what.Prefix}`;
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({ Bucket: bucket, ContinuationToken, ...what });
      const page = await budget.spendOn(failed, (options) => s3.send(command, options));
      yield page;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }
}

/** `2026/03/12`, in UTC, from the day before: a file of the last minutes of a day is written on the next one. */
function datesBetween(start: Instant, end: Instant): readonly string[] {
  const dates = new Set<string>();
  for (let day = start - DAY; day < end; day += DAY) dates.add(dateOf(day));
  return [...dates.add(dateOf(end))];
}

function dateOf(instant: Instant): string {
  return toIso(instant).slice(0, 'yyyy-mm-dd'.length).replaceAll('-', '/');
}

/** Broken for good: read again, the file would be the same. */
function isBroken(fault: unknown): fault is Error {
  if (fault instanceof BrokenLogFile) return true;
  return types.isNativeError(fault) && 'code' in fault && String(fault.code).startsWith('Z_');
}

function cursorOf({ at, key }: Place): string {
  return `${toIso(at)} ${key}`;
}

function placeOf(cursor: string): Place {
  const space = cursor.indexOf(' ');
  const at = fromIso(cursor.slice(0, space));
  if (space < 0 || at === undefined) throw new Error(`"${cursor}" is no cursor of a trail's files`);
  return { at, key: cursor.slice(space + 1) };
}
