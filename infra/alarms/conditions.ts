import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, type IMetric, MathExpression, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Operation } from 'aws-cdk-lib/aws-dynamodb';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Hub } from '../hub.ts';
import { ownMetric } from './own-metric.ts';

/** One state of Ambit that somebody must look at. */
export interface Condition {
  /** `backlog`: the alarm's name without the prefix. */
  readonly name: string;
  /** What it means, and what to do. */
  readonly description: string;
  readonly metric: IMetric;
  readonly comparison: ComparisonOperator;
  readonly threshold: number;
  /** So many periods of the metric are looked at, */
  readonly of: number;
  /** of which so many must be beyond the threshold. */
  readonly atLeast: number;
  /** What it means that nothing was measured. */
  readonly silence: TreatMissingData;
}

const { GREATER_THAN_OR_EQUAL_TO_THRESHOLD, LESS_THAN_THRESHOLD } = ComparisonOperator;
const MINUTE = Duration.minutes(1);
const HOUR = Duration.hours(1);

/** Something happened, once is enough. */
const happened = { comparison: GREATER_THAN_OR_EQUAL_TO_THRESHOLD, threshold: 1, of: 1, atLeast: 1 } as const;
const quietIsGood = { silence: TreatMissingData.NOT_BREACHING } as const;

/** Something did not happen for so many periods; that nothing was measured says so too. */
const missedFor = (periods: number) =>
  ({
    comparison: LESS_THAN_THRESHOLD,
    threshold: 1,
    of: periods,
    atLeast: periods,
    silence: TreatMissingData.BREACHING,
  }) as const;

/** What has to be looked at, the gravest first. `watchDeadLetters`: of the rules in the hub's Region. */
export function conditionsOf(hub: Hub, watchDeadLetters: IQueue): readonly Condition[] {
  return [
    ...ofHolds(),
    ...ofGate(),
    ...ofOthers(hub),
    ...ofDelivery(hub),
    ...ofMissedCalls(),
    ...ofDeadLetters(hub, watchDeadLetters),
    ...ofRegularWork(),
    ...ofParts(hub),
  ];
}

function ofHolds(): readonly Condition[] {
  const sum = (name: Parameters<typeof ownMetric>[0]) => ownMetric(name, Stats.SUM, MINUTE);
  return [
    {
      name: 'holds-failed',
      description: 'Access in excess is not held: see the finding, and take the access away by hand',
      metric: sum('HoldsFailed'),
      ...happened,
      ...quietIsGood,
    },
    {
      name: 'breaker-open',
      description:
        'Too many holds in a short time, so the next ones are not made: find out who changes so much, hold by hand',
      metric: sum('HoldsStoppedByBreaker'),
      ...happened,
      ...quietIsGood,
    },
    {
      name: 'restores-failed',
      description:
        'Access that people signed did not come back, or came back wider and was held again: see the finding',
      metric: sum('RestoresFailed'),
      ...happened,
      ...quietIsGood,
    },
    {
      name: 'time-to-hold',
      description:
        'From a call to its confirmed hold it took more than 15 minutes: see the delay of delivery and the backlog',
      metric: ownMetric('TimeToHold', Stats.MAXIMUM, Duration.minutes(5)),
      ...happened,
      threshold: 15 * 60,
      ...quietIsGood,
    },
  ];
}

function ofGate(): readonly Condition[] {
  return [
    {
      name: 'gate-failing',
      description: 'The gate could not answer and refused what it was asked about: see the log of the function gate',
      metric: ownMetric('GateFailures', Stats.SUM, MINUTE),
      ...happened,
      ...quietIsGood,
    },
  ];
}

function ofOthers({ selfWatch }: Hub): readonly Condition[] {
  const written = (logGroup: LogGroup) => logGroup.metricIncomingLogEvents({ statistic: Stats.SUM, period: MINUTE });
  return [
    {
      name: 'own-parts-changed',
      description:
        'Somebody changes Ambit; unless it is a deployment that you know of, find out who: see the log group own-parts',
      metric: written(selfWatch.partsChanged),
      ...happened,
      ...quietIsGood,
    },
    {
      name: 'own-roles-assumed',
      description: 'Somebody other than the functions took a role of Ambit: find out who, see the log group own-roles',
      metric: written(selfWatch.rolesAssumed),
      ...happened,
      ...quietIsGood,
    },
  ];
}

function ofDelivery({ resources }: Hub): readonly Condition[] {
  return [
    {
      name: 'backlog',
      description: 'A call waits for more than 5 minutes: see the errors and throttles of the function on-call',
      metric: resources.queues.calls.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: MINUTE }),
      ...happened,
      threshold: 5 * 60,
      of: 3,
      atLeast: 2,
      ...quietIsGood,
    },
    {
      name: 'sessions-backlog',
      description:
        'Sessions that began wait for more than an hour; holds do not wait for them: find out who begins so many, see docs/operations.md',
      metric: resources.queues.sessions.metricApproximateAgeOfOldestMessage({
        statistic: Stats.MAXIMUM,
        period: Duration.minutes(5),
      }),
      ...happened,
      threshold: 60 * 60,
      ...quietIsGood,
    },
  ];
}

function ofMissedCalls(): readonly Condition[] {
  return [
    {
      name: 'no-calls',
      description: 'No call arrived for a day: see whether a trail records management events and the rules are enabled',
      metric: ownMetric('CallsReceived', Stats.SUM, HOUR),
      ...missedFor(24),
    },
    {
      name: 'calls-missed',
      description:
        'More than a quarter of the calls in the trail came by no event: see the rules and their dead letters',
      metric: ownMetric('MissedRate', Stats.AVERAGE, HOUR),
      ...happened,
      threshold: 25,
      of: 2,
      atLeast: 2,
      ...quietIsGood,
    },
  ];
}

function ofDeadLetters({ resources }: Hub, watchDeadLetters: IQueue): readonly Condition[] {
  const { queues } = resources;
  const arrived = (name: string, queue: IQueue, what: string): Condition => ({
    name,
    description: `${what}: read the message, remove the cause, then put it back with ambit redrive`,
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: MINUTE }),
    ...happened,
    ...quietIsGood,
  });
  return [
    arrived('dead-calls', queues.callsDeadLetters, 'A call could not be handled, so that nobody has assessed it'),
    arrived('dead-sessions', queues.sessionsDeadLetters, 'A session that began could not be looked at'),
    arrived('dead-sweep-pages', queues.sweepDeadLetters, 'Part of an account could not be measured'),
    arrived('dead-invocations', queues.deadLetters, 'A deadline, a decision or a timetable entry was not handled'),
    arrived('dead-events', watchDeadLetters, 'A rule picked a call and could not deliver it'),
  ];
}

function ofRegularWork(): readonly Condition[] {
  return [
    {
      name: 'sweep-stale',
      description: 'No account was measured to the end for 13 hours, two sweeps: see the log of the function sweep',
      metric: ownMetric('SweepsCompleted', Stats.SUM, HOUR),
      ...missedFor(13),
    },
    {
      name: 'overdue-stale',
      description:
        'For half an hour no look at what is overdue finished all of it, so that a waiver may end late: see the log of on-deadline',
      metric: ownMetric('LooksDone', Stats.SUM, Duration.minutes(15)),
      ...missedFor(2),
    },
    {
      name: 'ledger-unsealed',
      description:
        'The ledger was not sealed for 2 hours, or does not fit what was sealed before: verify it, and see the log of on-deadline',
      metric: ownMetric('SealsDone', Stats.SUM, HOUR),
      ...missedFor(2),
    },
    {
      name: 'reconcile-stale',
      description: 'The trail was not compared with what arrived for 3 hours: see the log of the function reconcile',
      metric: ownMetric('ReconcilesCompleted', Stats.SUM, HOUR),
      ...missedFor(3),
    },
  ];
}

function ofParts({ functions, resources }: Hub): readonly Condition[] {
  const errors = Object.values(functions).map((each, index): [string, IMetric] => [
    `e${index}`,
    each.metricErrors({ statistic: Stats.SUM, period: MINUTE }),
  ]);
  const table = resources.records.table;
  return [
    {
      name: 'functions-failing',
      description: 'Functions end in errors in 3 of 5 minutes: see their logs',
      metric: new MathExpression({
        expression: 'SUM(METRICS())',
        usingMetrics: Object.fromEntries(errors),
        period: MINUTE,
      }),
      ...happened,
      of: 5,
      atLeast: 3,
      ...quietIsGood,
    },
    {
      name: 'table-throttled',
      description:
        'The table refuses requests in 3 of 5 minutes: see which partition is hot, and the limits of the account',
      metric: table.metricThrottledRequestsForOperations({
        operations: [Operation.GET_ITEM, Operation.QUERY, Operation.PUT_ITEM, Operation.TRANSACT_WRITE_ITEMS],
        statistic: Stats.SUM,
        period: MINUTE,
      }),
      ...happened,
      of: 5,
      atLeast: 3,
      ...quietIsGood,
    },
  ];
}
