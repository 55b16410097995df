import { type MessagePort, parentPort } from 'node:worker_threads';
import { RecordScan } from '../../core/activity/scan/interest.ts';
import { AHEAD, type FromReader, type ToReader } from './log-reader-messages.ts';
import type { PieceBatch } from './piece-batch.ts';
import { scanLogFile } from './scan-log-file.ts';

/** A thread that reads log files one after the other, and waits where what it gave is not used yet. */
class LogReader {
  readonly #port: MessagePort;
  #scan = new RecordScan({ operations: [], actors: [] });
  #unused = 0;
  #goOn: (() => void) | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(port: MessagePort) {
    this.#port = port;
  }

  listen(): void {
    this.#port.on('message', (message: ToReader) => this.#hear(message));
  }

  #hear(message: ToReader): void {
    switch (message.kind) {
      case 'interest':
        this.#scan = new RecordScan(message.interest);
        return;
      case 'file':
        this.#last = this.#last.then(() => this.#read(message.file));
        return;
      case 'used':
        this.#unused -= 1;
        this.#goOn?.();
    }
  }

  async #read(file: string): Promise<void> {
    const end = await scanLogFile(file, this.#scan, (batch) => this.#give(batch));
    this.#say({ kind: 'end', end }, []);
  }

  async #give(batch: PieceBatch): Promise<void> {
    while (this.#unused >= AHEAD) {
      await new Promise<void>((resolve) => {
        this.#goOn = resolve;
      });
    }
    this.#unused += 1;
    this.#say({ kind: 'batch', batch }, [batch.bytes.buffer, batch.ends.buffer]);
  }

  #say(message: FromReader, transferred: readonly ArrayBuffer[]): void {
    this.#port.postMessage(message, [...transferred]);
  }
}

if (parentPort === null) throw new Error('log-reader.ts runs in a thread of its own');
new LogReader(parentPort).listen();
