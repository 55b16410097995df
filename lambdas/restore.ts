import { handlerFromTheStart } from '../lib/wiring/deployed/when-first-used.ts';

/** Does what people decided: gives access back that its quorum has signed, or holds what they rejected. */
export const handler = handlerFromTheStart(async () =>
  (await import('../lib/wiring/deployed/restore.ts')).openRestore(),
);
