import { basename } from 'node:path';

/** What a file is a part of: the score is told for each. */
export const GROUPS = ['access', 'permits', 'quorum', 'signing', 'restore', 'waivers', 'plans', 'holds'] as const;

/** A group of files that are changed together. */
export type Group = (typeof GROUPS)[number];

/** A file that is changed, and the tests that are to notice: the quick ones, quickest first. Files in `lib`, tests in `test`. */
export interface Target {
  readonly group: Group;
  readonly file: string;
  readonly judges: readonly string[];
}

/** What `--files` calls it: `decide`. */
export function nameOf({ file }: Target): string {
  return basename(file, '.ts');
}
