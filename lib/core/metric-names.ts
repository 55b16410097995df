/** Units of CloudWatch that Ambit's metrics have. */
export type MetricUnit = 'Count' | 'Seconds' | 'Percent';

/** What one metric counts or measures. */
export interface Metric {
  readonly unit: MetricUnit;
  readonly meaning: string;
}

/** The namespace of Ambit's own metrics in CloudWatch. */
export const METRIC_NAMESPACE = 'Ambit';

/** The value of the one dimension, `service`, that all of them have. */
export const METRIC_SERVICE = 'ambit';

/** Every metric that the functions publish and the alarms read; nothing else is published. */
export const METRICS = {
  CallsReceived: { unit: 'Count', meaning: 'records of calls that reached the queue, whatever they tell' },
  CallsUnreadable: { unit: 'Count', meaning: 'records that are watched and could not be read' },
  DeliveryDelay: { unit: 'Seconds', meaning: 'from the time of a call to its arrival' },
  FindingsRaised: { unit: 'Count', meaning: 'findings written to the ledger' },
  HoldsConfirmed: { unit: 'Count', meaning: 'holds read back from the account' },
  HoldsFailed: { unit: 'Count', meaning: 'holds that could not be made, or did not show in the account' },
  HoldsStoppedByBreaker: { unit: 'Count', meaning: 'holds not made because too many were made before' },
  TimeToHold: { unit: 'Seconds', meaning: 'from the time of the call to the confirmed hold' },
  RestoresDone: { unit: 'Count', meaning: 'access given back after its quorum' },
  RestoresFailed: { unit: 'Count', meaning: 'restores that failed and were held again' },
  DeadlinesOverdue: { unit: 'Count', meaning: 'deadlines met late, because their schedule was lost' },
  LooksDone: { unit: 'Count', meaning: 'looks at what is overdue that finished all of it' },
  SweepsCompleted: { unit: 'Count', meaning: 'accounts measured to the end' },
  SweepsFailed: { unit: 'Count', meaning: 'accounts whose measuring ended early' },
  SealsDone: { unit: 'Count', meaning: 'times that all of the ledger lay sealed where nobody can change it' },
  ReconcilesCompleted: { unit: 'Count', meaning: 'comparisons of a trail with the calls that arrived' },
  CallsMissed: { unit: 'Count', meaning: 'calls of a trail that no event told, handled afterwards' },
  MissedRate: { unit: 'Percent', meaning: 'share of the calls of a trail that no event told' },
  GateRefusals: { unit: 'Count', meaning: 'changes that the gate refused' },
  GateFailures: { unit: 'Count', meaning: 'questions that the gate could not answer, and so refused' },
} as const satisfies Readonly<Record<string, Metric>>;

/** The name of one of Ambit's metrics. */
export type MetricName = keyof typeof METRICS;
