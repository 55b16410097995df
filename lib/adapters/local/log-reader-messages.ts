import type { Interest } from '../../core/activity/scan/interest.ts';
import type { PieceBatch } from './piece-batch.ts';
import type { ScannedFile } from './scan-log-file.ts';

/** Batches that a thread gives before the first of them is used. */
export const AHEAD = 16;

/** What a thread that reads log files is told: what is of interest, once; a file to read; that one batch was used. */
export type ToReader =
  | { readonly kind: 'interest'; readonly interest: Interest }
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'used' };

/** What it tells: batches of the file, then how the file ended. */
export type FromReader =
  | { readonly kind: 'batch'; readonly batch: PieceBatch }
  | { readonly kind: 'end'; readonly end: ScannedFile };
