import { handlerFromTheStart } from '../lib/wiring/deployed/when-first-used.ts';

/** Serves the console's API: findings, signatures, the ledger. */
export const handler = handlerFromTheStart(async () => (await import('../lib/wiring/deployed/api.ts')).openApi());
