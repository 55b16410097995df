import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeploymentQueues } from '../stack-outputs.ts';
import { type Check, fine, problem, warning } from './check.ts';

/** So many calls are handled in a few minutes; more than these wait for a reason. */
const LONG_BACKLOG = 1000;

/** How many messages a queue has: those that wait, and those that are worked on. */
async function depthOf(client: SQSClient, QueueUrl: string) {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return {
    waiting: Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0),
    working: Number(Attributes?.['ApproximateNumberOfMessagesNotVisible'] ?? 0),
  };
}

/** Whether calls are handled as they come. */
export async function checkBacklog(client: SQSClient, { calls }: DeploymentQueues): Promise<Check> {
  const name = 'queue of calls';
  const { waiting, working } = await depthOf(client, calls);
  if (waiting === 0) return fine(name, `no call waits, about ${working} are being handled`);
  const says = `about ${waiting} calls wait, ${working} are being handled`;
  if (waiting < LONG_BACKLOG) return fine(name, says);
  return warning(name, says, 'see errors and throttles of the function on-call');
}

/** Whether the rules of a Region delivered all that they picked: of so many, they could not. */
export function checkUndelivered(region: string, waiting: number): Check {
  const name = `dead events ${region}`;
  if (waiting === 0) return fine(name, 'there are none');
  const todo = 'see whether the bus and the queue of calls let the rules in, then ambit redrive';
  return problem(name, `about ${waiting} events were not delivered`, todo);
}

/** Whether anything could not be handled. */
export async function checkDeadLetters(client: SQSClient, queues: DeploymentQueues): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [name, url, what, todo] of DEAD_LETTERS) {
    const { waiting, working } = await depthOf(client, queues[url]);
    const count = waiting + working;
    checks.push(
      count === 0 ? fine(name, 'there are none') : problem(name, `about ${count} ${what} could not be handled`, todo),
    );
  }
  return checks;
}

const DEAD_LETTERS = [
  ['dead calls', 'callsDeadLetters', 'calls', 'read why in the log of on-call, remove the cause, then ambit redrive'],
  [
    'dead sweep pages',
    'sweepDeadLetters',
    'parts of accounts',
    'read why in the log of sweep; the next sweep measures it again',
  ],
  [
    'dead invocations',
    'deadLetters',
    'invocations',
    'read why in the message; the timetable does what is due within 5 minutes',
  ],
] as const;
