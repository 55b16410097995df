import { openSweep } from '../lib/wiring/deployed/sweep.ts';

/** Measures whole accounts against the standards, page by page. */
export const handler = openSweep();
