import type { EventBridgeEvent } from 'aws-lambda';
import { foldCase } from '../../core/governance/cases/case.ts';
import { followUp } from '../../usecases/follow-up.ts';
import { byService } from '../../usecases/holds/by-service.ts';
import { warrantedRestorer } from '../../usecases/holds/warranted.ts';
import { openAboveAccounts } from './above-accounts.ts';
import { invocation } from './base.ts';
import { TOLD_OF_NOTHING } from './bounds.ts';
import { openHolding, openMakers } from './holding.ts';

/** What a finding's decision is told by: `Ambit Finding Decided`. */
export type DecidedEvent = EventBridgeEvent<'Ambit Finding Decided', { readonly findingId: string }>;

/**
 * Does what people decided about a finding: gives it back, or holds it where they rejected it. The event only says where to
 * look; what may be done, the ledger tells.
 */
export function openRestore(): (event: DecidedEvent) => Promise<void> {
  const holding = openHolding('restore', TOLD_OF_NOTHING);
  const { base, stores } = holding;
  const above = openAboveAccounts(base, holding.reach);
  const making = byService(openMakers('Restorer', base, holding.reach));
  return ({ detail }) =>
    invocation(base, async () => {
      const { findingId } = detail;
      const deps = await holding.deps();
      const restorer = warrantedRestorer(making, deps);
      await followUp(findingId, { ...deps, ...above, restorer });
      const found = foldCase(await stores.ledger.about(findingId));
      if (found?.restore.kind === 'confirmed') base.telemetry.count('RestoresDone', 1);
      if (found?.restore.kind === 'failed') base.telemetry.count('RestoresFailed', 1);
      base.telemetry.info('a decision was followed', { findingId, status: found?.status });
    });
}
