import type { IamCall } from '../../core/account/call.ts';
import type { Enforcer, ServiceEnforcer } from '../../ports/enforcer.ts';
import type { Stacks } from '../../ports/stacks.ts';
import type { AssessCallDeps } from '../../usecases/assess/assess-call.ts';
import { byService, type Makers } from '../../usecases/holds/by-service.ts';
import { CLAIM_LASTS } from '../../usecases/holds/hold-claim.ts';
import type { RestoreDeps } from '../../usecases/approval/restore-access.ts';
import type { HolderDeps } from '../../usecases/holds/warranted.ts';
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
  const makers = openMakers('Holder', base, reach);
  const enforcer = openHolder(makers, { ledger, clock });
  const stacks = openStackStates(reach);
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
      const time = { clock, pause, showsAfter: SHOWS_AFTER, claimLasts: CLAIM_LASTS };
      const { services } = makers;
      const makes = { enforcer, services, stacks };
      return { ...kept, ...time, ...makes, accounts, restorer: handOver, notifiers, governance };
    },
  };
}

/** Makes the calls that have their warrant; what tells that is loaded with the first one. */
function openHolder(makers: Makers, deps: HolderDeps): Enforcer {
  const holder = whenFirstUsed(async () => {
    const { warrantedHolder } = await import('../../usecases/holds/warranted.ts');
    return warrantedHolder(byService(makers), deps);
  });
  return { enforce: async (...order) => (await holder()).enforce(...order) };
}

/** Tells what the stacks of the accounts are doing; what asks for that is loaded with the first hold that may wait for one. */
function openStackStates(reach: Accounts['reach']): Stacks {
  const states = whenFirstUsed(async () => (await import('./stack-states.ts')).openStackStates(await reach()));
  return { stackWith: async (...asked) => (await states()).stackWith(...asked) };
}

/** Who makes calls in a role of the accounts; what they take is loaded with the first call that is made. */
export function openMakers(
  role: 'Holder' | 'Restorer',
  base: Base,
  reach: () => Promise<Reach>,
): { readonly iam: Enforcer<IamCall>; readonly services: ServiceEnforcer } {
  const iam = whenFirstUsed(async () => {
    const { IamEnforcer } = await import('../../adapters/aws/iam-enforcer.ts');
    return new IamEnforcer({ role, ...(await reach()) });
  });
  const services = whenFirstUsed(async () => {
    const { openServiceEnforcer } = await import('./service-holding.ts');
    return openServiceEnforcer(role, base, await reach());
  });
  return {
    iam: { enforce: async (...order) => (await iam()).enforce(...order) },
    services: {
      enforce: async (...order) => (await services()).enforce(...order),
      shows: async (...order) => (await services()).shows(...order),
    },
  };
}
