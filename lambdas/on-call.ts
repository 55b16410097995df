import { openOnCall } from '../lib/wiring/deployed/on-call.ts';

/** Handles the calls that the rules bring: assesses them, and holds what is beyond the standard. */
export const handler = openOnCall();
