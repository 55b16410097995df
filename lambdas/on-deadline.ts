import { openOnDeadline } from '../lib/wiring/deployed/on-deadline.ts';

/** Meets deadlines: looks again, ends waivers, holds what was not approved in time; seals the ledger. */
export const handler = openOnDeadline();
