import { type CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { type Mode, MODES } from '../../core/governance/standards/standards.ts';
import { ALL_ACCOUNTS, API_OUTPUT, HUB_OUTPUTS, type HubOutput } from '../../core/hub-outputs.ts';
import { parseArn } from '../../core/policy/arn.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { operatorRefusal, type OperatorRefusal } from './operator-fault.ts';

/** Where the parts of a deployed Ambit are, as the outputs of its stack say. */
export interface Deployment {
  readonly stack: string;
  /** What CloudFormation says of the stack: `UPDATE_COMPLETE`. */
  readonly status: string;
  readonly partition: string;
  readonly region: string;
  /** The account that it runs in. */
  readonly account: string;
  /** Start of the names of what is deployed. */
  readonly prefix: string;
  readonly mode: Mode;
  /** `digestOfStandards` of the file that it was deployed with. */
  readonly standards: string;
  /** Ids of the accounts that it looks after; empty: all of the organization. */
  readonly accounts: readonly string[];
  /** Regions with rules that watch. */
  readonly regions: readonly string[];
  readonly table: string;
  readonly evidenceBucket: string;
  /** ARN of the key that signs checkpoints. */
  readonly signingKey: string;
  readonly bus: string;
  readonly scheduleGroup: string;
  /** ARN. */
  readonly topic: string;
  /** URLs. */
  readonly queues: DeploymentQueues;
  /** Where people decide about findings, without a slash at its end; undefined: there is no console. */
  readonly api: string | undefined;
}

/** URLs of the queues of a deployment. */
export interface DeploymentQueues {
  readonly calls: string;
  readonly callsDeadLetters: string;
  readonly sweepPages: string;
  readonly sweepDeadLetters: string;
  readonly deadLetters: string;
}

/** Why a deployment was not found. */
export type DeploymentProblem =
  | OperatorRefusal
  | { readonly code: 'NO_SUCH_STACK'; readonly stack: string; readonly region: string }
  /** The stack is there, and is not one of Ambit's, or is not deployed to its end. */
  | { readonly code: 'NOT_AMBIT'; readonly stack: string; readonly status: string; readonly lacks: readonly string[] };

/** Finds a deployment by the name of its stack. Faults other than `DeploymentProblem`s are thrown as the SDK's. */
export async function readDeployment(
  cloudformation: CloudFormationClient,
  stack: string,
): Promise<Result<Deployment, DeploymentProblem>> {
  try {
    const { Stacks: [found] = [] } = await cloudformation.send(new DescribeStacksCommand({ StackName: stack }));
    if (found !== undefined) return deploymentIn(found);
  } catch (fault) {
    const refusal = operatorRefusal(fault);
    if (refusal !== undefined) return err(refusal);
    if (!isMissing(fault)) throw fault;
  }
  return err({ code: 'NO_SUCH_STACK', stack, region: await cloudformation.config.region() });
}

function isMissing(fault: unknown): boolean {
  return fault instanceof Error && fault.name === 'ValidationError' && fault.message.includes('does not exist');
}

const NEEDED: readonly string[] = Object.keys(HUB_OUTPUTS);

function deploymentIn({
  StackName: stack = '',
  StackId = '',
  StackStatus,
  Outputs = [],
}: Stack): Result<Deployment, DeploymentProblem> {
  const outputs = new Map(Outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  const lacks = NEEDED.filter((key) => (outputs.get(key) ?? '') === '');
  const arn = parseArn(StackId);
  const mode = MODES.find((each) => each === outputs.get('Mode'));
  const status = StackStatus ?? 'in no status';
  if (lacks.length > 0 || arn === undefined || mode === undefined) {
    return err({ code: 'NOT_AMBIT', stack, status, lacks: lacks.length > 0 ? lacks : ['Mode'] });
  }
  const { partition, region, account } = arn;
  return ok({ stack, status, partition, region, account, mode, ...partsIn(outputs) });
}

/** Outputs that say where a part is; each of those that every deployment has is there. */
function partsIn(
  outputs: ReadonlyMap<string, string>,
): Omit<Deployment, 'stack' | 'status' | 'partition' | 'region' | 'account' | 'mode'> {
  const of = (key: HubOutput): string => outputs.get(key) ?? '';
  return {
    prefix: of('Prefix'),
    standards: of('Standards'),
    accounts: of('Accounts') === ALL_ACCOUNTS ? [] : of('Accounts').split(','),
    regions: of('Regions').split(','),
    table: of('Table'),
    evidenceBucket: of('EvidenceBucket'),
    signingKey: of('SigningKey'),
    bus: of('Bus'),
    scheduleGroup: of('ScheduleGroup'),
    topic: of('Topic'),
    queues: {
      calls: of('CallsQueue'),
      callsDeadLetters: of('CallsDeadLetters'),
      sweepPages: of('SweepQueue'),
      sweepDeadLetters: of('SweepDeadLetters'),
      deadLetters: of('DeadLetters'),
    },
    api: outputs.get(API_OUTPUT)?.replace(/\/+$/, ''),
  };
}
