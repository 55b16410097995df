import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Linux keeps files in memory. Source: shm_overview(7). */
const IN_MEMORY = '/dev/shm';
const ROOM = 2 * 1024 ** 3;

/**
 * A new folder for what a run of tests writes, which the caller removes. In memory where there is room for it: the tests
 * open hundreds of databases, and each of their commits waits for the disk.
 * @returns {string} its path
 */
export function scratchFolder() {
  return mkdtempSync(join(hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir(), 'ambit-tests-'));
}

function hasRoom(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ROOM;
  } catch {
    return false;
  }
}
