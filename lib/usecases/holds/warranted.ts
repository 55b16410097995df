import { type Case, foldCase } from '../../core/governance/cases/case.ts';
import type { Governance } from '../../core/governance/standards/standards.ts';
import { type NoWarrant, type Order, warrantsHold, warrantsRestore } from '../../core/governance/cases/warrant.ts';
import { err, type Result } from '../../core/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Enforcer } from '../../ports/enforcer.ts';
import type { Ledger } from '../../ports/ledger.ts';
import { isFresh } from './hold-claim.ts';

/** What tells whether a call of a hold has its warrant. */
export interface HolderDeps {
  readonly ledger: Pick<Ledger, 'about'>;
  readonly clock: Clock;
}

/**
 * An enforcer that makes only calls of a hold that the ledger has in progress, and that was begun just now: others may count on it
 * that no call comes once a claim is over. All others it refuses, unmade.
 */
export function warrantedHolder(enforcer: Enforcer, { ledger, clock }: HolderDeps): Enforcer {
  return warranted(enforcer, ledger, (current, order) => {
    const allowed = warrantsHold(current, order);
    const isOld = current.hold.kind === 'pending' && !isFresh(current.hold.at, { clock });
    return allowed.ok && isOld ? err({ code: 'NO_WARRANT', detail: 'it was begun too long ago' }) : allowed;
  });
}

/** What tells whether a call of a restore is covered by a quorum. */
export interface RestorerDeps {
  readonly ledger: Ledger;
  readonly governance: Governance;
  readonly clock: Clock;
}

/** An enforcer that makes only calls of a restore that the ledger has in progress with its quorum. */
export function warrantedRestorer(enforcer: Enforcer, { ledger, governance, clock }: RestorerDeps): Enforcer {
  return warranted(enforcer, ledger, (current, order) =>
    warrantsRestore(current, order, { governance, now: clock.now() }),
  );
}

/** The ledger is read anew before each call: nothing that the caller says counts. */
function warranted(
  enforcer: Enforcer,
  ledger: Pick<Ledger, 'about'>,
  warrant: (current: Case, order: Order) => Result<undefined, NoWarrant>,
): Enforcer {
  return {
    async enforce(account, call, findingId) {
      const current = foldCase(await ledger.about(findingId));
      if (current === undefined) {
        return { kind: 'no-warrant', detail: `the ledger has no finding "${findingId}"` };
      }
      const allowed = warrant(current, { account, call });
      if (!allowed.ok) return { kind: 'no-warrant', detail: allowed.error.detail };
      return enforcer.enforce(account, call, findingId);
    },
  };
}
