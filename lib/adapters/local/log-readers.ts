import { Worker } from 'node:worker_threads';
import type { Interest } from '../../core/activity/scan/interest.ts';
import { type FromReader, type ToReader, USED_TOGETHER } from './log-reader-messages.ts';

/** How many files a thread is given at once, and the most such lots that it has waiting. */
const LOT = 32;
const LOTS = 2;

/** What a thread has said of a file so far, and who waits for more. */
class Scanning {
  readonly file: string;
  readonly reader: Reader;
  readonly #said: FromReader[] = [];
  #waiting: PromiseWithResolvers<FromReader> | undefined;
  #fault: Error | undefined;

  constructor(file: string, reader: Reader) {
    this.file = file;
    this.reader = reader;
  }

  say(message: FromReader): void {
    if (this.#waiting === undefined) this.#said.push(message);
    else this.#waiting.resolve(message);
    this.#waiting = undefined;
  }

  fail(fault: Error): void {
    this.#fault = fault;
    this.#waiting?.reject(fault);
    this.#waiting = undefined;
  }

  async next(): Promise<FromReader> {
    const said = this.#said.shift();
    if (said !== undefined) return said;
    if (this.#fault !== undefined) throw this.#fault;
    this.#waiting = Promise.withResolvers<FromReader>();
    return this.#waiting.promise;
  }
}

/** A thread that reads log files one after the other. */
class Reader {
  readonly #worker: Worker;
  readonly #files: Scanning[] = [];
  #used = 0;
  #fault: Error | undefined;

  constructor(interest: Interest) {
    this.#worker = new Worker(new URL('./log-reader.ts', import.meta.url), { resourceLimits: LIMITS });
    this.#tell({ kind: 'interest', interest });
    this.#worker.on('message', (message: FromReader) => {
      this.#files[0]?.say(message);
      if (message.end !== undefined) this.#files.shift();
    });
    this.#worker.on('error', (fault) =>
      this.#fail(new Error('the thread that reads log files failed', { cause: fault })),
    );
  }

  get unread(): number {
    return this.#files.length;
  }

  read(files: readonly string[]): readonly Scanning[] {
    const scannings = files.map((file) => new Scanning(file, this));
    if (this.#fault === undefined) this.#files.push(...scannings);
    else for (const scanning of scannings) scanning.fail(this.#fault);
    this.#tell({ kind: 'files', files });
    return scannings;
  }

  used(): void {
    this.#used += 1;
    if (this.#used % USED_TOGETHER === 0) this.#tell({ kind: 'used' });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #tell(message: ToReader): void {
    this.#worker.postMessage(message);
  }

  #fail(fault: Error): void {
    this.#fault = fault;
    for (const scanning of this.#files.splice(0)) scanning.fail(fault);
  }
}

/** A thread holds one file or less at a time: it is to clear up often, not to grow. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 192 };

/** Something of a file: records, and with the last ones how it ended. */
export interface LogStep extends FromReader {
  readonly file: string;
}

/**
 * Reads log files in threads, several at once, and gives what is in them in the order of the files. The threads end with the
 * iteration, however it ends.
 */
export async function* readLogs(
  files: readonly string[],
  { interest, threads }: { readonly interest: Interest; readonly threads: number },
): AsyncGenerator<LogStep> {
  const readers = Array.from({ length: Math.min(threads, files.length) }, () => new Reader(interest));
  const scanned: Scanning[] = [];
  let next = 0;
  try {
    for (let done = 0; done < files.length; done += 1) {
      for (; next < files.length && scanned.length < LOT * LOTS * readers.length; next += LOT) {
        const reader = readers.reduce((one, other) => (other.unread < one.unread ? other : one));
        scanned.push(...reader.read(files.slice(next, next + LOT)));
      }
      const scanning = scanned.shift();
      if (scanning !== undefined) yield* stepsOf(scanning);
    }
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
}

async function* stepsOf(scanning: Scanning): AsyncGenerator<LogStep> {
  const { file, reader } = scanning;
  for (;;) {
    const said = await scanning.next();
    yield { ...said, file };
    reader.used();
    if (said.end !== undefined) return;
  }
}
