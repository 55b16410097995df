import type { Base } from './base.ts';
import type { Evidence } from './sealing.ts';
import type { Stores } from './stores.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** The evidence; the clients that it takes are loaded when it is sealed or verified. */
export function openEvidence(base: Base, stores: Stores): Evidence {
  const evidence = whenFirstUsed(async () => (await import('./sealing.ts')).openSealing(base, stores));
  return { seal: async () => (await evidence()).seal(), verifyTail: async () => (await evidence()).verifyTail() };
}
