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
  const says = `about ${waiting} calls wait, ${working} are being handled`;
  if (waiting < LONG_BACKLOG) return fine(name, says);
  return warning(name, says, 'see errors and throttles of the function on-call, and the alarm backlog');
}

/** Whether anything could not be handled. */
export async function checkDeadLetters(client: SQSClient, queues: DeploymentQueues): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const [name, url, what, todo] of DEAD_LETTERS) {
    const { waiting, working } = await depthOf(client, queues[url]);
    const count = waiting + working;
    checks.push(
      count === 0 ? fine(name, 'there are none') : problem(name, `about ${count} ${what}s could not be handled`, todo),
    );
  }
  return checks;
}

const DEAD_LETTERS = [
  ['dead calls', 'callsDeadLetters', 'call', 'read why in the log of on-call, remove the cause, then ambit redrive'],
  [
    'dead sweep pages',
    'sweepDeadLetters',
    'part of an account',
    'read why in the log of sweep; the next sweep measures it again',
  ],
  [
    'dead invocations',
    'deadLetters',
    'invocation',
    'read why in the message; the timetable does what is due within 5 minutes',
  ],
] as const;
