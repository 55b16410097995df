import { statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { EXIT } from '../exit-codes.ts';
import { messageOf, Stop } from '../stop.ts';

/** Whether a report can be written is asked before hours of reading: a `Stop` where it cannot. Nothing is left behind. */
export async function checkReport(file: string): Promise<void> {
  await orStop(file, async () => {
    if (isReplaced(file)) await withPart(file, async (part) => writeFile(part, ''));
  });
}

/** Writes a report as one JSON value, all of it or nothing: an interrupted replay leaves no half report. */
export async function writeReport(file: string, report: unknown): Promise<void> {
  const text = `${JSON.stringify(report, undefined, 2)}\n`;
  await orStop(file, async () => {
    if (!isReplaced(file)) return writeFile(file, text);
    await withPart(file, async (part) => {
      await writeFile(part, text);
      await rename(part, file);
    });
  });
}

/** A device or a pipe is written to; to put a file in its place would take it away. */
function isReplaced(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new Error('it is a folder; name a file');
  return found === undefined || found.isFile();
}

async function withPart(file: string, work: (part: string) => Promise<void>): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await work(part);
  } finally {
    await rm(part, { force: true });
  }
}

async function orStop(file: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (fault) {
    throw new Stop(EXIT.fault, `the report cannot be written to ${file}: ${messageOf(fault)}`, { cause: fault });
  }
}
