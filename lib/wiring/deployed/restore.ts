import type { EventBridgeEvent } from 'aws-lambda';
import { IamEnforcer } from '../../adapters/aws/iam-enforcer.ts';
import { foldCase } from '../../core/governance/case.ts';
import { followUp } from '../../usecases/follow-up.ts';
import { warrantedRestorer } from '../../usecases/warranted.ts';
import { invocation } from './base.ts';
import { openHolding } from './holding.ts';

/** What a finding's decision is told by: `Ambit Finding Decided`. */
export type DecidedEvent = EventBridgeEvent<'Ambit Finding Decided', { readonly findingId: string }>;

/**
 * Does what people decided about a finding: gives it back, or holds it where they rejected it. The event only says where to
 * look; what may be done, the ledger tells.
 */
export function openRestore(): (event: DecidedEvent) => Promise<void> {
  const holding = openHolding('restore');
  const { base, stores, clients, memory } = holding;
  return ({ detail }) =>
    invocation(base, async () => {
      const { findingId } = detail;
      const deps = await holding.deps();
      const making = new IamEnforcer({ clients, role: 'Restorer', budget: holding.budget, memory });
      const restorer = warrantedRestorer(making, deps);
      await followUp(findingId, { ...deps, restorer });
      const status = foldCase(await stores.ledger.about(findingId))?.status;
      if (status === 'restored') base.telemetry.count('RestoresDone', 1);
      if (status === 'restore-failed' || status === 'held') base.telemetry.count('RestoresFailed', 1);
      base.telemetry.info('a decision was followed', { findingId, status });
    });
}
