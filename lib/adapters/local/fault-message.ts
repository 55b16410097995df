import { types } from 'node:util';

/** What a caught fault says, for people. Faults of Node's own modules count wherever they were made. */
export function messageOf(fault: unknown): string {
  return types.isNativeError(fault) ? fault.message : String(fault);
}
