import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoLedger } from '../../adapters/aws/dynamo-ledger.ts';
import { type Deployment, type DeploymentProblem, readDeployment } from '../../adapters/aws/stack-outputs.ts';
import { Table } from '../../adapters/aws/table.ts';
import { SystemClock } from '../../adapters/local/system-clock.ts';
import { ok, type Result } from '../../core/result.ts';
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

/** A deployed Ambit as a person reads it with their own credentials. */
export interface Live {
  readonly deployment: Deployment;
  readonly ledger: Pick<Ledger, 'about' | 'entries' | 'findings'>;
  readonly cases: CaseBook;
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
  const client = new DynamoDBClient(clientConfig({ ...choice, region: deployment.region }));
  const ledger = new DynamoLedger(new Table({ client, name: deployment.table, pause: realPause }), new SystemClock());
  return { deployment, ledger, cases: openCaseBook(ledger) };
}
