import type { Ledger } from '../../ports/ledger.ts';
import { deadlineSubject } from '../../ports/deadline.ts';
import type { FollowUpDeps } from '../../usecases/follow-up.ts';
import { resume } from '../../usecases/resume.ts';
import { reportCases } from './report.ts';
import type { Telemetry } from './telemetry.ts';

/** What a regular look does: meet what is overdue, look at the rules, seal the ledger. */
export interface LookDeps {
  readonly ledger: Ledger;
  readonly telemetry: Telemetry;
  /** Everything with which cases are finished. */
  readonly deps: () => Promise<FollowUpDeps>;
  /** Puts rules in force that were deployed or signed, or tells that they are not. */
  readonly rules: (deps: FollowUpDeps) => Promise<void>;
  /** Copies what is new in the ledger to where nobody can change it. */
  readonly seal: () => Promise<void>;
}

/**
 * Finishes in all cases what a crash or a lost event left unfinished, meets what is overdue, seals the ledger, and looks at the rules. What
 * fails stays due and is logged, no more: the timetable comes again in minutes, and a fault that lasts would leave a dead
 * letter each time. That looks do not get done is an alarm of its own, and so is a ledger that is not sealed.
 */
export async function lookAtOverdue(look: LookDeps): Promise<void> {
  const { telemetry } = look;
  // none may keep the others from being done
  const ready = look.deps();
  const shared = { ...look, deps: () => ready };
  const done = await Promise.allSettled([seal(look), meetOverdue(shared), lookAtRules(shared)]);
  // what all of them lack is told once
  const faults = new Set(done.filter((each) => each.status === 'rejected').map(({ reason }): unknown => reason));
  for (const fault of faults) telemetry.fault('not all that was due was done; it stays due', fault, {});
}

async function seal({ seal: sealLedger, telemetry }: LookDeps): Promise<void> {
  await sealLedger();
  telemetry.count('SealsDone', 1);
}

async function lookAtRules({ rules, deps }: LookDeps): Promise<void> {
  await rules(await deps());
}

async function meetOverdue({ deps, ledger, telemetry }: LookDeps): Promise<void> {
  const met = await resume(await deps());
  telemetry.count('DeadlinesOverdue', met.length);
  await reportCases(
    met.map(({ deadline }) => deadlineSubject(deadline)),
    ledger,
    telemetry,
  );
  telemetry.count('LooksDone', 1);
}
