import { ed25519Verifier } from '../adapters/local/local-signer.ts';
import type { ChainReport } from '../core/governance/ledger/verify-chain.ts';
import type { Embedded } from './embedded.ts';

/** Signs a checkpoint over the ledger as it is now, and verifies all of it. */
export async function sealAndVerify({ checkpoints, signer, deps }: Embedded): Promise<ChainReport> {
  await checkpoints.seal(signer, deps.clock.now());
  return checkpoints.verify(ed25519Verifier(await signer.publicKey()));
}
