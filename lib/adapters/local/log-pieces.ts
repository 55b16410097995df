import {
  afterBlank,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COMMA,
  INCOMPLETE,
  INVALID,
  OPEN_LIST,
  OPEN_OBJECT,
  valueOfMember,
} from '../../core/activity/scan/json-bytes.ts';
import type { RecordScan } from '../../core/activity/scan/interest.ts';

/** What is done with the records of a log file as they are found: one that is of interest, one that is passed over. */
export interface PieceSink {
  readonly keep: (bytes: Uint8Array) => void;
  readonly skip: (as: 'unrelated' | 'counted') => void;
}

/** What the bytes were: a log file to its end; one that does not end; or something else, or both. */
export type LogForm = 'log' | 'cut-off' | 'other';

/** The start of a log file; `Records` is its only member. */
const RECORDS = new TextEncoder().encode('"Records"');
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Longest record that is waited for, in bytes. CloudTrail's stay under 256 KB. */
const LARGEST_RECORD = 64 * 1024 * 1024;

/**
 * Takes apart a log file as CloudTrail writes it to S3, `{"Records":[…]}`, chunk by chunk, whatever its length: what is
 * held is one record and one chunk. Anything else is `other`, and is to be read in another way from its start.
 */
export class LogPieces {
  readonly #scan: RecordScan;
  readonly #sink: PieceSink;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Within `#bytes`: what is not looked at yet. */
  #from = 0;
  #end = 0;
  /** How much `#bytes` may hold where it was made here; 0: it is a chunk. */
  #room = 0;
  /** So many bytes must be there before it is worth looking again at a record that was cut off. */
  #wanted = 0;
  #place: 'start' | 'first' | 'record' | 'next' | 'tail' | 'after' | 'other' = 'start';

  constructor(scan: RecordScan, sink: PieceSink) {
    this.#scan = scan;
    this.#sink = sink;
  }

  /** Looks at more bytes, which stay as they are until the next call. False: it is something else, and more is not needed. */
  push(chunk: Uint8Array): boolean {
    // a Buffer's slice would keep the whole chunk
    this.#append(new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length));
    if (this.#end - this.#from < this.#wanted) return true;
    this.#wanted = 0;
    while (this.#place !== 'other' && this.#step());
    return this.#place !== 'other';
  }

  /** What it was, once all bytes are pushed. */
  end(): LogForm {
    this.#wanted = 0;
    this.push(new Uint8Array(0));
    if (this.#place === 'start' || this.#place === 'other') return 'other';
    return this.#place === 'after' ? 'log' : 'cut-off';
  }

  /** A chunk is taken as it is where the ones before are used up; else it is put behind what is left of them. */
  #append(chunk: Uint8Array): void {
    const rest = this.#end - this.#from;
    if (rest === 0) {
      this.#bytes = chunk;
      this.#room = 0;
      this.#end = chunk.length;
    } else if (this.#end + chunk.length <= this.#room) {
      this.#bytes.set(chunk, this.#end);
      this.#end += chunk.length;
      return;
    } else {
      const joined = new Uint8Array(2 * rest + chunk.length);
      joined.set(this.#bytes.subarray(this.#from, this.#end));
      joined.set(chunk, rest);
      this.#bytes = joined;
      this.#room = joined.length;
      this.#end = rest + chunk.length;
    }
    this.#from = 0;
  }

  /** One step further; false where more bytes are needed. */
  #step(): boolean {
    if (this.#place === 'start') return this.#start();
    this.#from = afterBlank(this.#bytes, this.#from, this.#end);
    if (this.#from >= this.#end) return false;
    const byte = this.#bytes[this.#from];
    switch (this.#place) {
      case 'first':
        return byte === CLOSE_LIST ? this.#take('tail') : this.#record();
      case 'record':
        return this.#record();
      case 'next':
        return this.#take(byte === COMMA ? 'record' : byte === CLOSE_LIST ? 'tail' : 'other');
      case 'tail':
        return this.#take(byte === CLOSE_OBJECT ? 'after' : 'other');
      case 'after':
      case 'other':
        return this.#take('other');
    }
  }

  #take(next: 'record' | 'tail' | 'after' | 'other'): boolean {
    this.#from += 1;
    this.#place = next;
    return true;
  }

  #start(): boolean {
    const at = this.#afterOpening();
    if (at === INCOMPLETE) return false;
    this.#place = at === INVALID ? 'other' : 'first';
    this.#from = Math.max(at, this.#from);
    return true;
  }

  /** Past `{"Records":[`, and a byte order mark before it. */
  #afterOpening(): number {
    const [bytes, end] = [this.#bytes, this.#end];
    let at = this.#from;
    if (bytes[at] === BYTE_ORDER_MARK[0]) at = afterBytes(bytes, at, end, BYTE_ORDER_MARK);
    if (at >= 0) at = afterBytes(bytes, afterBlank(bytes, at, end), end, [OPEN_OBJECT]);
    if (at >= 0) at = afterBytes(bytes, afterBlank(bytes, at, end), end, RECORDS);
    if (at >= 0) at = valueOfMember(bytes, at, end);
    return at < 0 ? at : afterBytes(bytes, at, end, [OPEN_LIST]);
  }

  #record(): boolean {
    const [bytes, from] = [this.#bytes, this.#from];
    const after = this.#scan.scan(bytes, from, this.#end);
    if (after === INCOMPLETE) {
      if (this.#end - from > LARGEST_RECORD) this.#place = 'other';
      this.#wanted = 2 * (this.#end - from);
      return false;
    }
    if (after === INVALID) {
      this.#place = 'other';
      return false;
    }
    const verdict = this.#scan.verdict(bytes);
    if (verdict === 'parse') this.#sink.keep(bytes.subarray(from, after));
    else this.#sink.skip(verdict);
    this.#from = after;
    this.#place = 'next';
    return true;
  }
}

function afterBytes(bytes: Uint8Array, from: number, end: number, wanted: ArrayLike<number>): number {
  for (let index = 0; index < wanted.length; index += 1) {
    if (from + index >= end) return INCOMPLETE;
    if (bytes[from + index] !== wanted[index]) return INVALID;
  }
  return from + wanted.length;
}
