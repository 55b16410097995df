import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

const FOLDER = path.join(import.meta.dirname, '../console');

/** What a browser gets; types and settings of the folder stay behind. */
const SERVED = /\.(html|js|css|svg)$/;

/** The files of the console by their path beside the handlers: `console/main.js`. */
export async function consoleFiles(): Promise<ReadonlyMap<string, string>> {
  const names = (await readdir(FOLDER)).filter((name) => SERVED.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(path.join(FOLDER, name), 'utf8')));
  return new Map(names.map((name, index) => [`console/${name}`, texts[index] ?? '']));
}
