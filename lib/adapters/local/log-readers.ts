import { Worker } from 'node:worker_threads';
import type { Interest } from '../../core/activity/scan/interest.ts';
import { AHEAD, type FromReader, type ToReader } from './log-reader-messages.ts';
import type { PieceBatch } from './piece-batch.ts';
import type { ScannedFile } from './scan-log-file.ts';

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
  #fault: Error | undefined;

  constructor(interest: Interest) {
    this.#worker = new Worker(new URL('./log-reader.ts', import.meta.url));
    this.#tell({ kind: 'interest', interest });
    this.#worker.on('message', (message: FromReader) => {
      this.#files[0]?.say(message);
      if (message.kind === 'end') this.#files.shift();
    });
    this.#worker.on('error', (fault) =>
      this.#fail(new Error('the thread that reads log files failed', { cause: fault })),
    );
  }

  get unread(): number {
    return this.#files.length;
  }

  read(file: string): Scanning {
    const scanning = new Scanning(file, this);
    if (this.#fault !== undefined) scanning.fail(this.#fault);
    else this.#files.push(scanning);
    this.#tell({ kind: 'file', file });
    return scanning;
  }

  used(): void {
    this.#tell({ kind: 'used' });
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

/** One file as far as it is read: records, then its end. */
export type LogStep =
  | { readonly kind: 'batch'; readonly file: string; readonly batch: PieceBatch }
  | { readonly kind: 'end'; readonly file: string; readonly end: ScannedFile };

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
      for (; next < files.length && scanned.length < AHEAD * readers.length; next += 1) {
        const reader = readers.reduce((one, other) => (other.unread < one.unread ? other : one));
        scanned.push(reader.read(files[next] ?? ''));
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
    if (said.kind === 'end') return;
    reader.used();
  }
}
