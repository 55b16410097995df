import type { Checkpoint, VerifySignature } from '../core/governance/ledger/ledger-chain.ts';
import type { ChainReport } from '../core/governance/ledger/verify-chain.ts';
import type { Instant } from '../core/instant.ts';
import type { Signer } from './signer.ts';

/** The signed checkpoints over the ledger, and what auditors take away: its export and its verification. */
export interface Checkpoints {
  /** The checkpoint of the ledger as it is now: the last one where nothing was appended since, else a new one, kept when it resolves. */
  seal(signer: Signer, now: Instant): Promise<Checkpoint>;
  /**
   * The ledger as JSON lines, without line ends: the last checkpoint first, so that a file that was cut is seen to be, then
   * the entries, each followed by its checkpoint. What was tampered with is written as it is.
   */
  exportLedger(): AsyncIterable<string>;
  /** Verifies the ledger where it is, against its own checkpoints; without a key the signatures are only counted. */
  verify(verify: VerifySignature | undefined): Promise<ChainReport>;
}
