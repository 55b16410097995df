import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from './fault-message.ts';

/** A file to read, or a path that leads to none. */
export type ListedFile =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'unreadable'; readonly path: string; readonly reason: string };

/**
 * The files that these paths name, folders with all that is below them, sorted by name. Left out in folders: hidden
 * files, and CloudTrail's digest files, which hold hashes of log files and no records. A folder that a link leads back
 * to is read once.
 */
export async function* listedFiles(paths: readonly string[]): AsyncGenerator<ListedFile> {
  for (const path of paths) {
    let found = 0;
    for await (const listed of below(path, new Set())) {
      found += 1;
      yield listed;
    }
    if (found === 0) yield { kind: 'unreadable', path, reason: 'the folder holds no file to read' };
  }
}

const LEFT_OUT = /^(?:\.|CloudTrail-Digest$)/;

async function* below(path: string, seen: Set<string>): AsyncGenerator<ListedFile> {
  let names: readonly string[];
  try {
    if (!(await stat(path)).isDirectory()) {
      yield { kind: 'file', file: path };
      return;
    }
    const real = await realpath(path);
    if (seen.has(real)) return;
    seen.add(real);
    names = await readdir(path);
  } catch (fault) {
    yield { kind: 'unreadable', path, reason: messageOf(fault) };
    return;
  }
  for (const name of [...names].sort()) {
    if (!LEFT_OUT.test(name)) yield* below(join(path, name), seen);
  }
}
