import { GetQueueUrlCommand, QueueDoesNotExist, SQSClient } from '@aws-sdk/client-sqs';
import { type BroughtBack, DeadLetters, type QueuePlace } from '../../adapters/aws/dead-letters.ts';
import type { Deployment } from '../../adapters/aws/stack-outputs.ts';
import { type AwsChoice, clientConfig } from './aws-choice.ts';

/** A queue of calls, or of sessions, that nobody could handle, or that no rule could deliver. */
export interface DeadCalls {
  readonly queue: string;
  readonly region: string;
  /** About how many there are. */
  waiting(): Promise<number>;
  /** Brings at most so many back to the queue that they came from. */
  bringBack(most: number, goesOn: () => boolean): Promise<BroughtBack>;
}

/** Every such queue of a deployment: those of the hub, and that of the rules in each Region of its account. */
export async function deadCallsOf(deployment: Deployment, choice: AwsChoice): Promise<readonly DeadCalls[]> {
  const { prefix, queues, region, regions } = deployment;
  const clientOf = (each: string) => new SQSClient(clientConfig({ ...choice, region: each }));
  const hub = clientOf(region);
  const calls: QueuePlace = { client: hub, url: queues.calls };
  const found = [deadCalls(region, { client: hub, url: queues.callsDeadLetters }, calls)];
  // an installation of before has none, and its sessions come as calls
  const [sessions, ofSessions] = [
    await urlOf(hub, `${prefix}-sessions`),
    await urlOf(hub, `${prefix}-sessions-dead-letters`),
  ];
  if (sessions !== undefined && ofSessions !== undefined) {
    found.push(deadCalls(region, { client: hub, url: ofSessions }, { client: hub, url: sessions }));
  }
  for (const each of new Set([region, ...regions])) {
    const client = clientOf(each);
    const url = await urlOf(client, `${prefix}-watch-dead-letters`);
    if (url !== undefined) found.push(deadCalls(each, { client, url }, calls));
  }
  return found;
}

async function urlOf(client: SQSClient, QueueName: string): Promise<string | undefined> {
  try {
    return (await client.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl;
  } catch (fault) {
    if (fault instanceof QueueDoesNotExist) return undefined;
    throw fault;
  }
}

function deadCalls(region: string, from: QueuePlace, to: QueuePlace): DeadCalls {
  const letters = new DeadLetters(from);
  return {
    queue: from.url.slice(from.url.lastIndexOf('/') + 1),
    region,
    waiting: () => letters.waiting(),
    bringBack: (most, goesOn) => letters.bringBack(to, most, goesOn),
  };
}
