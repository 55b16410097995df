import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { countersign } from '../ambit/countersign.ts';
import { grantExcess, makeAgent } from '../ambit/grants.ts';
import type { Installed } from '../ambit/installed.ts';
import { byAmbit } from '../ambit/interceptions.ts';
import { caseOf } from '../ambit/waiting.ts';
import { inMinistack } from '../cloud.ts';
import { physicalId } from '../deploy/deploy.ts';
import { eventually } from '../eventually.ts';
import { isReadOnly } from '../trail/call.ts';

/** As long as a queue can keep messages back. */
export const KEPT_BACK_SECONDS = 900;

/** Makes a grant that is held, and given back until two days from now. */
export async function waiveTwoDays(ambit: Installed, name: string): Promise<void> {
  const { principal, finding } = await heldGrant(ambit, name);
  await countersign(ambit, finding, 'sub-security');
  await countersign(ambit, finding, 'sub-owner');
  await caseOf(ambit, principal, 'restored');
}

/** Makes a grant that is held, and that one of the two people who must has countersigned. */
export async function signOnce(ambit: Installed, name: string): Promise<void> {
  const { finding } = await heldGrant(ambit, name);
  await countersign(ambit, finding, 'sub-security');
}

/** Makes a grant that will be held in an hour, unless people approve it. */
export async function askForApproval(ambit: Installed, name: string): Promise<void> {
  const principal = await makeAgent(ambit.iam, name, '/workloads/');
  await grantExcess(ambit.iam, name);
  await caseOf(ambit, principal, 'open');
}

/** Makes a grant, and kills the function that would hold it before it does. */
export async function killInHold({ cloud, iam }: Installed, name: string): Promise<void> {
  const killed: number[] = [];
  cloud.trail.intercept(async (call, forward) => {
    if (!byAmbit(call, 'Holder') || isReadOnly(call) || killed.length > 0) return await forward();
    killed.push(cloud.functions.kill('Ambit-on-call'));
    // the function that asked is no more
    return await new Promise(() => {});
  });
  await makeAgent(iam, name);
  await grantExcess(iam, name);
  await eventually(() => killed.at(0), 30_000);
  cloud.trail.intercept((_, forward) => forward());
}

/** Makes a grant whose event waits in the queue of calls. */
export async function keepQueued(ambit: Installed, name: string): Promise<void> {
  await makeAgent(ambit.iam, name);
  await keepBack(ambit, KEPT_BACK_SECONDS);
  await grantExcess(ambit.iam, name);
  await ambit.cloud.trail.delivered();
}

/** Lets the queue of calls show what comes only after so long. */
export async function keepBack({ cloud, deployed }: Installed, seconds: number): Promise<void> {
  const QueueUrl = physicalId(deployed, 'AWS::SQS::Queue', 'HubQueuesCalls0');
  const Attributes = { DelaySeconds: `${seconds}` };
  await new SQSClient(inMinistack(cloud)).send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
}

async function heldGrant(ambit: Installed, name: string) {
  const principal = await makeAgent(ambit.iam, name);
  await grantExcess(ambit.iam, name);
  const { finding } = await caseOf(ambit, principal, 'held');
  return { principal, finding };
}
