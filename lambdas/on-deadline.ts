import { handlerFromTheStart } from '../lib/wiring/deployed/when-first-used.ts';

/** Meets deadlines: looks again, ends waivers, holds what was not approved in time; seals the ledger. */
export const handler = handlerFromTheStart(async () =>
  (await import('../lib/wiring/deployed/on-deadline.ts')).openOnDeadline(),
);
