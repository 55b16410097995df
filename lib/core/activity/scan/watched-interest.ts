import { STRONG_MARKERS } from '../agent-markers.ts';
import { IAM_CALL_NAMES } from '../calls/iam.ts';
import type { CallRow } from '../calls/row.ts';
import { CALLS } from '../calls/table.ts';
import type { Interest } from './interest.ts';

const ROWS = Map.groupBy(CALLS, ({ source, name }) => `${source}:${name}`);

/** Sessions that begin by the hundred thousand, and of which nothing is said, unless they are opened from others. */
function beginsASession({ source, kind, reads }: CallRow): boolean {
  return source === 'sts' && kind === 'session' && reads === true;
}

/**
 * What a reader of many records must parse: every operation of the table of calls, and whatever an agent does for whom AWS
 * vouches. More is added here.
 */
export const WATCHED_INTEREST: Interest = {
  operations: [...IAM_CALL_NAMES.map((name) => `iam:${name}`), ...ROWS.keys()],
  counted: [...ROWS].filter(([, rows]) => rows.every(beginsASession)).map(([operation]) => operation),
  chained: [{ field: 'userIdentity.arn', pattern: /:assumed-role\// }],
  actors: STRONG_MARKERS.map(({ field, pattern }) => ({ field, pattern })),
};
