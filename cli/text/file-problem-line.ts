import type { FileProblem } from '../../lib/wiring/read-records.ts';
import { nameOf, reasonOf } from '../inputs.ts';

/** What kept a file of records, or a line of it, from being read, in one line. */
export function fileProblemLine({ code, file, line, reason }: FileProblem): string {
  const place = line === undefined ? nameOf(file) : `${nameOf(file)}:${line}`;
  switch (code) {
    case 'UNREADABLE_FILE':
      return `${place}: ${reasonOf({ code: /^([A-Z]+):/.exec(reason)?.[1], message: reason })}`;
    case 'BROKEN_GZIP':
      return `${place}: ${reason}; fetch the file again`;
    case 'BROKEN_JSON':
      return `${place}: broken JSON: ${reason.replace(/^no JSON: /, '')}`;
    case 'TOO_LARGE':
    case 'EMPTY':
      return `${place}: ${reason}`;
  }
}
