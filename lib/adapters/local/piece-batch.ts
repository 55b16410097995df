import type { PieceSink } from './log-pieces.ts';

/** JSON texts of records one behind the other, and how many others were passed over, by what they are. */
export interface PieceBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where each text ends. */
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly unrelated: number;
  /** Calls of which nothing but a count comes. */
  readonly counted: number;
}

/** Texts are handed on when they have so many bytes together. */
const BATCH = 128 * 1024;

/** Gathers what is found in log files into batches that can be handed to another thread. */
export class PieceBatches implements PieceSink {
  #pieces: Uint8Array[] = [];
  #size = 0;
  #isEmpty = true;
  #skipped = { unrelated: 0, counted: 0 };
  #ready: PieceBatch[] = [];

  readonly keep = (piece: Uint8Array): void => {
    // the bytes belong to a chunk that will be written over
    this.#pieces.push(piece.slice());
    this.#size += piece.length;
    this.#isEmpty = false;
    if (this.#size >= BATCH) this.#close();
  };

  readonly skip = (as: 'unrelated' | 'counted'): void => {
    this.#skipped[as] += 1;
    this.#isEmpty = false;
  };

  /** The batches that are full; with `all` what is left, too. */
  take(which: 'full' | 'all'): readonly PieceBatch[] {
    if (which === 'all' && !this.#isEmpty) this.#close();
    const ready = this.#ready;
    this.#ready = [];
    return ready;
  }

  #close(): void {
    const bytes = new Uint8Array(this.#size);
    const ends = new Uint32Array(this.#pieces.length);
    let end = 0;
    for (const [index, piece] of this.#pieces.entries()) {
      bytes.set(piece, end);
      end += piece.length;
      ends[index] = end;
    }
    this.#ready.push({ bytes, ends, ...this.#skipped });
    this.#pieces = [];
    this.#size = 0;
    this.#skipped = { unrelated: 0, counted: 0 };
    this.#isEmpty = true;
  }
}
