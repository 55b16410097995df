import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { ConsoleFile } from '../api/deps.ts';

const PAGE = 'index.html';

/** What a browser needs, by file name extension; other files of the folder are not served. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
]);

/** Where the console's files are in the repository. */
export const CONSOLE_FOLDER = join(import.meta.dirname, '../../console');

/** The console's files in a folder, by the path they are served at. They are read once, so no request reaches the disk. */
export async function readConsoleFiles(folder: string): Promise<ReadonlyMap<string, ConsoleFile>> {
  const files = new Map<string, ConsoleFile>();
  for (const name of await readdir(folder)) {
    const type = TYPES.get(extname(name));
    if (type === undefined) continue;
    const body = await readFile(join(folder, name), 'utf8');
    files.set(name === PAGE ? '/' : `/${name}`, { type, body });
  }
  return files;
}
