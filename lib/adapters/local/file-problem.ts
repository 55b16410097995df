import { types } from 'node:util';
import { messageOf } from './fault-message.ts';

/** Why a file, or one line of it, was not read. */
export interface FileProblem {
  readonly code: 'UNREADABLE_FILE' | 'BROKEN_GZIP' | 'BROKEN_JSON' | 'TOO_LARGE' | 'EMPTY';
  readonly file: string;
  /** Counted from 1, where the problem has a line. */
  readonly line?: number;
  readonly reason: string;
}

/** What a fault while a file was read or unpacked says of the file. */
export function problemOfFault(file: string, fault: unknown): FileProblem {
  const isGzip = types.isNativeError(fault) && 'code' in fault && String(fault.code).startsWith('Z_');
  if (isGzip) {
    return { code: 'BROKEN_GZIP', file, reason: `the gzip data is broken or cut off: ${messageOf(fault)}` };
  }
  return { code: 'UNREADABLE_FILE', file, reason: messageOf(fault) };
}
