import { rename, rm, writeFile } from 'node:fs/promises';
import { EXIT } from '../exit-codes.ts';
import { messageOf, Stop } from '../stop.ts';

/** Writes a report as one JSON value, all of it or nothing: an interrupted replay leaves no half report. */
export async function writeReport(file: string, report: unknown): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  try {
    await writeFile(part, `${JSON.stringify(report, undefined, 2)}\n`);
    await rename(part, file);
  } catch (fault) {
    await rm(part, { force: true });
    throw new Stop(EXIT.fault, `the report cannot be written to ${file}: ${messageOf(fault)}`, { cause: fault });
  }
}
