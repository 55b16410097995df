import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from './fault-message.ts';

/** A file to read, or a path that leads to none. */
export type ListedFile =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string }
  /** A folder of digest files, which is left out. */
  | { readonly kind: 'digests'; readonly path: string };

/**
 * The files that these paths name, folders with all that is below them, sorted by name. Left out in folders: hidden
 * files, and CloudTrail's digest files, which hold hashes of log files and no records. A folder that a link leads back
 * to is read once. What is neither a file nor a folder is read where a path names it, not where a folder holds it.
 */
export async function* listedFiles(paths: readonly string[]): AsyncGenerator<ListedFile> {
  for (const path of paths) {
    let found = 0;
    for await (const listed of below(path, new Set())) {
      if (listed.kind !== 'digests') found += 1;
      yield listed;
    }
    if (found === 0) yield { kind: 'unreadable', path, reason: 'the folder holds no file to read' };
  }
}

const DIGESTS = 'CloudTrail-Digest';

async function* below(path: string, seen: Set<string>): AsyncGenerator<ListedFile> {
  let entries: readonly Dirent[];
  try {
    const found = await stat(path);
    if (!found.isDirectory()) {
      // a pipe that nobody names may never end
      const isWanted = found.isFile() || seen.size === 0;
      yield isWanted
        ? { kind: 'file', file: path }
        : { kind: 'unreadable', path, reason: 'neither a file nor a folder' };
      return;
    }
    const real = await realpath(path);
    if (seen.has(real)) return;
    seen.add(real);
    entries = await readdir(path, { withFileTypes: true });
  } catch (fault) {
    yield { kind: 'unreadable', path, reason: messageOf(fault) };
    return;
  }
  for (const entry of [...entries].sort((one, other) => (one.name < other.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue;
    const file = join(path, entry.name);
    if (entry.name === DIGESTS) {
      yield { kind: 'digests', path: file };
      continue;
    }
    // a trail writes a hundred thousand files: only what may be a folder is asked what it is
    if (entry.isFile()) yield { kind: 'file', file };
    else yield* below(file, seen);
  }
}

/** When CloudTrail wrote a log file, as its name says: `111122223333_CloudTrail_us-east-1_20251201T0000Z_x.json.gz`. */
const WRITTEN = /_CloudTrail_[a-z0-9-]+_(\d{8}T\d{4})Z_[^/\\]*$/;

/**
 * Log files in the order in which CloudTrail wrote them, across accounts and Regions, each of which has a folder of its
 * own. Files whose names do not say when they were written come before, as they are.
 * Source: CloudTrail user guide, "CloudTrail log file examples", file name format.
 */
export function inOrderOfWriting(files: readonly string[]): readonly string[] {
  const written = new Map(files.map((file) => [file, WRITTEN.exec(file)?.[1] ?? '']));
  const at = (file: string) => written.get(file) ?? '';
  return files.toSorted((one, other) => (at(one) < at(other) ? -1 : at(one) > at(other) ? 1 : 0));
}
