import { toIso } from '../../lib/core/instant.ts';
import type { ReplayGaps } from '../../lib/usecases/replay/replay-gaps.ts';
import type { ReplayReport } from '../../lib/usecases/replay/replay-report.ts';
import type { RolledBackAccounts } from '../../lib/usecases/replay/roll-back-accounts.ts';

/** What Ambit would have done, as `ambit replay --json` and `--report` print it. */
export type ReplayReportJson = Omit<ReplayReport, 'period' | 'breaker'> & {
  readonly period: { readonly from: string; readonly to: string } | null;
  readonly breaker: {
    readonly trips: number;
    readonly stopped: number;
    readonly first: { readonly account: string; readonly at: string } | null;
  };
  readonly gaps: ReplayGaps & {
    /** What rolling the accounts back left unknown; null: they were not rolled back. */
    readonly rolledBack: { readonly calls: number; readonly unknown: number; readonly some: readonly string[] } | null;
  };
};

/** So many of the unknown are named. */
const NAMED = 20;

/** The report in JSON: times in ISO 8601. */
export function reportJson(
  { period, breaker, ...report }: ReplayReport,
  gaps: ReplayGaps,
  rolled: Pick<RolledBackAccounts, 'calls' | 'unknown'> | undefined,
): ReplayReportJson {
  const { trips, stopped, first } = breaker;
  return {
    period: period === undefined ? null : { from: toIso(period.from), to: toIso(period.to) },
    ...report,
    breaker: {
      trips,
      stopped,
      first: first === undefined ? null : { account: first.account, at: toIso(first.at) },
    },
    gaps: {
      ...gaps,
      rolledBack:
        rolled === undefined
          ? null
          : { calls: rolled.calls, unknown: rolled.unknown.length, some: rolled.unknown.slice(0, NAMED) },
    },
  };
}
