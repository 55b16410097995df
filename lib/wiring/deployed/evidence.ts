import type { ChainReport } from '../../core/governance/verify-chain.ts';
import type { Base } from './base.ts';
import type { Stores } from './stores.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** The signed checkpoints over the ledger, and its copy that nobody can change. */
export interface Evidence {
  /** Copies what is new in the ledger, closed by a signed checkpoint. */
  seal(): Promise<void>;
  verify(): Promise<ChainReport>;
}

/** The evidence; the clients that it takes are loaded when it is sealed or verified. */
export function openEvidence(base: Base, stores: Stores): Evidence {
  const evidence = whenFirstUsed(async () => (await import('./sealing.ts')).openSealing(base, stores));
  return { seal: async () => (await evidence()).seal(), verify: async () => (await evidence()).verify() };
}
