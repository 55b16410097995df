import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder that only its owner may read (0700), and those above it that are missing. Not by `recursive`: where a file system
 * takes no folders (`/proc`), Node then tries without end instead of telling the fault.
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (fault) {
    // another process may have been faster
    if (!existsSync(folder)) throw fault;
  }
}
