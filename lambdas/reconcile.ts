import { handlerFromTheStart } from '../lib/wiring/deployed/when-first-used.ts';

/** Compares a trail with the calls that arrived, and feeds in those that did not. */
export const handler = handlerFromTheStart(async () =>
  (await import('../lib/wiring/deployed/reconcile.ts')).openReconcile(),
);
