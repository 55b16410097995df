import { handlerFromTheStart } from '../lib/wiring/deployed/when-first-used.ts';

/** Measures whole accounts against the standards, page by page. */
export const handler = handlerFromTheStart(async () => (await import('../lib/wiring/deployed/sweep.ts')).openSweep());
