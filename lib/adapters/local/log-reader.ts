import { type MessagePort, parentPort } from 'node:worker_threads';
import { RecordScan } from '../../core/activity/scan/interest.ts';
import { AHEAD, type FromReader, type ToReader, USED_TOGETHER } from './log-reader-messages.ts';
import type { PieceBatch } from './piece-batch.ts';
import { scanLogFile } from './scan-log-file.ts';

/** A thread that reads log files one after the other, and waits where what it gave is not used yet. */
class LogReader {
  readonly #port: MessagePort;
  #scan = new RecordScan({ operations: [], counted: [], chained: [], actors: [] });
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
      case 'files':
        for (const file of message.files) this.#last = this.#last.then(() => this.#read(file));
        return;
      case 'used':
        this.#unused -= USED_TOGETHER;
        this.#goOn?.();
    }
  }

  async #read(file: string): Promise<void> {
    let last: PieceBatch | undefined;
    const end = await scanLogFile(file, this.#scan, async (batch) => {
      if (last !== undefined) await this.#say({ batch: last, end: undefined });
      last = batch;
    });
    await this.#say({ batch: last, end });
  }

  async #say(message: FromReader): Promise<void> {
    while (this.#unused >= AHEAD) {
      await new Promise<void>((resolve) => {
        this.#goOn = resolve;
      });
    }
    this.#unused += 1;
    const { batch } = message;
    this.#port.postMessage(message, batch === undefined ? [] : [batch.bytes.buffer, batch.ends.buffer]);
  }
}

if (parentPort === null) throw new Error('log-reader.ts runs in a thread of its own');
new LogReader(parentPort).listen();
