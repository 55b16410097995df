import type { Interest } from '../../core/activity/scan/interest.ts';
import type { PieceBatch } from './piece-batch.ts';
import type { ScannedFile } from './scan-log-file.ts';

/** Messages that a thread sends before the first of them is used. */
export const AHEAD = 64;
/** So many used ones are reported together: to wake a thread costs more than to read a file. */
export const USED_TOGETHER = 16;

/** What a thread that reads log files is told: what is of interest, once; files to read; that messages were used. */
export type ToReader =
  | { readonly kind: 'interest'; readonly interest: Interest }
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'used' };

/** What it tells of a file: some of its records, and with the last ones how the file ended. */
export interface FromReader {
  readonly batch: PieceBatch | undefined;
  readonly end: ScannedFile | undefined;
}
