import type { IamEnforcer } from '../../adapters/aws/iam-enforcer.ts';
import type { Enforcer } from '../../ports/enforcer.ts';
import type { AssessCallDeps } from '../../usecases/assess/assess-call.ts';
import { byService } from '../../usecases/by-service.ts';
import type { RestoreDeps } from '../../usecases/restore-access.ts';
import { warrantedHolder } from '../../usecases/warranted.ts';
import { type Accounts, openAccounts } from './accounts.ts';
import { type Base, openBase } from './base.ts';
import type { Reading } from './bounds.ts';
import { type Deadlines, openDeadlines } from './deadlines.ts';
import { openMessages } from './messages.ts';
import type { Reach } from './reach.ts';
import { openStores, type Stores } from './stores.ts';
import { whenFirstUsed } from './when-first-used.ts';

/** IAM shows a call within seconds; so long after it, it is taken to show, in milliseconds. */
const SHOWS_AFTER = 15_000;

/** A function that may hold, and hands restores over. */
export interface Holding {
  readonly base: Base;
  readonly stores: Stores;
  readonly reach: Accounts['reach'];
  readonly memory: Accounts['memory'];
  readonly scheduler: Deadlines;
  /** What the use cases take, with the governance that counts now and a whole budget. */
  deps(): Promise<RestoreDeps & AssessCallDeps>;
}

/** Opens what a function needs that holds. */
export function openHolding(name: string, reading: Reading): Holding {
  const base = openBase(name);
  const stores = openStores(base);
  const { accounts, budget, memory, reach } = openAccounts(base, reading, stores.table);
  const { notifiers, handOver } = openMessages(base);
  const scheduler = openDeadlines(base, stores.table);
  const { clock, pause } = base;
  const { ledger, cases, snapshots } = stores;
  const enforcer = warrantedHolder(openEnforcer('Holder', reach), ledger);
  return {
    base,
    stores,
    reach,
    memory,
    scheduler,
    async deps() {
      budget.begin();
      const governance = await base.governance(ledger);
      const kept = { ledger, cases, snapshots, scheduler };
      const time = { clock, pause, showsAfter: SHOWS_AFTER };
      return { ...kept, ...time, accounts, enforcer, restorer: handOver, notifiers, governance };
    },
  };
}

/** Makes calls in a role of the accounts; what it takes is loaded with the first call that is made. */
export function openEnforcer(role: 'Holder' | 'Restorer', reach: () => Promise<Reach>): Enforcer {
  const enforcer = whenFirstUsed(async () => {
    const { IamEnforcer } = await import('../../adapters/aws/iam-enforcer.ts');
    return new IamEnforcer({ role, ...(await reach()) });
  });
  const iam = { enforce: async (...order: Parameters<IamEnforcer['enforce']>) => (await enforcer()).enforce(...order) };
  return byService({ iam });
}
