import { handlerFromTheStart } from '../lib/wiring/deployed/when-first-used.ts';

/** Handles the calls that the rules bring: assesses them, and holds what is beyond the standard. */
export const handler = handlerFromTheStart(async () =>
  (await import('../lib/wiring/deployed/on-call.ts')).openOnCall(),
);
