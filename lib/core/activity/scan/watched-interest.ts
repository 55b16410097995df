import { STRONG_MARKERS } from '../agent-markers.ts';
import { IAM_CALL_NAMES } from '../calls/iam.ts';
import { CALLS } from '../calls/table.ts';
import type { Interest } from './interest.ts';

/**
 * What a reader of many records must parse: every operation of the table of calls, and whatever an agent does for whom AWS
 * vouches. More is added here.
 */
export const WATCHED_INTEREST: Interest = {
  operations: [
    ...IAM_CALL_NAMES.map((name) => `iam:${name}`),
    ...new Set(CALLS.map(({ source, name }) => `${source}:${name}`)),
  ],
  actors: STRONG_MARKERS.map(({ field, pattern }) => ({ field, pattern })),
};
