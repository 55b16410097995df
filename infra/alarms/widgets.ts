import { Duration } from 'aws-cdk-lib';
import {
  type Alarm,
  AlarmStatusWidget,
  GraphWidget,
  type IMetric,
  type IWidget,
  Stats,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { MetricName } from '../../lib/core/metric-names.ts';
import type { Hub } from '../hub.ts';
import { ownMetric } from './own-metric.ts';

const period = Duration.minutes(5);

const graph = (title: string, metrics: readonly IMetric[]) =>
  new GraphWidget({ title, left: [...metrics], width: 12, height: 6 });

const sums = (...names: readonly MetricName[]) => names.map((name) => ownMetric(name, Stats.SUM, period));

/** A distribution: half of it, and all but a twentieth of it. */
const spread = (name: MetricName) => [
  ownMetric(name, Stats.p(50), period).with({ label: `${name}, median` }),
  ownMetric(name, Stats.p(95), period).with({ label: `${name}, 95th percentile` }),
];

/** The rows of the dashboard: what is wrong, how fast Ambit is, what it did, what was lost, how its parts fare. */
export function widgetsOf({ resources, functions }: Hub, alarms: readonly Alarm[]): readonly (readonly IWidget[])[] {
  const { queues } = resources;
  const parts = Object.values(functions);
  return [
    [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: 24, height: 4 })],
    [
      graph('From call to hold, seconds', spread('TimeToHold')),
      graph('From call to arrival, seconds', spread('DeliveryDelay')),
    ],
    [
      graph('Calls', sums('CallsReceived', 'CallsUnreadable', 'CallsMissed')),
      graph('Findings and holds', sums('FindingsRaised', 'HoldsConfirmed', 'HoldsFailed', 'HoldsStoppedByBreaker')),
    ],
    [
      graph('Given back, and late', sums('RestoresDone', 'RestoresFailed', 'DeadlinesOverdue')),
      graph('Gate', sums('GateRefusals', 'GateFailures')),
    ],
    [
      graph('Regular work', sums('SweepsCompleted', 'SweepsFailed', 'LooksDone', 'SealsDone', 'ReconcilesCompleted')),
      graph(
        'Oldest message, seconds',
        [queues.calls, queues.sessions, queues.sweepPages].map((queue) =>
          queue.metricApproximateAgeOfOldestMessage({ period }),
        ),
      ),
    ],
    [
      graph(
        'Dead letters',
        [queues.callsDeadLetters, queues.sessionsDeadLetters, queues.sweepDeadLetters, queues.deadLetters].map(
          (queue) => queue.metricApproximateNumberOfMessagesVisible({ period }),
        ),
      ),
      graph(
        'Errors of functions',
        parts.map((part) => part.metricErrors({ period })),
      ),
    ],
  ];
}
