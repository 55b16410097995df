import type { Cursors } from '../../lib/ports/cursors.ts';
import type { Destructions } from '../../lib/ports/destructions.ts';
import type { Ledger } from '../../lib/ports/ledger.ts';
import type { RecentCalls } from '../../lib/ports/recent-calls.ts';
import type { Scheduler } from '../../lib/ports/scheduler.ts';
import type { Snapshots } from '../../lib/ports/snapshots.ts';

/** Does work when its turn has come. */
export type Turn = <T>(work: () => T | Promise<T>) => Promise<T>;

/** The same ledger, of which each call waits for its turn. */
export function ledgerInTurns(ledger: Ledger, turn: Turn): Ledger {
  return {
    append: (facts, ...expected) => turn(() => ledger.append(facts, ...expected)),
    about: (subject) => turn(() => ledger.about(subject)),
    head: () => turn(() => ledger.head()),
    findings: () => turn(() => ledger.findings()),
    async *entries(from) {
      await turn(() => undefined);
      yield* ledger.entries(from);
    },
  };
}

/** The same snapshots, of which each call waits for its turn. */
export function snapshotsInTurns(snapshots: Snapshots, turn: Turn): Snapshots {
  return {
    last: (arn) => turn(() => snapshots.last(arn)),
    known: (account) => turn(() => snapshots.known(account)),
    keep: (arn, slice) => turn(() => snapshots.keep(arn, slice)),
    change: (arn, next) => turn(() => snapshots.change(arn, next)),
  };
}

/** The same deadlines, of which each call waits for its turn. */
export function schedulerInTurns(scheduler: Scheduler, turn: Turn): Scheduler {
  return {
    set: (deadline) => turn(() => scheduler.set(deadline)),
    due: (now) => turn(() => scheduler.due(now)),
    done: (deadline) => turn(() => scheduler.done(deadline)),
  };
}

/** The same places of readers, of which each call waits for its turn. */
export function cursorsInTurns(cursors: Cursors, turn: Turn): Cursors {
  return {
    place: (name) => turn(() => cursors.place(name)),
    keep: (name, place) => turn(() => cursors.keep(name, place)),
  };
}

/** In the runs nothing is destroyed: what would be kept of it is a fault of the run. */
export const NO_DESTRUCTIONS: Destructions = {
  keep: async ({ id }) => {
    throw new Error(`call ${id} counts as a destruction, and only grants are made`);
  },
  around: async () => [],
};

/** In the runs no environment is changed, and no gate. */
export const NO_RECENT_CALLS: RecentCalls = {
  keep: async ({ id }) => {
    throw new Error(`call ${id} is kept as one on an environment, and only grants are made`);
  },
  async *naming() {},
};
