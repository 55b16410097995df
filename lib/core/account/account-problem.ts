import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { placeOf } from '../policy/problem.ts';

// zod/mini brings no words of its own
z.config(en());

/** Why an account file was refused. */
export interface AccountProblem {
  readonly code: 'WRONG_SHAPE' | 'NO_ACCOUNT' | 'TWO_ACCOUNTS' | 'CONTRADICTION' | 'TOO_LARGE';
  /** Where: `RoleDetailList[3].RoleName`, with `page 2: ` before it where there are several pages. */
  readonly place: string;
  /** What was expected, and what was found. */
  readonly detail: string;
}

/** The first thing that zod found wrong, as a problem; `page` is put before the place. */
export function problemOf(error: z.core.$ZodError, page = ''): AccountProblem {
  const issue = error.issues[0];
  const place = (issue?.path ?? []).reduce<string>(
    (parent, key) => (typeof key === 'string' ? placeOf(parent, key) : `${parent}[${String(key)}]`),
    '',
  );
  const detail = issue?.message.replace('Invalid input: ', '') ?? 'expected an account file';
  return { code: 'WRONG_SHAPE', place: `${page}${place === '' ? 'document' : place}`, detail };
}
