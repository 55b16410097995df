import { openApi } from '../lib/wiring/deployed/api.ts';

/** Serves the console's API: findings, signatures, the ledger. */
export const handler = openApi();
