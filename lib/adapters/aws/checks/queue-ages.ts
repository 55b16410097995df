import { type CloudWatchClient, GetMetricDataCommand, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { Instant } from '../../../core/instant.ts';
import { type Check, fine, problem, warning } from './check.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** SQS tells CloudWatch every minute, and CloudWatch shows it some minutes later. */
const LOOKED_BACK = 15 * MINUTE;

/** How long what is put aside may lie there, in seconds: SQS deletes it after two weeks. */
const DEAD = {
  longest: 10 * DAY,
  verdict: problem,
  todo: 'SQS deletes a message after 14 days: ambit redrive, or read it before',
} as const;

/** The queues of a hub: their names after the prefix, how long a message may wait, in seconds, and what it means if it waits longer. */
const QUEUES = [
  {
    name: 'calls',
    longest: 5 * MINUTE,
    verdict: problem,
    todo: 'calls are assessed late: see errors and throttles of the function on-call',
  },
  {
    name: 'sessions',
    longest: HOUR,
    verdict: warning,
    todo: 'find out who begins so many sessions: docs/operations.md, sessions-backlog; no hold waits for them',
  },
  { name: 'sweep-pages', longest: HOUR, verdict: warning, todo: 'see the log of the function sweep' },
  { name: 'calls-dead-letters', ...DEAD },
  { name: 'sessions-dead-letters', ...DEAD },
  { name: 'sweep-dead-letters', ...DEAD },
  { name: 'dead-letters', ...DEAD },
] as const;

/** How old the oldest message of each queue is, which SQS itself does not tell. Takes `cloudwatch:GetMetricData`. */
export async function checkQueueAges(
  client: CloudWatchClient,
  { prefix, now }: { readonly prefix: string; readonly now: Instant },
): Promise<readonly Check[]> {
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      StartTime: new Date(now - LOOKED_BACK * 1000),
      EndTime: new Date(now),
      ScanBy: 'TimestampDescending',
      MetricDataQueries: QUEUES.map((queue, index) => queryOf(`${prefix}-${queue.name}`, index)),
    }),
  );
  const ages = new Map(MetricDataResults.map(({ Id, Values = [] }) => [Id, Values.at(0)]));
  return QUEUES.map((queue, index) => checkOf(`${prefix}-${queue.name}`, ages.get(idOf(index)), queue));
}

function queryOf(QueueName: string, index: number): MetricDataQuery {
  return {
    Id: idOf(index),
    MetricStat: {
      Metric: {
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateAgeOfOldestMessage',
        Dimensions: [{ Name: 'QueueName', Value: QueueName }],
      },
      Period: MINUTE,
      Stat: 'Maximum',
    },
  };
}

const idOf = (index: number): string => `q${index}`;

function checkOf(
  queue: string,
  seconds: number | undefined,
  { longest, verdict, todo }: (typeof QUEUES)[number],
): Check {
  const name = `age ${queue}`;
  if (seconds === undefined) return fine(name, 'nothing has waited in the last 15 minutes, as CloudWatch measures it');
  const says = `the oldest message is ${described(seconds)} old`;
  return seconds <= longest ? fine(name, says) : verdict(name, `${says}, more than ${described(longest)}`, todo);
}

function described(seconds: number): string {
  if (seconds < 2 * MINUTE) return `${Math.round(seconds)} seconds`;
  if (seconds < 2 * HOUR) return `${Math.round(seconds / MINUTE)} minutes`;
  return seconds < 2 * DAY ? `${Math.round(seconds / HOUR)} hours` : `${Math.round(seconds / DAY)} days`;
}
