import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { METRIC_NAMESPACE, METRIC_SERVICE, type MetricName, METRICS } from '../../core/metric-names.ts';

/** What a function says of itself: structured logs and metrics. Neither ever holds a document, a token or a key. */
export interface Telemetry {
  /** `about`: ids that say what it is about; the id of a call is the same here, in CloudTrail and in the ledger. */
  info(message: string, about: About): void;
  /** A fault that was caught: its message, and those of its causes. */
  fault(message: string, fault: unknown, about: About): void;
  count(name: MetricName, value: number): void;
  /** Writes out what was counted; at the end of each invocation. */
  flush(): void;
}

/** Ids and numbers by name. */
export type About = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Logs and metrics on the standard output, as CloudWatch reads them. */
export function powertools(functionName: string): Telemetry {
  const logger = new Logger({ serviceName: METRIC_SERVICE, persistentKeys: { function: functionName } });
  const metrics = new Metrics({ namespace: METRIC_NAMESPACE, serviceName: METRIC_SERVICE });
  return {
    info: (message, about) => logger.info(message, { ...about }),
    fault: (message, fault, about) => logger.error(message, { ...about, fault: describeFault(fault) }),
    count: (name, value) => metrics.addMetric(name, UNITS[METRICS[name].unit], value),
    flush: () => metrics.publishStoredMetrics(),
  };
}

const UNITS = { Count: MetricUnit.Count, Seconds: MetricUnit.Seconds, Percent: MetricUnit.Percent } as const;

/** A fault and what caused it, as far as names and messages tell; what it was given is left out, it may be secret. */
export function describeFault(fault: unknown): readonly string[] {
  const told: string[] = [];
  const toTell: unknown[] = [fault];
  while (toTell.length > 0 && told.length < MOST_CAUSES) {
    const next = toTell.shift();
    if (!(next instanceof Error)) {
      told.push(typeof next === 'string' ? next : `something was thrown that is no error: ${typeof next}`);
      continue;
    }
    told.push(`${next.name}: ${next.message}`);
    if (next instanceof AggregateError) for (const each of next.errors) toTell.push(each);
    if (next.cause !== undefined) toTell.push(next.cause);
  }
  return told;
}

const MOST_CAUSES = 10;
