import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoBookmarks } from '../../adapters/aws/dynamo-bookmarks.ts';
import { DynamoKeepsakes } from '../../adapters/aws/dynamo-keepsakes.ts';
import { DynamoLedger } from '../../adapters/aws/dynamo-ledger.ts';
import { EvidenceCheckpoints } from '../../adapters/aws/evidence-checkpoints.ts';
import { evidenceLines } from '../../adapters/aws/evidence-lines.ts';
import { KmsSigner } from '../../adapters/aws/kms-signer.ts';
import { S3Evidence } from '../../adapters/aws/s3-evidence.ts';
import { type Deployment, type DeploymentProblem, readDeployment } from '../../adapters/aws/stack-outputs.ts';
import { Table } from '../../adapters/aws/table.ts';
import { ed25519Verifier } from '../../adapters/local/local-signer.ts';
import { SystemClock } from '../../adapters/local/system-clock.ts';
import type { VerifySignature } from '../../core/governance/ledger/ledger-chain.ts';
import { verifyLedgerLines } from '../../core/governance/ledger/ledger-line.ts';
import type { ChainReport } from '../../core/governance/ledger/verify-chain.ts';
import { parseArn } from '../../core/policy/arn.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Keepsakes } from '../../ports/keepsakes.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { type CaseBook, openCaseBook } from '../../usecases/case-book.ts';
import { realPause } from '../real-pause.ts';
import { type AwsChoice, clientConfig } from './aws-choice.ts';

export type { Deployment, DeploymentProblem } from '../../adapters/aws/stack-outputs.ts';
export type { AwsChoice } from './aws-choice.ts';

/** Which deployment, and as whom. */
export interface LiveChoice extends AwsChoice {
  /** Name of the hub's stack. */
  readonly stack: string;
}

/** Which of its two copies of the ledger a verification reads. */
export type LedgerCopy = 'table' | 'evidence';

/** A deployed Ambit as a person reads it with their own credentials. */
export interface Live {
  readonly deployment: Deployment;
  readonly ledger: Pick<Ledger, 'head' | 'about' | 'entries' | 'findings'>;
  readonly cases: CaseBook;
  /** What the deployment saw last: also the organization. */
  readonly keepsakes: Pick<Keepsakes, 'last'>;
  /**
   * Verifies a copy of the ledger: that in the table, which must also be what the bucket says was sealed last, or the sealed
   * one by itself. With a public key (PEM, SPKI), else with that of the deployment.
   */
  verify(copy: LedgerCopy, publicPem: string | undefined): Promise<ChainReport>;
  /** The ledger in the table and its checkpoints as JSON lines. */
  exported(): AsyncIterable<string>;
}

/** Finds a deployment by its stack, and opens it to read. */
export async function openLive(choice: LiveChoice): Promise<Result<Live, DeploymentProblem>> {
  const found = await findDeployment(choice);
  return found.ok ? ok(liveOf(found.value, choice)) : found;
}

/** Finds a deployment by its stack, in the Region of the choice. */
export function findDeployment(choice: LiveChoice): Promise<Result<Deployment, DeploymentProblem>> {
  return readDeployment(new CloudFormationClient(clientConfig(choice)), choice.stack);
}

function liveOf(deployment: Deployment, choice: AwsChoice): Live {
  const config = clientConfig({ ...choice, region: deployment.region });
  const table = new Table({ client: new DynamoDBClient(config), name: deployment.table, pause: realPause });
  const ledger = new DynamoLedger(table, new SystemClock());
  const s3 = new S3Client(config);
  const bucket = deployment.evidenceBucket;
  const checkpoints = new EvidenceCheckpoints(table, new S3Evidence({ client: s3, bucket, pause: realPause }));
  return {
    deployment,
    ledger,
    cases: openCaseBook(ledger, new DynamoBookmarks(table)),
    keepsakes: new DynamoKeepsakes(table),
    async verify(copy, publicPem) {
      const verify = ed25519Verifier(publicPem ?? (await publicKeyOf(deployment, choice)));
      return verifyCopy(copy, verify);
    },
    exported: () => checkpoints.exportLedger(),
  };

  function verifyCopy(copy: LedgerCopy, verify: VerifySignature): Promise<ChainReport> {
    switch (copy) {
      case 'table':
        return checkpoints.verify(verify);
      case 'evidence':
        return verifyLedgerLines(evidenceLines(s3, bucket), verify);
    }
  }
}

/** The key may be in another Region than the hub, where the hub's KMS has none of its kind. */
function publicKeyOf({ signingKey, region }: Deployment, choice: AwsChoice): Promise<string> {
  const client = new KMSClient(clientConfig({ ...choice, region: parseArn(signingKey)?.region ?? region }));
  return new KmsSigner({ client, key: signingKey }).publicKey();
}
