import { openRestore } from '../lib/wiring/deployed/restore.ts';

/** Does what people decided: gives access back that its quorum has signed, or holds what they rejected. */
export const handler = openRestore();
