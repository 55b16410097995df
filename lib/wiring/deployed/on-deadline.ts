import type { Deadline } from '../../ports/scheduler.ts';
import { meetDeadline } from '../../usecases/expire-waivers.ts';
import { invocation } from './base.ts';
import { TOLD_OF_NOTHING } from './bounds.ts';
import { openEvidence } from './evidence.ts';
import { openHolding } from './holding.ts';
import { lookAtOverdue } from './look-at-overdue.ts';
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

/** Meets deadlines, each when it is due; on the timetable it looks for all that is overdue. */
export function openOnDeadline(): (event: DeadlineEvent) => Promise<void> {
  const holding = openHolding('on-deadline', TOLD_OF_NOTHING);
  const { base, stores } = holding;
  const { telemetry } = base;
  const evidence = openEvidence(base, stores);
  const { ledger } = stores;
  const look = { ledger, telemetry, deps: () => holding.deps(), seal: () => evidence.seal() };
  return (event) =>
    invocation(base, async () => {
      switch (event.kind) {
        case 'overdue':
          return lookAtOverdue(look);
        case 'deadline': {
          const { findingId, deadline: kind, at } = event;
          await base.pause(Math.max(0, at - base.clock.now()));
          await meetDeadline({ kind, findingId, at }, await holding.deps());
          await reportCases([findingId], ledger, telemetry);
          telemetry.info('a deadline was met', { findingId, deadline: kind });
        }
      }
    });
}
