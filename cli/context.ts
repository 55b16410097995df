import type { Readable } from 'node:stream';
import type { Output } from './output.ts';

/** What a command is given besides its options. */
export interface Context {
  readonly output: Output;
  readonly stdin: Readable;
  /** From the call on, Ctrl-C aborts the signal instead of ending the process. */
  readonly untilInterrupted: () => AbortSignal;
}
