import type { Deadline } from '../../ports/scheduler.ts';
import { meetDeadline } from '../../usecases/expire-waivers.ts';
import type { FollowUpDeps } from '../../usecases/follow-up.ts';
import { resume } from '../../usecases/resume.ts';
import { invocation } from './base.ts';
import { TOLD_OF_NOTHING } from './bounds.ts';
import { openEvidence } from './evidence.ts';
import { openHolding } from './holding.ts';
import { reportCases } from './report.ts';

/** What wakes the function: one deadline, or the timetable, which looks for what is overdue. */
export type DeadlineEvent =
  | {
      readonly kind: 'deadline';
      readonly findingId: string;
      readonly deadline: Deadline['kind'];
      /** Milliseconds since 1970. */
      readonly at: number;
    }
  | { readonly kind: 'overdue' };

/**
 * Meets deadlines. On the timetable it finishes in all cases what a crash or a lost event left unfinished, meets what is
 * overdue, and seals the ledger: what is in it goes, signed, to where nobody can change it.
 */
export function openOnDeadline(): (event: DeadlineEvent) => Promise<void> {
  const holding = openHolding('on-deadline', TOLD_OF_NOTHING);
  const { base, stores } = holding;
  const { telemetry } = base;
  const evidence = openEvidence(base, stores);
  async function seal(): Promise<void> {
    await evidence.seal();
    telemetry.count('SealsDone', 1);
  }
  async function meetOverdue(deps: FollowUpDeps): Promise<void> {
    const expired = await resume(deps);
    telemetry.count('DeadlinesOverdue', expired.length);
    await reportCases(
      expired.map(({ deadline }) => deadline.findingId),
      stores.ledger,
      telemetry,
    );
  }
  async function overdue(deps: FollowUpDeps): Promise<void> {
    // neither may keep the other from being done
    const done = await Promise.allSettled([seal(), meetOverdue(deps)]);
    const faults = done.flatMap((each): unknown[] => (each.status === 'rejected' ? [each.reason] : []));
    if (faults.length > 0) throw new AggregateError(faults, 'not all that was due was done');
  }
  return (event) =>
    invocation(base, async () => {
      const deps = await holding.deps();
      switch (event.kind) {
        case 'overdue':
          return overdue(deps);
        case 'deadline': {
          const { findingId, deadline: kind, at } = event;
          await base.pause(Math.max(0, at - base.clock.now()));
          await meetDeadline({ kind, findingId, at }, deps);
          await reportCases([findingId], stores.ledger, telemetry);
          telemetry.info('a deadline was met', { findingId, deadline: kind });
        }
      }
    });
}
