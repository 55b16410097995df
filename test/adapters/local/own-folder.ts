import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

/** A folder for each test of a file, which is removed after it. */
export interface OwnFolder {
  /** Its path, within a test. */
  readonly path: () => string;
  /** Writes a file into it, with the folders above it, and gives its path. */
  readonly write: (name: string, content: string | Uint8Array) => string;
}

/** Gives each test of the file that calls it a folder of its own. */
export function ownFolder(): OwnFolder {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ambit-files-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    path: () => folder,
    write: (name, content) => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
  };
}
