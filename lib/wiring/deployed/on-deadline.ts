import type { Wake } from '../../adapters/aws/event-scheduler.ts';
import { type Deadline, type FindingDeadline, deadlineSubject } from '../../ports/deadline.ts';
import type { FollowUpDeps } from '../../usecases/follow-up.ts';
import { openAboveAccounts } from './above-accounts.ts';
import { invocation } from './base.ts';
import { TOLD_OF_NOTHING } from './bounds.ts';
import { openEvidence } from './evidence.ts';
import { openHolding } from './holding.ts';
import { openKeepsakes } from './keepsakes.ts';
import { lookAtOverdue } from './look-at-overdue.ts';
import { reportCases } from './report.ts';

/** What wakes the function: deadlines of one moment, or the timetable, which looks for what is overdue. */
export type DeadlineEvent =
  | Wake
  /** What schedules name that an earlier version made. */
  | {
      readonly kind: 'deadline';
      readonly findingId: string;
      readonly deadline: FindingDeadline['kind'];
      /** Milliseconds since 1970. */
      readonly at: number;
    }
  | { readonly kind: 'overdue' };

/** Meets deadlines when they are due; on the timetable it looks for all that is overdue. */
export function openOnDeadline(): (event: DeadlineEvent) => Promise<void> {
  const holding = openHolding('on-deadline', TOLD_OF_NOTHING);
  const { base, stores, scheduler } = holding;
  const { telemetry } = base;
  const { organization } = openAboveAccounts(base, holding.reach);
  const keepsakes = openKeepsakes(stores.table);
  const above = organization === undefined ? {} : { organization };
  const depsOf = async () => ({ ...(await holding.deps()), ...above, keepsakes });
  const evidence = openEvidence(base, stores);
  const { ledger } = stores;
  const rules = async (deps: FollowUpDeps): Promise<void> => {
    const { lookAtRules } = await import('./look-at-rules.ts');
    await lookAtRules({ folder: base.folder, mode: base.environment.mode }, deps, telemetry);
  };
  const look = { ledger, telemetry, deps: depsOf, seal: () => evidence.seal(), rules };
  async function meet(deadlines: readonly Deadline[]): Promise<void> {
    // an earlier look may have met them all
    if (deadlines.length === 0) return;
    const { meetDeadlines } = await import('../../usecases/approval/meet-deadlines.ts');
    const met = await meetDeadlines(deadlines, await depsOf());
    const ids = met.map(({ deadline }) => deadlineSubject(deadline));
    await reportCases([...new Set(ids)], ledger, telemetry);
    for (const { deadline } of met) {
      telemetry.info('a deadline was met', { subject: deadlineSubject(deadline), deadline: deadline.kind });
    }
  }
  return (event) =>
    invocation(base, async () => {
      switch (event.kind) {
        case 'overdue':
          return lookAtOverdue(look);
        case 'deadlines':
          return meet(await scheduler.wokenFor(event));
        case 'deadline':
          await base.pause(Math.max(0, event.at - base.clock.now()));
          return meet([{ kind: event.deadline, findingId: event.findingId, at: event.at }]);
      }
    });
}
