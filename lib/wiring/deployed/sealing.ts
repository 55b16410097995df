import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { EvidenceCheckpoints } from '../../adapters/aws/evidence-checkpoints.ts';
import { KmsSigner } from '../../adapters/aws/kms-signer.ts';
import { S3Evidence } from '../../adapters/aws/s3-evidence.ts';
import { ed25519Verifier } from '../../adapters/local/local-signer.ts';
import type { ChainReport } from '../../core/governance/ledger/verify-chain.ts';
import type { Base } from './base.ts';
import type { Stores } from './stores.ts';

/** Entries that are verified for one answer: some seconds, where sealing has stood still for long. */
const MOST_IN_TAIL = 20_000;

/** The signed checkpoints over the ledger, and its copy that nobody can change. */
export interface Evidence {
  /** Copies what is new in the ledger, closed by a signed checkpoint. */
  seal(): Promise<void>;
  /** Verifies what came since it was sealed last. */
  verifyTail(): Promise<ChainReport>;
}

/** The evidence bucket and the key that signs what goes there. */
export function openSealing({ environment, clock, pause }: Base, { table }: Stores): Evidence {
  const evidence = new S3Evidence({ client: new S3Client({}), bucket: environment.evidenceBucket, pause });
  const checkpoints = new EvidenceCheckpoints(table, evidence);
  const signer = new KmsSigner({ client: new KMSClient({}), key: environment.signingKey });
  return {
    seal: async () => void (await checkpoints.seal(signer, clock.now())),
    verifyTail: async () => checkpoints.verifyTail(ed25519Verifier(await signer.publicKey()), MOST_IN_TAIL),
  };
}
