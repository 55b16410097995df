import { IamEnforcer } from '../../adapters/aws/iam-enforcer.ts';
import type { AssessCallDeps } from '../../usecases/assess-call.ts';
import type { RestoreDeps } from '../../usecases/restore-access.ts';
import { warrantedHolder } from '../../usecases/warranted.ts';
import { type Accounts, openAccounts, type Reading } from './accounts.ts';
import { type Base, openBase } from './base.ts';
import { openDeadlines } from './deadlines.ts';
import { openMessages } from './messages.ts';
import { openStores, type Stores } from './stores.ts';

/** A function that may hold, and hands restores over. */
export interface Holding {
  readonly base: Base;
  readonly stores: Stores;
  readonly reach: Accounts;
  /** What the use cases take, with the governance that counts now and a whole budget. */
  deps(): Promise<RestoreDeps & AssessCallDeps>;
}

/** Opens what a function needs that holds. */
export function openHolding(name: string, reading: Reading): Holding {
  const base = openBase(name);
  const stores = openStores(base);
  const reach = openAccounts(base, reading);
  const { accounts, budget } = reach;
  const { notifiers, handOver } = openMessages(base);
  const scheduler = openDeadlines(base, stores.table);
  const { clock, pause } = base;
  const { ledger, cases, snapshots } = stores;
  const enforcer = warrantedHolder(new IamEnforcer({ role: 'Holder', ...reach }), ledger);
  return {
    base,
    stores,
    reach,
    async deps() {
      budget.begin();
      const governance = await base.governance(ledger);
      return {
        accounts,
        enforcer,
        restorer: handOver,
        ledger,
        cases,
        snapshots,
        scheduler,
        notifiers,
        clock,
        pause,
        governance,
      };
    },
  };
}
