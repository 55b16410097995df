import { type Case, foldCase } from '../../../core/governance/cases/case.ts';
import type { Ledger } from '../../../ports/ledger.ts';
import type { Scheduler } from '../../../ports/scheduler.ts';
import { type AnnounceDeps, announceFinding } from '../../announce-finding.ts';

interface PutOffDeps extends AnnounceDeps {
  readonly ledger: Ledger;
  readonly scheduler: Scheduler;
}

/** Sets when a stack is looked at again that a hold waits for; nothing where none does. */
export async function setStackLook(found: Case | undefined, scheduler: Scheduler): Promise<void> {
  if (found?.status !== 'open' || found.waits === undefined) return;
  await scheduler.set({ kind: 'hold-deadline', findingId: found.finding.id, at: found.waits.look });
}

/** What follows where a hold waits for a stack, or has become needless by it: the next look, and people are told. */
export async function putOff(findingId: string, deps: PutOffDeps): Promise<void> {
  await setStackLook(foldCase(await deps.ledger.about(findingId)), deps.scheduler);
  await announceFinding(findingId, deps);
}
